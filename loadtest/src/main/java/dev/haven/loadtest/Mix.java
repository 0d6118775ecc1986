package dev.haven.loadtest;

/**
 * The contacts that are sent. Each text begins with its run and number, by which the offer is known
 * again.
 *
 * @param distressEvery every so many comes one in distress and all others are routine; 0 for {@link
 *     #USUAL}
 */
record Mix(int distressEvery) {
  /**
   * Of each hundred 2 crises, 3 medical emergencies, 15 in distress, 80 routine. The share is a
   * test's, not a centre's.
   */
  static final Mix USUAL = new Mix(0);

  static final String[] TIERS = {"crisis", "urgent_medical", "high_distress", "routine"};
  private static final String BEFORE_MARK = "[n";
  private static final String[] TEXTS = {
    "I want to kill myself tonight",
    "I have crushing chest pain and cannot breathe",
    "I am terrified and cannot stop crying, I cannot cope any more",
    "I would like to move my appointment to next week, please"
  };

  /** Index of the tier in {@link #TIERS}. */
  int tier(int number) {
    if (distressEvery > 0) {
      return number % distressEvery == distressEvery / 2 ? 2 : 3;
    }
    int of = number % 100;
    return of < 2 ? 0 : of < 5 ? 1 : of < 20 ? 2 : 3;
  }

  /** A contact as the interface takes it; the run's name keeps keys and senders apart. */
  String contact(String run, int number) {
    return "{\"channel\":\"chat\",\"from\":\"visitor-"
        + run
        + '-'
        + number
        + "\",\"to\":\"site\",\"text\":\""
        + BEFORE_MARK
        + mark(run, number)
        + "] "
        + TEXTS[tier(number)]
        + "\",\"idempotencyKey\":\""
        + run
        + '-'
        + number
        + "\"}";
  }

  /** How an offer of a contact is known again: {@code run/number}. */
  static String mark(String run, int number) {
    return run + '/' + number;
  }

  /** The mark in an offer's preview; empty when there is none. */
  static String mark(String frame) {
    int from = frame.indexOf(BEFORE_MARK) + BEFORE_MARK.length();
    int to = frame.indexOf(']', from);
    return from < BEFORE_MARK.length() || to < 0 ? "" : frame.substring(from, to);
  }
}
