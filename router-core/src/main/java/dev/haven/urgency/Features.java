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
  static final int BUCKETS = 1 << 17;

  private static final int FEWEST = 10;
  private static final int MOST_WORDS = 400;

  private final int[] index;
  private final float[] value;
  private int size;

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

  float value(int i) {
    return value[i];
  }

  static Features of(Reading reading, Map<Integer, String> classNames) {
    Tokens tokens = reading.tokens();
    return of(reading, classNames, 0, Math.min(tokens.size, MOST_WORDS));
  }

  /** Features of the words from {@code from} until {@code to}, with the rules' hits inside. */
  static Features of(Reading reading, Map<Integer, String> classNames, int from, int to) {
    Tokens tokens = reading.tokens();
    int letters = 0;
    for (int i = from; i < to; i++) {
      letters += tokens.words[i].length() + 2;
    }
    int n = to - from;
    var out = new Features(n * 3 + letters * 3 + n * 24 + reading.hits().size() * 4 + 16);
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
    float chars = scale(letters * 2, 0.8f);
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
    for (Hit hit : reading.hits()) {
      if (hit.start() >= from && hit.end() <= to) {
        out.once(mix(hash('r', hit.rule().code()), hit.outcome().ordinal()), 0.5f);
        out.once(mix(hash('t', hit.tier().name()), 3), 0.5f);
      }
    }
    if (reading.treated()) {
      out.add(hash('r', "treated"), 0.3f);
    }
    out.add(hash('b', n <= 3 ? "short" : n <= 12 ? "middle" : "long"), 0.3f);
    return out;
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
