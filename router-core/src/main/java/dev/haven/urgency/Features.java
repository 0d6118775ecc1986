package dev.haven.urgency;

import java.util.Arrays;
import java.util.Map;

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

  private static final int FEWEST = 10;
  static final int MOST_WORDS = 400;
  private static final int NEAR = 6;
  private static final int WITHIN = 9;

  private final int[] index;
  private final float[] value;
  private int size;
  private int rulesFrom;
  private int rulesTo;

  private Features(int room) {
    index = new int[room];
    value = new float[room];
  }

  int size() {
    return size;
  }

  int index(int i) {
    return index[i];
  }

  /** Whether that feature is what a rule found. */
  boolean ofRule(int i) {
    return i >= rulesFrom && i < rulesTo;
  }

  float value(int i) {
    return value[i];
  }

  static Features of(Reading reading, RuleBook book) {
    Tokens tokens = reading.tokens();
    return of(reading, book, 0, Math.min(tokens.size, MOST_WORDS));
  }

  /** Features of the words from {@code from} until {@code to}, with the rules' hits inside. */
  static Features of(Reading reading, RuleBook book, int from, int to) {
    Map<Integer, String> classNames = book.classNames;
    Tokens tokens = reading.tokens();
    int letters = 0;
    for (int i = from; i < to; i++) {
      letters += tokens.words[i].length() + 2;
    }
    int n = to - from;
    var out = new Features(n * 3 + letters * 3 + n * 60 + reading.hits().size() * 4 + 16);
    float words = scale(n * 2, 1.0f);
    int previous = hash('^', "<");
    int beforeThat = 0;
    for (int i = from; i < to; i++) {
      String word = Tokenizer.isDigit(tokens.words[i].charAt(0)) ? "#" : tokens.words[i];
      int h = hash('w', word);
      out.add(h, words);
      out.add(mix(previous, h), words);
      if (beforeThat != 0) {
        out.add(mix(mix(beforeThat, 7), h), words * 0.5f);
      }
      beforeThat = previous;
      previous = h;
    }
    float chars = scale(letters * 2, 0.4f);
    for (int i = from; i < to; i++) {
      out.grams(tokens.words[i], chars);
    }
    float classes = scale(n, 0.8f);
    int[] last = {};
    for (int i = from; i < to; i++) {
      int[] now = reading.symbols()[i];
      for (int s : now) {
        String name = classNames.get(s);
        if (name == null || s <= PhraseAutomaton.LIGHT) {
          continue;
        }
        int h = hash('c', name);
        out.add(h, classes);
        for (int l : last) {
          String lastName = classNames.get(l);
          if (lastName != null && l > PhraseAutomaton.LIGHT) {
            out.add(mix(hash('c', lastName), h), classes);
          }
        }
      }
      last = now;
    }
    out.meanings(tokens, book, from, to);
    out.rulesFrom = out.size;
    for (Hit hit : reading.hits()) {
      if (hit.start() >= from && hit.end() <= to) {
        out.once(
            mix(
                hash('r', hit.rule().code()),
                hit.outcome().ordinal() + (hit.impersonal() ? 32 : 0)),
            0.5f);
        out.once(mix(hash('t', hit.tier().name()), 3), 0.5f);
      }
    }
    out.rulesTo = out.size;
    if (reading.treated()) {
      out.add(hash('r', "treated"), 0.3f);
    }
    out.add(hash('b', n <= 3 ? "short" : n <= 12 ? "middle" : "long"), 0.3f);
    return out;
  }

  /**
   * What the words mean, who it is told of, whether a denial stands before, and which two meanings
   * stand near each other.
   */
  private void meanings(Tokens tokens, RuleBook book, int from, int to) {
    Lexicon lexicon = book.lexicon;
    int n = to - from;
    float one = scale(n, 1.3f);
    float two = scale(n, 0.8f);
    var present = new boolean[lexicon.size()];
    var near = new int[NEAR];
    var nearAt = new int[NEAR];
    int kept = 0;
    int sentence = -1;
    int person = 0;
    int denied = -10;
    for (int i = from; i < to; i++) {
      if (tokens.before[i] == Tokens.STOP || sentence < 0) {
        sentence = i;
        person = Context.person(tokens, i, tokens.sentenceEnd(i), book.classOf("family"));
      }
      if (book.classOf("neg").contains(tokens.words[i])) {
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
    String padded = "<" + word + ">";
    int length = padded.length();
    for (int i = 0; i < length; i++) {
      int h = 0x811c9dc5 ^ 'g';
      for (int k = i; k < Math.min(length, i + 5); k++) {
        h = (h ^ padded.charAt(k)) * 0x01000193;
        if (k - i >= 2) {
          add(h, weight);
        }
      }
    }
  }

  private void once(int hash, float weight) {
    int at = spread(hash);
    for (int i = Math.max(0, size - 64); i < size; i++) {
      if (index[i] == at && value[i] == weight) {
        return;
      }
    }
    add(hash, weight);
  }

  private void add(int hash, float weight) {
    if (size < index.length) {
      index[size] = spread(hash);
      value[size++] = weight;
    }
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

  private static int hash(char kind, String text) {
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
