package dev.haven.urgency;

/**
 * The stretch of a text that spoke most for one head of the model, so that a model's result can be
 * shown too.
 */
final class MostTelling {
  private static final int WIDTH = 8;
  private static final int MOST_WINDOWS = 60;

  private MostTelling() {}

  /** First and one past the last character of the window of words with the largest margin. */
  static int[] span(Reading reading, LinearModel model, RuleBook book, int head) {
    Tokens tokens = reading.tokens();
    int step = Math.max(2, tokens.size / MOST_WINDOWS);
    int best = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int from = 0; from < tokens.size; from += step) {
      float margin =
          model.margin(head, Features.of(reading, book, from, Math.min(tokens.size, from + WIDTH)));
      if (margin > most) {
        most = margin;
        best = from;
      }
    }
    return new int[] {tokens.start[best], tokens.end[Math.min(tokens.size, best + WIDTH) - 1]};
  }
}
