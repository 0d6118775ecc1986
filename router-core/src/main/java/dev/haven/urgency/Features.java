package dev.haven.urgency;

import java.util.Arrays;
import java.util.Set;

/**
 * A message as numbers for the linear model: hashed words and pairs of words, letters 3 to 5, word
 * classes and their pairs, and what the rules found.
 *
 * <p>Word classes are the same in both languages, so that what is learned in one helps the other.
 * Hashing is FNV-1a over characters; it never changes between runs or machines.
 */
final class Features {
  /** Places in the model. */
  static final int BUCKETS = 1 << 18;

  /** The word of a feature that speaks of the whole text. */
  static final int EVERYWHERE = -1;

  private static final int FEWEST = 10;
  static final int MOST_WORDS = 400;
  private static final int NEAR = 6;
  private static final int WITHIN = 9;

  /** Places in the model, with the value of each and the word that it belongs to. */
  int[] index;

  float[] value;
  int[] word;
  int size;
  private int rulesFrom;
  private int rulesTo;
  private int at = EVERYWHERE;

  private Features(int room) {
    index = new int[room];
    value = new float[room];
    word = new int[room];
  }

  /** Whether that feature is what a rule found. */
  boolean ofRule(int i) {
    return i >= rulesFrom && i < rulesTo;
  }

  /** How much more a word weighs in a stretch of that many words than in the whole. */
  static float nearer(int whole, int stretch) {
    return scale(stretch, 1) / scale(whole, 1);
  }

  /** Features of the first {@value #MOST_WORDS} words. */
  static Features of(Reading reading, RuleBook book) {
    Tokens tokens = reading.tokens();
    int n = Math.min(tokens.size, MOST_WORDS);
    int letters = 0;
    for (int i = 0; i < n; i++) {
      letters += tokens.words[i].length() + 2;
    }
    var out = new Features(n * 20 + letters * 3 + 32);
    out.words(tokens, n);
    out.letters(tokens, n, scale(letters * 2, 0.4f));
    out.classes(reading, book, n);
    out.meanings(tokens, book, n);
    out.rules(reading, n);
    out.at = EVERYWHERE;
    if (reading.treated()) {
      out.add(hash('r', "treated"), 0.3f);
    }
    out.add(hash('b', n <= 3 ? "short" : n <= 12 ? "middle" : "long"), 0.3f);
    return out;
  }

  private void words(Tokens tokens, int n) {
    float weight = scale(n * 2, 1.0f);
    int previous = hash('^', "<");
    int beforeThat = 0;
    for (int i = 0; i < n; i++) {
      at = i;
      int h =
          Tokenizer.isDigit(tokens.words[i].charAt(0))
              ? hash('w', "#")
              : hash('w', tokens.words[i]);
      add(h, weight);
      add(mix(previous, h), weight);
      if (beforeThat != 0) {
        add(mix(mix(beforeThat, 7), h), weight * 0.5f);
      }
      beforeThat = previous;
      previous = h;
    }
  }

  private void letters(Tokens tokens, int n, float weight) {
    for (int i = 0; i < n; i++) {
      at = i;
      grams(tokens.words[i], weight);
    }
  }

  private void classes(Reading reading, RuleBook book, int n) {
    int[] hashes = book.classHashes;
    float weight = scale(n, 0.8f);
    int[] last = {};
    for (int i = 0; i < n; i++) {
      at = i;
      int[] now = reading.symbols()[i];
      for (int s : now) {
        int h = hashes[s];
        if (h == 0) {
          continue;
        }
        add(h, weight);
        for (int l : last) {
          if (hashes[l] != 0) {
            add(mix(hashes[l], h), weight);
          }
        }
      }
      last = now;
    }
  }

  private void rules(Reading reading, int n) {
    rulesFrom = size;
    for (Hit hit : reading.hits()) {
      if (hit.end() <= n) {
        at = hit.start();
        once(
            mix(
                hash('r', hit.rule().code()),
                hit.outcome().ordinal() + (hit.impersonal() ? 32 : 0)),
            0.5f);
        once(mix(hash('t', hit.tier().name()), 3), 0.5f);
      }
    }
    rulesTo = size;
  }

  /**
   * What the words mean, who it is told of, whether a denial stands before, and which two meanings
   * stand near each other.
   */
  private void meanings(Tokens tokens, RuleBook book, int n) {
    Lexicon lexicon = book.lexicon;
    Set<String> family = book.classOf("family");
    Set<String> denials = book.classOf("neg");
    float one = scale(n, 1.3f);
    float two = scale(n, 0.8f);
    var present = new boolean[lexicon.size()];
    var near = new int[NEAR];
    var nearAt = new int[NEAR];
    int kept = 0;
    int sentence = -1;
    int person = 0;
    int denied = -10;
    for (int i = 0; i < n; i++) {
      at = i;
      if (tokens.before[i] == Tokens.STOP || sentence < 0) {
        sentence = i;
        person = Context.person(tokens, i, tokens.sentenceEnd(i), family);
      }
      if (denials.contains(tokens.words[i])) {
        denied = i;
      }
      for (int meaning : lexicon.of(tokens.words[i])) {
        int h = mix(0x2545, meaning + 1);
        add(h, one);
        add(mix(h, 11 + person), one);
        if (i - denied <= 4 && i > denied && denied >= sentence) {
          add(mix(h, 21), one);
        }
        if (!present[meaning]) {
          present[meaning] = true;
          add(mix(h, 31), 0.25f);
        }
        for (int k = 0; k < Math.min(kept, NEAR); k++) {
          if (i - nearAt[k] <= WITHIN && nearAt[k] != i && near[k] != meaning) {
            int low = Math.min(near[k], meaning);
            int high = Math.max(near[k], meaning);
            add(mix(mix(0x7331, low + 1), high + 1), two);
          }
        }
        near[kept % NEAR] = meaning;
        nearAt[kept % NEAR] = i;
        kept++;
      }
    }
  }

  private static float scale(int count, float weight) {
    return weight / (float) Math.sqrt(Math.max(FEWEST, count));
  }

  private void grams(String word, float weight) {
    int length = word.length() + 2;
    for (int i = 0; i + 2 < length; i++) {
      int h = 0x811c9dc5 ^ 'g';
      for (int k = i; k < Math.min(length, i + 5); k++) {
        char c = k == 0 ? '<' : k == length - 1 ? '>' : word.charAt(k - 1);
        h = (h ^ c) * 0x01000193;
        if (k - i >= 2) {
          add(h, weight);
        }
      }
    }
  }

  private void once(int hash, float weight) {
    int place = spread(hash);
    for (int i = rulesFrom; i < size; i++) {
      if (index[i] == place && value[i] == weight) {
        return;
      }
    }
    add(hash, weight);
  }

  private void add(int hash, float weight) {
    if (size == index.length) {
      index = Arrays.copyOf(index, size * 2);
      value = Arrays.copyOf(value, size * 2);
      word = Arrays.copyOf(word, size * 2);
    }
    index[size] = spread(hash);
    value[size] = weight;
    word[size++] = at;
  }

  private static int spread(int hash) {
    int h = hash;
    h ^= h >>> 16;
    h *= 0x7feb352d;
    h ^= h >>> 15;
    h *= 0x846ca68b;
    h ^= h >>> 16;
    return h & (BUCKETS - 1);
  }

  static int hash(char kind, String text) {
    int h = 0x811c9dc5 ^ kind;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x01000193;
    }
    return h;
  }

  private static int mix(int a, int b) {
    return (a * 31 ^ b) * 0x01000193;
  }

  @Override
  public String toString() {
    return "Features" + Arrays.toString(Arrays.copyOf(index, size));
  }
}
