package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All phrases of both languages in one position automaton over words.
 *
 * <p>A position is one place in one pattern that takes a word; it knows which positions may follow.
 * All partial matches move on together, word by word, each position at most once, so that the cost
 * is linear in the text whatever the text is. Words that only add emphasis may be skipped anywhere
 * inside a phrase. No phrase crosses a full stop.
 *
 * <p>Immutable and safe for any thread.
 */
final class PhraseAutomaton {
  /** The symbol of gaps: every word has it but denials. */
  static final int ANY = 0;

  /** The symbol of numbers. */
  static final int NUMBER = 1;

  /** The symbol of words that may be skipped inside a phrase. */
  static final int LIGHT = 2;

  /** The symbol of denials, which no gap takes. */
  static final int NO_GAP = 3;

  /** A text with more phrases than this is no message; the first ones decide. */
  private static final int MOST_MATCHES = 600;

  private static final int LOOK_BACK = 12;
  private static final int SHORTEST_PREFIX = 3;
  private static final int LONGEST_PREFIX = 14;
  private static final int POSITION = 0xffff;

  /** Bits of {@link #signature} that a position has. */
  private static final int BITS = 128;

  private static final int[] NONE = {};
  private static final String[] DRUG_ENDINGS = {
    "mab",
    "tinib",
    "ciclib",
    "parib",
    "lisib",
    "platin",
    "platino",
    "taxel",
    "rubicin",
    "rubicina",
    "lidomide",
    "lidomida",
    "zomib",
    "mustine",
    "gliptin",
    "statin",
    "statina"
  };

  /** Where the edges of each position begin, and of the one behind it. */
  private final int[] edgesFrom;

  /** Symbol in the upper, position in the lower half; of one position in rising order. */
  private final int[] edges;

  /**
   * For each position two words with a bit set for each symbol of its edges, by the symbol's lowest
   * bits: most partial matches end here, without a look at their edges.
   */
  private final long[] signature;

  /** A bit for each position at which something ends. */
  private final long[] accepting;

  private final int[][] accepts;
  private final boolean[] opens;
  private final int[][] firstBySymbol;
  private final Map<String, int[]> symbolsOfWord;
  private final Beginnings<int[]> symbolsOfPrefix;
  private final ThreadLocal<Walk> walks = ThreadLocal.withInitial(this::walk);

  /** A phrase found: number of its rule, first word, one past the last word. */
  record Match(int rule, int start, int end) {}

  /**
   * @param symbol that each position takes
   * @param follow positions that may come behind each position
   * @param accepts of each position what ends there: twice the rule's number, and one more when the
   *     sentence must end there too
   * @param opens whether a first position only begins a sentence
   * @param firsts positions that may begin
   * @param symbolsOfWord symbols of each known word and prefix
   * @param prefixes those of them that are prefixes, which stand there with a star behind
   * @param symbols how many symbols there are
   */
  PhraseAutomaton(
      int[] symbol,
      int[][] follow,
      int[][] accepts,
      boolean[] opens,
      int[] firsts,
      Map<String, int[]> symbolsOfWord,
      Set<String> prefixes,
      int symbols) {
    if (symbols > Short.MAX_VALUE || symbol.length > POSITION) {
      throw new IllegalStateException(
          "too many symbols or positions: " + symbols + ", " + symbol.length);
    }
    this.edgesFrom = new int[follow.length + 1];
    for (int p = 0; p < follow.length; p++) {
      edgesFrom[p + 1] = edgesFrom[p] + follow[p].length;
    }
    this.edges = new int[edgesFrom[follow.length]];
    this.signature = new long[follow.length * 2];
    this.accepting = new long[follow.length + 63 >>> 6];
    for (int p = 0; p < follow.length; p++) {
      for (int k = 0; k < follow[p].length; k++) {
        int s = symbol[follow[p][k]];
        edges[edgesFrom[p] + k] = s << 16 | follow[p][k];
        signature[p * 2 + half(s)] |= 1L << s;
      }
      if (accepts[p].length > 0) {
        accepting[p >>> 6] |= 1L << p;
      }
      Arrays.sort(edges, edgesFrom[p], edgesFrom[p + 1]);
    }
    this.accepts = accepts;
    this.opens = opens;
    this.symbolsOfWord = Map.copyOf(symbolsOfWord);
    var ofPrefix = new HashMap<String, int[]>();
    for (String prefix : prefixes) {
      if (prefix.length() >= SHORTEST_PREFIX && prefix.length() <= LONGEST_PREFIX) {
        ofPrefix.put(prefix, symbolsOfWord.getOrDefault(prefix + "*", NONE));
      }
    }
    this.symbolsOfPrefix = new Beginnings<>(ofPrefix);
    var bySymbol = new HashMap<Integer, List<Integer>>();
    for (int first : firsts) {
      bySymbol.computeIfAbsent(symbol[first], s -> new ArrayList<>()).add(first);
    }
    this.firstBySymbol = new int[symbols][];
    for (int s = 0; s < symbols; s++) {
      firstBySymbol[s] = bySymbol.getOrDefault(s, List.of()).stream().mapToInt(i -> i).toArray();
    }
  }

  /** In which half of a position's signature a symbol has its bit. */
  private static int half(int s) {
    return s >>> 6 & BITS / 64 - 1;
  }

  static boolean holds(int[] symbols, int wanted) {
    for (int s : symbols) {
      if (s == wanted) {
        return true;
      }
    }
    return false;
  }

  /** One half of the signature that a position has to meet to take one of these symbols. */
  static long bits(int[] symbols, boolean gap, int half) {
    long bits = gap && half == half(ANY) ? 1L << ANY : 0;
    for (int s : symbols) {
      bits |= half(s) == half ? 1L << s : 0;
    }
    return bits;
  }

  /** Symbols of a word beside ANY, ascending: itself, its classes, prefixes that it has. */
  int[] symbolsOf(String word) {
    int[] known = symbolsOfWord.get(word);
    if (known != null) {
      return known;
    }
    if (Tokenizer.isDigit(word.charAt(0))) {
      return new int[] {NUMBER};
    }
    if (word.length() > 6 && hasDrugEnding(word)) {
      return symbolsOfWord.getOrDefault("keytruda", NONE);
    }
    int[] found = NONE;
    for (int[] ofPrefix : symbolsOfPrefix.of(word)) {
      int at = found.length;
      found = Arrays.copyOf(found, at + ofPrefix.length);
      System.arraycopy(ofPrefix, 0, found, at, ofPrefix.length);
    }
    return found.length < 2 ? found : Arrays.stream(found).distinct().sorted().toArray();
  }

  /**
   * Endings of the International Nonproprietary Names of cancer and immune medicines (WHO stem
   * book).
   */
  private static boolean hasDrugEnding(String word) {
    for (String ending : DRUG_ENDINGS) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /** Every phrase in the text; for one rule and first word only the longest. */
  List<Match> matches(Tokens tokens) {
    Walk walk = walks.get();
    if (walk.broken) {
      walk = walk();
      walks.set(walk);
    }
    walk.broken = true;
    List<Match> found = matches(tokens, walk.now, walk.next, walk.held);
    walk.now.size = 0;
    walk.next.size = 0;
    walk.broken = false;
    return found;
  }

  private List<Match> matches(Tokens tokens, Live first, Live second, long[] held) {
    var found = new ArrayList<Match>();
    Live now = first;
    Live next = second;
    for (int t = 0; t < tokens.size; t++) {
      Word word = tokens.words[t];
      int[] own = word.symbols;
      boolean gap = word.gap;
      long even = word.evenSymbols;
      long odd = word.oddSymbols;
      boolean opening = t == 0 || tokens.before[t] == Tokens.STOP;
      boolean closing = t + 1 == tokens.size || tokens.before[t + 1] == Tokens.STOP;
      Word after = closing ? null : tokens.words[t + 1];
      if (opening) {
        now.size = 0;
      }
      for (int a = 0; a < now.size; a++) {
        int p = now.position[a];
        long evenEdges = signature[p * 2];
        long oddEdges = signature[p * 2 + 1];
        if ((evenEdges & even | oddEdges & odd) == 0) {
          continue;
        }
        int to = edgesFrom[p + 1];
        int e = edgesFrom[p];
        if (gap) {
          for (; e < to && edges[e] >>> 16 == ANY; e++) {
            step(edges[e], now.start[a], t, closing, after, held, next, found);
          }
        }
        for (int s : own) {
          if (((half(s) == 0 ? evenEdges : oddEdges) & 1L << s) != 0) {
            for (e = firstEdge(e, to, s); e < to && edges[e] >>> 16 == s; e++) {
              step(edges[e], now.start[a], t, closing, after, held, next, found);
            }
          }
        }
      }
      for (int s : own) {
        for (int q : firstBySymbol[s]) {
          if (opening || !opens[q]) {
            step(q, t, t, closing, after, held, next, found);
          }
        }
      }
      for (int a = 0; word.light && a < now.size; a++) {
        next.add(now.position[a], now.start[a], held);
      }
      for (int a = 0; a < next.size; a++) {
        held[next.position[a] >>> 6] = 0;
      }
      Live swap = now;
      now = next;
      next = swap;
      next.size = 0;
    }
    return found;
  }

  private Walk walk() {
    return new Walk(accepts.length);
  }

  /** The first of a position's edges with that symbol or a higher one; few are walked. */
  private int firstEdge(int from, int to, int wanted) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = low + high >>> 1;
      if (edges[middle] >>> 16 < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * A match goes on to the position of an edge.
   *
   * @param after the word behind, null at the end of a sentence
   */
  private void step(
      int edge,
      int start,
      int t,
      boolean closing,
      @Nullable Word after,
      long[] held,
      Live next,
      List<Match> found) {
    int q = edge & POSITION;
    boolean ends = (accepting[q >>> 6] & 1L << q) != 0;
    if ((ends || goesOn(q, after)) && next.add(q, start, held) && ends) {
      accept(q, start, t, closing, found);
    }
  }

  /** Whether a match that reached a position may outlive the next word; most do not. */
  private boolean goesOn(int q, @Nullable Word after) {
    return after != null
        && (after.light
            || (signature[q * 2] & after.evenSymbols | signature[q * 2 + 1] & after.oddSymbols)
                != 0);
  }

  private void accept(int q, int start, int t, boolean closing, List<Match> found) {
    for (int ends : accepts[q]) {
      if ((closing || (ends & 1) == 0) && found.size() < MOST_MATCHES) {
        accept(ends >> 1, start, t, found);
      }
    }
  }

  private static void accept(int rule, int start, int t, List<Match> found) {
    var match = new Match(rule, start, t + 1);
    for (int i = found.size() - 1; i >= 0 && i >= found.size() - LOOK_BACK; i--) {
      Match earlier = found.get(i);
      if (earlier.rule == rule && earlier.start == start) {
        found.set(i, match);
        return;
      }
    }
    found.add(match);
  }

  /** What one thread walks with; nothing is held between two texts. */
  private static final class Walk {
    private final Live now = new Live();
    private final Live next = new Live();

    /** A bit for each position that the next word finds. */
    private final long[] held;

    /** Set while it is used; still set afterwards when an error left something held. */
    private boolean broken;

    Walk(int positions) {
      held = new long[positions + 63 >>> 6];
    }
  }

  /** Positions that a partial match has reached, each once, with the first word of its match. */
  private static final class Live {
    private int[] position = new int[32];
    private int[] start = new int[32];
    private int size;

    /** Adds a position; false when it is held already. */
    boolean add(int q, int first, long[] held) {
      long bit = 1L << q;
      if ((held[q >>> 6] & bit) != 0) {
        return false;
      }
      held[q >>> 6] |= bit;
      if (size == position.length) {
        position = Arrays.copyOf(position, size * 2);
        start = Arrays.copyOf(start, size * 2);
      }
      position[size] = q;
      start[size++] = first;
      return true;
    }
  }
}
