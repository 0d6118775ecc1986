package dev.haven.urgency;

/**
 * What the model knows of a stretch of words, as numbers: each of {@link Grams} weighed by its
 * rarity and the logarithm of how often it comes, each kind brought to one length. A gram that
 * comes several times shares its value among its places, so that every word has its part.
 */
final class Features {
  private static final float[] LENGTH = {1, 1, 0.5f, 0.6f, 0.6f};
  private static final float[] SUBLINEAR = new float[64];

  static {
    for (int times = 1; times < SUBLINEAR.length; times++) {
      SUBLINEAR[times] = (float) (1 + StrictMath.log(times));
    }
  }

  /** Numbers of the vocabulary, with the value and the word of each. */
  final int[] number;

  final float[] value;
  final int[] word;
  int size;

  private Features(int room) {
    number = new int[room];
    value = new float[room];
    word = new int[room];
  }

  static Features of(Grams grams, Vocabulary vocabulary) {
    var out = new Features(grams.from[Grams.KINDS]);
    for (int kind = 0; kind < Grams.KINDS; kind++) {
      out.add(grams, kind, vocabulary);
    }
    return out;
  }

  private void add(Grams grams, int kind, Vocabulary vocabulary) {
    int first = size;
    for (int i = grams.from[kind]; i < grams.from[kind + 1]; i++) {
      int known = vocabulary.numberOf(grams.hash[i]);
      if (known != Vocabulary.UNKNOWN) {
        number[size] = known;
        word[size++] = grams.word[i];
      }
    }
    int mask = Integer.highestOneBit(Math.max(4, (size - first) * 2)) * 2 - 1;
    var seen = new int[mask + 1];
    var times = new int[mask + 1];
    for (int i = first; i < size; i++) {
      times[place(seen, number[i] + 1, mask)]++;
    }
    double squares = 0;
    for (int at = 0; at <= mask; at++) {
      if (times[at] > 0) {
        double whole = whole(vocabulary, seen[at] - 1, times[at]);
        squares += whole * whole;
      }
    }
    float scale = squares == 0 ? 0 : (float) (LENGTH[kind] / Math.sqrt(squares));
    for (int i = first; i < size; i++) {
      int n = times[place(seen, number[i] + 1, mask)];
      value[i] = scale * whole(vocabulary, number[i], n) / n;
    }
  }

  private static float whole(Vocabulary vocabulary, int number, int times) {
    return vocabulary.rarity(number) * SUBLINEAR[Math.min(times, SUBLINEAR.length - 1)];
  }

  private static int place(int[] seen, int key, int mask) {
    int at = key * 0x9e3779b1 >>> 7 & mask;
    while (seen[at] != key && seen[at] != 0) {
      at = at + 1 & mask;
    }
    seen[at] = key;
    return at;
  }
}
