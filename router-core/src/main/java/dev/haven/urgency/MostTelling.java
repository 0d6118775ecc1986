package dev.haven.urgency;

/**
 * The stretch of a text that spoke most for one head of the model, so that a model's result can be
 * shown too.
 */
final class MostTelling {
  private static final int WIDTH = 8;

  private MostTelling() {}

  /** First and one past the last character of the window of words that added most. */
  static int[] span(Tokens tokens, float[] contributions) {
    int words = contributions.length;
    int best = 0;
    float sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int to = 0; to < words; to++) {
      sum += contributions[to];
      int from = to - WIDTH + 1;
      if (from > 0) {
        sum -= contributions[from - 1];
      }
      if (sum > most && (from >= 0 || to == words - 1)) {
        most = sum;
        best = Math.max(0, from);
      }
    }
    return new int[] {tokens.start[best], tokens.end[Math.min(words, best + WIDTH) - 1]};
  }
}
