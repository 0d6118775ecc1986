package dev.haven.urgency;

/**
 * A rule's phrase in one message with what context made of it.
 *
 * @param rule the concept
 * @param start first word
 * @param end one past the last word
 * @param outcome what context made of it
 */
record Hit(Rule rule, int start, int end, Finding.Outcome outcome) {
  /** The tier that this hit asks for after context. */
  Tier tier() {
    return switch (outcome) {
      case COUNTED -> rule.tier();
      case GAMING -> Tier.ELEVATED;
      case PAST -> rule.tier() == Tier.CRISIS ? Tier.ELEVATED : Tier.ROUTINE;
      case DENIED, IDIOM, QUESTION, INSTRUCTION, GENERAL, QUOTED, WEAK -> Tier.ROUTINE;
    };
  }

  boolean counts() {
    return tier() != Tier.ROUTINE;
  }
}
