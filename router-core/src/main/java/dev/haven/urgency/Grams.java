package dev.haven.urgency;

/**
 * The words of a text as hashes for the linear model: words and pairs of words, letters 2 to 5,
 * meanings ({@link Lexicon}) alone and in pairs that stand near each other, three words in a row,
 * and pairs with a word or two between.
 *
 * <p>Meanings are the same in both languages, so that what is learned in one helps the other.
 * Hashing is FNV-1a over characters; it never changes between runs or machines, nor does the order
 * in which the grams of a stretch come: sums of floating-point numbers rest on it. Immutable.
 */
final class Grams {
  static final int WORDS = 0;
  static final int LETTERS = 1;
  static final int MEANINGS = 2;
  static final int TRIPLES = 3;
  static final int APART = 4;
  static final int KINDS = 5;

  /** Stands for the other meaning where there is only one. */
  static final int ALONE = -1;

  /** Words of a message that are read; the rest is not. */
  static final int MOST_WORDS = 400;

  private static final int SHORTEST = 2;
  private static final int LONGEST = 5;
  private static final int MOST_LETTERS = 24;
  private static final int NEAR = 6;
  private static final int WITHIN = 9;

  /** How many words are read. */
  final int size;

  private final Word[] words;
  private final int meaningCount;

  /** Is told of grams as they come. */
  interface Sink {
    /**
     * @param hash never 0
     * @param word the gram's last word, counted from the start of the text
     * @param first the gram's first word
     */
    void gram(int hash, int word, int first);
  }

  /** Is told of meanings as they come. */
  interface MeaningSink {
    /**
     * @param low the meaning, or the lower of two
     * @param high the higher of two, {@link #ALONE} for one by itself
     * @param word the word that it comes with
     */
    void meaning(int low, int high, int word);
  }

  private Grams(Word[] words, int size, int meaningCount) {
    this.words = words;
    this.size = size;
    this.meaningCount = meaningCount;
  }

  /** Of the first words of a text, at most {@value #MOST_WORDS}. */
  static Grams of(Tokens tokens, Lexicon lexicon) {
    return new Grams(tokens.words, Math.min(tokens.size, MOST_WORDS), lexicon.size());
  }

  /** How many meanings there are at all. */
  int meaningCount() {
    return meaningCount;
  }

  Word word(int i) {
    return words[i];
  }

  /** All grams of a kind whose words stand from one place to before another. */
  void each(int kind, int first, int to, Sink sink) {
    switch (kind) {
      case WORDS -> words(first, to, sink);
      case LETTERS -> {
        for (int i = first; i < to; i++) {
          letters(words[i].text, i, sink);
        }
      }
      case MEANINGS ->
          meanings(first, to, (low, high, word) -> sink.gram(meaningHash(low, high), word, word));
      case TRIPLES -> triples(first, to, sink);
      case APART -> apart(first, to, sink);
      default -> throw new IllegalArgumentException("no kind of gram: " + kind);
    }
  }

  private void words(int first, int to, Sink sink) {
    for (int i = first; i < to; i++) {
      sink.gram(single(words[i].hash), i, i);
      if (i > first) {
        sink.gram(pair(i), i, i - 1);
      }
    }
  }

  /** How many grams of letters a word has. */
  static int lettersIn(String word) {
    int length = Math.min(word.length(), MOST_LETTERS) + 2;
    int grams = 0;
    for (int n = SHORTEST; n <= Math.min(LONGEST, length); n++) {
      grams += length - n + 1;
    }
    return grams;
  }

  /** The letters 2 to 5 of one word, its ends marked; they depend on nothing else. */
  static void letters(String word, int at, Sink sink) {
    int length = Math.min(word.length(), MOST_LETTERS) + 2;
    for (int start = 0; start + SHORTEST <= length; start++) {
      int h = 0x811c9dc5 ^ 'g';
      for (int k = start; k < Math.min(length, start + LONGEST); k++) {
        char c = k == 0 ? '<' : k == length - 1 ? '>' : word.charAt(k - 1);
        h = (h ^ c) * 0x01000193;
        if (k - start + 1 >= SHORTEST) {
          sink.gram(spread(h), at, at);
        }
      }
    }
  }

  /** Each meaning, and with which others it stands near, none from before the first word. */
  void meanings(int first, int to, MeaningSink sink) {
    var near = new int[NEAR];
    var nearAt = new int[NEAR];
    int kept = 0;
    for (int i = first; i < to; i++) {
      for (int meaning : words[i].meanings) {
        sink.meaning(meaning, ALONE, i);
        for (int k = 0; k < Math.min(kept, NEAR); k++) {
          if (i - nearAt[k] <= WITHIN && nearAt[k] != i && near[k] != meaning) {
            int low = Math.min(near[k], meaning);
            int high = Math.max(near[k], meaning);
            sink.meaning(low, high, i);
          }
        }
        near[kept % NEAR] = meaning;
        nearAt[kept % NEAR] = i;
        kept++;
      }
    }
  }

  static int meaningHash(int low, int high) {
    return spread(high == ALONE ? mix(0x2545, low + 1) : mix(mix(0x7331, low + 1), high + 1));
  }

  private void triples(int first, int to, Sink sink) {
    for (int i = first + 2; i < to; i++) {
      sink.gram(triple(i), i, i - 2);
    }
  }

  /** Pairs with one word or two between, taken for the same. */
  private void apart(int first, int to, Sink sink) {
    for (int i = first; i < to; i++) {
      for (int before = i - 2; before >= Math.max(first, i - 3); before--) {
        sink.gram(apart(before, i), i, before);
      }
    }
  }

  /** The gram of one word with that hash. */
  static int single(int hash) {
    return spread(hash);
  }

  /** The gram of a word and the one before it. */
  int pair(int i) {
    return spread(mix(words[i - 1].hash, words[i].hash));
  }

  /** The gram of a word and the two before it. */
  int triple(int i) {
    int pair = mix(mix(0x3a71, words[i - 2].hash), words[i - 1].hash);
    return spread(mix(pair, words[i].hash));
  }

  /** The gram of two words that do not touch. */
  int apart(int before, int i) {
    return spread(mix(mix(0x5d1b, words[before].hash), words[i].hash));
  }

  static int hash(String text) {
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
