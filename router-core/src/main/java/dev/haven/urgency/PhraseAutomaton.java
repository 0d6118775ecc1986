package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private final int[] symbol;
  private final int[][] follow;
  private final int[] rule;
  private final boolean[] opens;
  private final boolean[] closes;
  private final int[][] firstBySymbol;
  private final Map<String, int[]> symbolsOfWord;
  private final Map<String, Integer> symbolOfPrefix;
  private final int symbols;

  /** A phrase found: number of its rule, first word, one past the last word. */
  record Match(int rule, int start, int end) {}

  PhraseAutomaton(
      int[] symbol,
      int[][] follow,
      int[] rule,
      boolean[] opens,
      boolean[] closes,
      int[] firsts,
      Map<String, int[]> symbolsOfWord,
      Map<String, Integer> symbolOfPrefix,
      int symbols) {
    this.symbol = symbol;
    this.follow = follow;
    this.rule = rule;
    this.opens = opens;
    this.closes = closes;
    this.symbolsOfWord = Map.copyOf(symbolsOfWord);
    this.symbolOfPrefix = Map.copyOf(symbolOfPrefix);
    this.symbols = symbols;
    var bySymbol = new HashMap<Integer, List<Integer>>();
    for (int first : firsts) {
      bySymbol.computeIfAbsent(symbol[first], s -> new ArrayList<>()).add(first);
    }
    this.firstBySymbol = new int[symbols][];
    for (int s = 0; s < symbols; s++) {
      firstBySymbol[s] = bySymbol.getOrDefault(s, List.of()).stream().mapToInt(i -> i).toArray();
    }
  }

  int positions() {
    return symbol.length;
  }

  /** Symbols of a word beside ANY: itself, its classes, prefixes that it has. */
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
    for (int k = 3; k <= Math.min(word.length(), 14); k++) {
      Integer prefix = symbolOfPrefix.get(word.substring(0, k));
      if (prefix != null) {
        int[] ofPrefix = symbolsOfWord.getOrDefault(word.substring(0, k) + "*", NONE);
        int at = found.length;
        found = Arrays.copyOf(found, at + ofPrefix.length);
        System.arraycopy(ofPrefix, 0, found, at, ofPrefix.length);
      }
    }
    return found;
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

  /** Symbols of every word of a text, for this automaton's own use and for features. */
  int[][] symbolsOf(Tokens tokens) {
    var all = new int[tokens.size][];
    for (int i = 0; i < tokens.size; i++) {
      all[i] = symbolsOf(tokens.words[i]);
    }
    return all;
  }

  /** Every phrase in the text; for one rule and first word only the longest. */
  List<Match> matches(Tokens tokens, int[][] symbolsOf) {
    var found = new ArrayList<Match>();
    var marks = new int[symbol.length];
    var seen = new int[symbols];
    var active = new int[64];
    var starts = new int[64];
    var nextActive = new int[64];
    var nextStarts = new int[64];
    int live = 0;
    for (int t = 0; t < tokens.size; t++) {
      int stamp = t + 1;
      boolean light = false;
      boolean gap = true;
      for (int s : symbolsOf[t]) {
        seen[s] = stamp;
        light |= s == LIGHT;
        gap &= s != NO_GAP;
      }
      if (gap) {
        seen[ANY] = stamp;
      }
      if (tokens.before[t] == Tokens.STOP) {
        live = 0;
      }
      int next = 0;
      boolean closing = t + 1 == tokens.size || tokens.before[t + 1] == Tokens.STOP;
      for (int a = 0; a < live; a++) {
        for (int q : follow[active[a]]) {
          if (marks[q] != stamp && seen[symbol[q]] == stamp) {
            marks[q] = stamp;
            if (next == nextActive.length) {
              nextActive = Arrays.copyOf(nextActive, next * 2);
              nextStarts = Arrays.copyOf(nextStarts, next * 2);
            }
            nextActive[next] = q;
            nextStarts[next++] = starts[a];
            accept(q, starts[a], t, closing, found);
          }
        }
      }
      boolean opening = t == 0 || tokens.before[t] == Tokens.STOP;
      for (int s : symbolsOf[t]) {
        for (int q : firstBySymbol[s]) {
          if (marks[q] != stamp && (opening || !opens[q])) {
            marks[q] = stamp;
            if (next == nextActive.length) {
              nextActive = Arrays.copyOf(nextActive, next * 2);
              nextStarts = Arrays.copyOf(nextStarts, next * 2);
            }
            nextActive[next] = q;
            nextStarts[next++] = t;
            accept(q, t, t, closing, found);
          }
        }
      }
      if (light) {
        for (int a = 0; a < live; a++) {
          if (marks[active[a]] != stamp) {
            marks[active[a]] = stamp;
            if (next == nextActive.length) {
              nextActive = Arrays.copyOf(nextActive, next * 2);
              nextStarts = Arrays.copyOf(nextStarts, next * 2);
            }
            nextActive[next] = active[a];
            nextStarts[next++] = starts[a];
          }
        }
      }
      int[] swap = active;
      active = nextActive;
      nextActive = swap;
      swap = starts;
      starts = nextStarts;
      nextStarts = swap;
      live = next;
    }
    return found;
  }

  private void accept(int q, int start, int t, boolean closing, List<Match> found) {
    if (rule[q] < 0 || closes[q] && !closing || found.size() >= MOST_MATCHES) {
      return;
    }
    for (int i = found.size() - 1; i >= 0 && i >= found.size() - 12; i--) {
      Match earlier = found.get(i);
      if (earlier.rule == rule[q] && earlier.start == start) {
        found.set(i, new Match(rule[q], start, t + 1));
        return;
      }
    }
    found.add(new Match(rule[q], start, t + 1));
  }
}
