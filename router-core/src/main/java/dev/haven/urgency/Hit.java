package dev.haven.urgency;

/**
 * A rule's phrase in one message with what context made of it.
 *
 * <p>A hit is either a <em>floor</em>, below which no model brings the message, or a <em>hint</em>,
 * which is weighed with everything else.
 *
 * @param rule the concept
 * @param start first word
 * @param end one past the last word
 * @param outcome what context made of it
 * @param impersonal whether nobody is named whom it could be told of, as in a form, a course or a
 *     notice
 * @param stated whether the phrase says its tier in so many words: a crisis with a word of the
 *     class {@code stated}, a measured fever, a strict tier in a message that says nothing else, a
 *     site's own phrase
 */
record Hit(
    Rule rule, int start, int end, Finding.Outcome outcome, boolean impersonal, boolean stated) {
  /** Flag of a rule that a site decided itself. */
  static final String SITE = "site";

  /** The tier that this hit asks for after context. */
  Tier tier() {
    return switch (outcome) {
      case COUNTED -> rule.tier();
      case GAMING -> Tier.ELEVATED;
      case PAST -> rule.tier() == Tier.CRISIS ? Tier.ELEVATED : Tier.ROUTINE;
      case DENIED, IDIOM, QUESTION, INSTRUCTION, GENERAL, QUOTED, WEAK -> Tier.ROUTINE;
    };
  }

  /**
   * Whether the message never stands below this hit's tier: stated and told of somebody, or decided
   * by the site.
   */
  boolean floor() {
    return stated && (!impersonal || rule.has(SITE)) && counts();
  }

  /** Whether this asks for a strict tier and is told of somebody. */
  boolean told() {
    return tier().strict() && !impersonal;
  }

  /** This hit as too weak by itself. */
  Hit weakened() {
    return new Hit(rule, start, end, Finding.Outcome.WEAK, impersonal, stated);
  }

  Hit asStated() {
    return new Hit(rule, start, end, outcome, impersonal, true);
  }

  boolean counts() {
    return tier() != Tier.ROUTINE;
  }
}
