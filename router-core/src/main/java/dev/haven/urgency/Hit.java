package dev.haven.urgency;

/**
 * A rule's phrase in one message with what context made of it.
 *
 * @param rule the concept
 * @param start first word
 * @param end one past the last word
 * @param outcome what context made of it
 * @param impersonal whether nobody is named whom it could be told of, as in a form, a course or a
 *     notice; then the model may say that it counts nothing
 */
record Hit(Rule rule, int start, int end, Finding.Outcome outcome, boolean impersonal) {
  /** The tier that this hit asks for after context. */
  Tier tier() {
    return switch (outcome) {
      case COUNTED -> rule.tier();
      case GAMING -> Tier.ELEVATED;
      case PAST -> rule.tier() == Tier.CRISIS ? Tier.ELEVATED : Tier.ROUTINE;
      case DENIED, IDIOM, QUESTION, INSTRUCTION, GENERAL, QUOTED, WEAK -> Tier.ROUTINE;
    };
  }

  /** This hit as too weak by itself. */
  Hit weakened() {
    return new Hit(rule, start, end, Finding.Outcome.WEAK, impersonal);
  }

  boolean counts() {
    return tier() != Tier.ROUTINE;
  }
}
