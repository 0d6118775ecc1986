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
  /** How many words of the text are read. */
  final int words;

  private final Grams grams;
  private final Vocabulary vocabulary;
  private final MeaningNumbers meanings;

  /** Of each word the numbers of the letters in it. */
  private final int[][] letters;

  private final Found[] found = new Found[Grams.KINDS];

  private KnownGrams(Grams grams, Vocabulary vocabulary) {
    this.grams = grams;
    this.vocabulary = vocabulary;
    this.words = grams.size;
    this.meanings = vocabulary.meanings(grams.meaningCount());
    letters = new int[words][];
    for (int i = 0; i < words; i++) {
      letters[i] = vocabulary.letters(grams.word(i));
    }
    for (int kind : new int[] {Grams.WORDS, Grams.TRIPLES, Grams.APART}) {
      var of = new Found(words * 2);
      grams.each(
          kind, 0, words, (hash, word, first) -> of.add(vocabulary.numberOf(hash), word, first));
      found[kind] = of;
    }
  }

  static KnownGrams of(Grams grams, Vocabulary vocabulary) {
    return new KnownGrams(grams, vocabulary);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Adds those of a kind whose words stand from one place to before another. */
  void addTo(Features features, int kind, int from, int to) {
    switch (kind) {
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
      default -> found[kind].addTo(features, from, to);
    }
  }

  /** Grams of one kind in the order of their last words. */
  private static final class Found {
    private int[] number;
    private int[] word;
    private int[] first;
    private int size;

    Found(int room) {
      number = new int[room];
      word = new int[room];
      first = new int[room];
    }

    void add(int known, int at, int begin) {
      if (known == Vocabulary.UNKNOWN) {
        return;
      }
      if (size == number.length) {
        int room = size * 2 + 1;
        number = Arrays.copyOf(number, room);
        word = Arrays.copyOf(word, room);
        first = Arrays.copyOf(first, room);
      }
      number[size] = known;
      word[size] = at;
      first[size++] = begin;
    }

    void addTo(Features features, int from, int to) {
      int i = Arrays.binarySearch(word, 0, size, from);
      i = i < 0 ? -i - 1 : i;
      while (i > 0 && word[i - 1] == from) {
        i--;
      }
      for (; i < size && word[i] < to; i++) {
        if (first[i] >= from) {
          features.add(number[i], word[i]);
        }
      }
    }
  }
}
