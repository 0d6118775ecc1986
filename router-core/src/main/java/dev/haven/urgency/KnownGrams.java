package dev.haven.urgency;

import java.util.Arrays;

/**
 * The grams of a text that a vocabulary knows, looked up once, so that any stretch of the text can
 * be weighed by itself without looking them up again.
 *
 * <p>A stretch holds the grams of the text that lie inside it, in the same order. Only its meanings
 * are told anew, for which of them are near is counted from where the stretch begins. Not changed
 * after it is built.
 */
final class KnownGrams {
  /** Grams of whole words that end at each word: places in {@link #numbers}. */
  private static final int SINGLE = 0;

  private static final int PAIR = 1;
  private static final int TRIPLE = 2;
  private static final int ONE_BETWEEN = 3;
  private static final int TWO_BETWEEN = 4;
  private static final int ENDING = 5;

  /** How many words of the text are read. */
  final int words;

  private final Grams grams;
  private final Vocabulary vocabulary;
  private final MeaningNumbers meanings;

  /** Of each word the numbers of the letters in it. */
  private final int[][] letters;

  /** Of each word the numbers of the grams that end there, {@link Vocabulary#UNKNOWN} for many. */
  private final int[] numbers;

  private KnownGrams(Grams grams, Vocabulary vocabulary) {
    this.grams = grams;
    this.vocabulary = vocabulary;
    this.words = grams.size;
    this.meanings = vocabulary.meanings(grams.meaningCount());
    letters = new int[words][];
    numbers = new int[words * ENDING];
    Arrays.fill(numbers, 0, Math.min(words, 3) * ENDING, Vocabulary.UNKNOWN);
    for (int i = 0; i < words; i++) {
      Word word = grams.word(i);
      letters[i] = word.lettersIn(vocabulary);
      int at = i * ENDING;
      numbers[at + SINGLE] = word.numberIn(vocabulary);
      if (i > 0) {
        numbers[at + PAIR] = vocabulary.numberOf(grams.pair(i));
      }
      if (i > 1) {
        numbers[at + TRIPLE] = vocabulary.numberOf(grams.triple(i));
        numbers[at + ONE_BETWEEN] = vocabulary.numberOf(grams.apart(i - 2, i));
      }
      if (i > 2) {
        numbers[at + TWO_BETWEEN] = vocabulary.numberOf(grams.apart(i - 3, i));
      }
    }
  }

  static KnownGrams of(Grams grams, Vocabulary vocabulary) {
    return new KnownGrams(grams, vocabulary);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Adds those of a kind whose words stand from one place to before another, in the order in which
   * {@link Grams#each} has them.
   */
  void addTo(Features features, int kind, int from, int to) {
    switch (kind) {
      case Grams.WORDS -> {
        for (int i = from; i < to; i++) {
          add(features, i, SINGLE, i, from);
          add(features, i, PAIR, i - 1, from);
        }
      }
      case Grams.LETTERS -> {
        for (int i = from; i < to; i++) {
          features.add(letters[i], i);
        }
      }
      case Grams.MEANINGS ->
          grams.meanings(
              from,
              to,
              (low, high, word) -> {
                int number = meanings.numberOf(low, high);
                if (number != Vocabulary.UNKNOWN) {
                  features.add(number, word);
                }
              });
      case Grams.TRIPLES -> {
        for (int i = from; i < to; i++) {
          add(features, i, TRIPLE, i - 2, from);
        }
      }
      case Grams.APART -> {
        for (int i = from; i < to; i++) {
          add(features, i, ONE_BETWEEN, i - 2, from);
          add(features, i, TWO_BETWEEN, i - 3, from);
        }
      }
      default -> throw new IllegalArgumentException("no kind of gram: " + kind);
    }
  }

  /** Adds one that is known and whose first word stands inside. */
  private void add(Features features, int word, int place, int first, int from) {
    int number = numbers[word * ENDING + place];
    if (number != Vocabulary.UNKNOWN && first >= from) {
      features.add(number, word);
    }
  }
}
