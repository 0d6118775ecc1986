package dev.haven.urgency;

import java.util.Arrays;

/**
 * The numbers that a vocabulary gives to meanings and pairs of them, in a small table, for they are
 * asked for again and again. Immutable.
 */
final class MeaningNumbers {
  private final int width;
  private final int[] numbers;

  MeaningNumbers(Vocabulary vocabulary, int meanings) {
    width = meanings + 1;
    numbers = new int[meanings * width];
    Arrays.fill(numbers, Vocabulary.UNKNOWN);
    for (int low = 0; low < meanings; low++) {
      numbers[low * width] = vocabulary.numberOf(Grams.meaningHash(low, Grams.ALONE));
      for (int high = low + 1; high < meanings; high++) {
        numbers[low * width + high + 1] = vocabulary.numberOf(Grams.meaningHash(low, high));
      }
    }
  }

  int size() {
    return width - 1;
  }

  /** Of a meaning and a higher one, or {@link Grams#ALONE}; may be {@link Vocabulary#UNKNOWN}. */
  int numberOf(int low, int high) {
    return numbers[low * width + high + 1];
  }
}
