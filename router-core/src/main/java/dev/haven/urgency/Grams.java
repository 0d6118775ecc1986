package dev.haven.urgency;

import java.util.Arrays;

/**
 * A stretch of words as hashes for the linear model: words and pairs of words, letters 2 to 5,
 * meanings ({@link Lexicon}) alone and in pairs that stand near each other, three words in a row,
 * and pairs with a word or two between.
 *
 * <p>Meanings are the same in both languages, so that what is learned in one helps the other.
 * Hashing is FNV-1a over characters; it never changes between runs or machines.
 */
final class Grams {
  static final int WORDS = 0;
  static final int LETTERS = 1;
  static final int MEANINGS = 2;
  static final int TRIPLES = 3;
  static final int APART = 4;
  static final int KINDS = 5;

  /** Words of a message that are read; the rest is not. */
  static final int MOST_WORDS = 400;

  private static final int SHORTEST = 2;
  private static final int LONGEST = 5;
  private static final int MOST_LETTERS = 24;
  private static final int NEAR = 6;
  private static final int WITHIN = 9;

  /** Hashes, those of a kind together, and the word of the text that each begins at. */
  int[] hash;

  int[] word;

  /** Where each kind begins; the last place is the number of hashes. */
  final int[] from = new int[KINDS + 1];

  private int size;

  private Grams(int room) {
    hash = new int[room];
    word = new int[room];
  }

  /** Of the words from one place to before another, at most {@value #MOST_WORDS}. */
  static Grams of(Tokens tokens, int first, int end, Lexicon lexicon) {
    int to = Math.min(Math.min(end, tokens.size), first + MOST_WORDS);
    var out = new Grams((to - first) * 32 + 16);
    out.words(tokens, first, to);
    out.from[LETTERS] = out.size;
    out.letters(tokens, first, to);
    out.from[MEANINGS] = out.size;
    out.meanings(tokens, first, to, lexicon);
    out.from[TRIPLES] = out.size;
    out.triples(tokens, first, to);
    out.from[APART] = out.size;
    out.apart(tokens, first, to);
    out.from[KINDS] = out.size;
    return out;
  }

  private void words(Tokens tokens, int first, int to) {
    int previous = 0;
    for (int i = first; i < to; i++) {
      int h = hash(tokens.words[i]);
      add(h, i);
      if (i > first) {
        add(mix(previous, h), i);
      }
      previous = h;
    }
  }

  private void letters(Tokens tokens, int first, int to) {
    for (int i = first; i < to; i++) {
      String word = tokens.words[i];
      int length = Math.min(word.length(), MOST_LETTERS) + 2;
      for (int start = 0; start + SHORTEST <= length; start++) {
        int h = 0x811c9dc5 ^ 'g';
        for (int k = start; k < Math.min(length, start + LONGEST); k++) {
          char c = k == 0 ? '<' : k == length - 1 ? '>' : word.charAt(k - 1);
          h = (h ^ c) * 0x01000193;
          if (k - start + 1 >= SHORTEST) {
            add(h, i);
          }
        }
      }
    }
  }

  private void meanings(Tokens tokens, int first, int to, Lexicon lexicon) {
    var near = new int[NEAR];
    var nearAt = new int[NEAR];
    int kept = 0;
    for (int i = first; i < to; i++) {
      for (int meaning : lexicon.of(tokens.words[i])) {
        add(mix(0x2545, meaning + 1), i);
        for (int k = 0; k < Math.min(kept, NEAR); k++) {
          if (i - nearAt[k] <= WITHIN && nearAt[k] != i && near[k] != meaning) {
            int low = Math.min(near[k], meaning);
            int high = Math.max(near[k], meaning);
            add(mix(mix(0x7331, low + 1), high + 1), i);
          }
        }
        near[kept % NEAR] = meaning;
        nearAt[kept % NEAR] = i;
        kept++;
      }
    }
  }

  private void triples(Tokens tokens, int first, int to) {
    for (int i = first + 2; i < to; i++) {
      int pair = mix(mix(0x3a71, hash(tokens.words[i - 2])), hash(tokens.words[i - 1]));
      add(mix(pair, hash(tokens.words[i])), i);
    }
  }

  /** Pairs with one word or two between, taken for the same. */
  private void apart(Tokens tokens, int first, int to) {
    for (int i = first; i < to; i++) {
      int h = hash(tokens.words[i]);
      for (int before = i - 2; before >= Math.max(first, i - 3); before--) {
        add(mix(mix(0x5d1b, hash(tokens.words[before])), h), i);
      }
    }
  }

  private void add(int h, int at) {
    if (size == hash.length) {
      hash = Arrays.copyOf(hash, size * 2);
      word = Arrays.copyOf(word, size * 2);
    }
    hash[size] = spread(h);
    word[size++] = at;
  }

  private static int hash(String text) {
    int h = 0x811c9dc5 ^ 'w';
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x01000193;
    }
    return h;
  }

  private static int mix(int a, int b) {
    return (a * 31 ^ b) * 0x01000193;
  }

  /** Spread over all bits; never 0, which stands for nothing. */
  private static int spread(int hash) {
    int h = hash;
    h ^= h >>> 16;
    h *= 0x7feb352d;
    h ^= h >>> 15;
    h *= 0x846ca68b;
    h ^= h >>> 16;
    return h == 0 ? 1 : h;
  }
}
