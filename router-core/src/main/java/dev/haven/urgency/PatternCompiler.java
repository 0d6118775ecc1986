package dev.haven.urgency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns written patterns into one {@link PhraseAutomaton}.
 *
 * <p>A pattern is words with spaces between: {@code word}, {@code begin*}, {@code @class}, {@code
 * #} for a number, {@code ~3} for up to three words of any kind, {@code ( a b | c )} for a choice,
 * {@code ?} right behind a word or a closing bracket for "may be missing", {@code ^} first and
 * {@code $} last for the sentence's ends. Macros ({@code &name}) are put in before.
 *
 * <p>Construction after Glushkov (The abstract theory of automata, 1961): one position for each
 * word place, no empty moves.
 */
final class PatternCompiler {
  private final Map<String, Set<String>> classes;
  private final Map<String, String> macros;
  private final Map<String, Integer> symbolIds = new LinkedHashMap<>();
  private final List<Integer> symbol = new ArrayList<>();
  private final List<Set<Integer>> follow = new ArrayList<>();
  private final List<Integer> ruleOf = new ArrayList<>();
  private final List<Boolean> opens = new ArrayList<>();
  private final List<Boolean> closes = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private String[] input = {};
  private int at;

  PatternCompiler(Map<String, Set<String>> classes, Map<String, String> macros) {
    this.classes = new TreeMap<>(classes);
    this.macros = macros;
    symbolIds.put("\u0000any", PhraseAutomaton.ANY);
    symbolIds.put("#", PhraseAutomaton.NUMBER);
    symbolIds.put("@light", PhraseAutomaton.LIGHT);
    symbolIds.put("@nogap", PhraseAutomaton.NO_GAP);
    for (String name : this.classes.keySet()) {
      id("@" + name);
    }
  }

  /**
   * Positions that may come first and last in a piece of a pattern, and whether the piece may be
   * missing.
   */
  private record Piece(boolean optional, Set<Integer> first, Set<Integer> last) {}

  /** Adds one pattern under that rule number. */
  void add(int rule, String pattern) {
    int end = pattern.indexOf("| $");
    if (end < 0) {
      addPlain(rule, pattern);
      return;
    }
    int open = end;
    for (int depth = 0; depth >= 0; ) {
      open--;
      depth += pattern.charAt(open) == ')' ? 1 : pattern.charAt(open) == '(' ? -1 : 0;
    }
    addPlain(rule, pattern.substring(0, end) + pattern.substring(end + 3));
    addPlain(rule, pattern.substring(0, open) + " $");
  }

  private void addPlain(int rule, String pattern) {
    input =
        expandMacros(pattern)
            .replace("(", " ( ")
            .replace(")?", " )? ")
            .replace("|", " | ")
            .replaceAll("\\)(?!\\?)", " ) ")
            .trim()
            .split("\\s+");
    at = 0;
    boolean opening = input[0].equals("^");
    if (opening) {
      at = 1;
    }
    int firstPosition = symbol.size();
    Piece whole = choice(rule, pattern);
    boolean closing = at < input.length && input[at].equals("$");
    if (at + (closing ? 1 : 0) != input.length) {
      throw new IllegalArgumentException("cannot read pattern from word " + at + ": " + pattern);
    }
    if (whole.optional
        || whole.first.stream().anyMatch(p -> symbol.get(p) == PhraseAutomaton.ANY)) {
      throw new IllegalArgumentException("a pattern must begin with a word: " + pattern);
    }
    for (int p : whole.last) {
      ruleOf.set(p, rule);
      closes.set(p, closing);
    }
    if (opening) {
      for (int p = firstPosition; p < symbol.size(); p++) {
        opens.set(p, whole.first.contains(p));
      }
    }
    firsts.addAll(whole.first);
  }

  private String expandMacros(String pattern) {
    String out = pattern;
    for (int depth = 0; depth < 8 && out.indexOf('&') >= 0; depth++) {
      var built = new StringBuilder();
      for (String word : out.replace("(", " ( ").replace("|", " | ").split("\\s+")) {
        if (!word.startsWith("&")) {
          built.append(word).append(' ');
          continue;
        }
        String name = word.replaceAll("[&?)]", "");
        String macro = macros.get(name);
        if (macro == null) {
          throw new IllegalArgumentException("no macro named " + name + " in: " + pattern);
        }
        built
            .append("( ")
            .append(macro)
            .append(" )")
            .append(word.substring(1 + name.length()))
            .append(' ');
      }
      out = built.toString();
    }
    return out;
  }

  private Piece choice(int rule, String pattern) {
    Piece all = sequence(rule, pattern);
    while (at < input.length && input[at].equals("|")) {
      at++;
      Piece other = sequence(rule, pattern);
      var first = new TreeSet<>(all.first);
      first.addAll(other.first);
      var last = new TreeSet<>(all.last);
      last.addAll(other.last);
      all = new Piece(all.optional || other.optional, first, last);
    }
    return all;
  }

  private Piece sequence(int rule, String pattern) {
    Piece all = new Piece(true, Set.of(), Set.of());
    while (at < input.length && !List.of("|", ")", ")?", "$").contains(input[at])) {
      all = joined(all, item(rule, pattern));
    }
    return all;
  }

  private Piece item(int rule, String pattern) {
    String word = input[at++];
    if (word.equals("(")) {
      Piece inner = choice(rule, pattern);
      if (at >= input.length || !input[at].startsWith(")")) {
        throw new IllegalArgumentException("bracket not closed: " + pattern);
      }
      boolean optional = input[at++].equals(")?");
      return new Piece(inner.optional || optional, inner.first, inner.last);
    }
    if (word.startsWith("~")) {
      Piece gap = new Piece(true, Set.of(), Set.of());
      int most = word.length() == 1 ? 3 : Integer.parseInt(word.substring(1));
      for (int i = 0; i < most; i++) {
        int p = position(PhraseAutomaton.ANY);
        gap = joined(gap, new Piece(true, Set.of(p), Set.of(p)));
      }
      return gap;
    }
    boolean optional = word.endsWith("?");
    String plain = optional ? word.substring(0, word.length() - 1) : word;
    if (plain.startsWith("@") && !classes.containsKey(plain.substring(1))) {
      throw new IllegalArgumentException("no class named " + plain + " in: " + pattern);
    }
    if (!plain.matches("#|@[a-z_]+|[a-z0-9]+\\*?")) {
      throw new IllegalArgumentException("not a word of a pattern: " + plain + " in: " + pattern);
    }
    int p = position(id(plain));
    return new Piece(optional, Set.of(p), Set.of(p));
  }

  private Piece joined(Piece a, Piece b) {
    for (int p : a.last) {
      follow.get(p).addAll(b.first);
    }
    var first = new TreeSet<>(a.first);
    if (a.optional) {
      first.addAll(b.first);
    }
    var last = new TreeSet<>(b.last);
    if (b.optional) {
      last.addAll(a.last);
    }
    return new Piece(a.optional && b.optional, first, last);
  }

  private int position(int symbolId) {
    symbol.add(symbolId);
    follow.add(new TreeSet<>());
    ruleOf.add(-1);
    opens.add(false);
    closes.add(false);
    return symbol.size() - 1;
  }

  private int id(String name) {
    return symbolIds.computeIfAbsent(name, n -> symbolIds.size());
  }

  /** Every whole word that a pattern or class spells out. */
  Set<String> vocabulary() {
    var words = new HashSet<String>();
    for (String name : symbolIds.keySet()) {
      if (name.matches("[a-z0-9]+")) {
        words.add(name);
      }
    }
    for (Set<String> members : classes.values()) {
      members.stream().filter(m -> !m.endsWith("*")).forEach(words::add);
    }
    return words;
  }

  PhraseAutomaton build() {
    var prefixes = new TreeMap<String, Integer>();
    for (var entry : symbolIds.entrySet()) {
      if (entry.getKey().matches("[a-z0-9]+\\*")) {
        prefixes.put(entry.getKey().substring(0, entry.getKey().length() - 1), entry.getValue());
      }
    }
    for (Set<String> members : classes.values()) {
      for (String member : members) {
        if (member.endsWith("*")) {
          prefixes.putIfAbsent(member.substring(0, member.length() - 1), -1);
        }
      }
    }
    var ofWord = new HashMap<String, int[]>();
    for (String word : vocabulary()) {
      ofWord.put(word, symbolsOf(word, prefixes));
    }
    for (String prefix : prefixes.keySet()) {
      ofWord.put(prefix + "*", symbolsOfPrefix(prefix, prefixes));
    }
    return merged(ofWord, prefixes);
  }

  /** What tells positions apart: those alike in it are always reached together. */
  private record Alike(int symbol, boolean first, boolean opens, Set<Integer> before) {}

  /**
   * The automaton with common beginnings made one: positions that take the same symbol and are
   * reached from the same places are one position. A position is only reached from earlier ones, so
   * that one pass will do.
   */
  private PhraseAutomaton merged(Map<String, int[]> ofWord, Map<String, Integer> prefixes) {
    int n = symbol.size();
    var before = new ArrayList<Set<Integer>>();
    for (int p = 0; p < n; p++) {
      before.add(new TreeSet<>());
    }
    var first = new boolean[n];
    firsts.forEach(p -> first[p] = true);
    var numbers = new HashMap<Alike, Integer>();
    var symbols = new ArrayList<Integer>();
    var opening = new ArrayList<Boolean>();
    var accepts = new ArrayList<Set<Integer>>();
    var follows = new ArrayList<Set<Integer>>();
    var beginning = new TreeSet<Integer>();
    for (int p = 0; p < n; p++) {
      var alike = new Alike(symbol.get(p), first[p], opens.get(p), before.get(p));
      int number = numbers.computeIfAbsent(alike, k -> symbols.size());
      if (number == symbols.size()) {
        symbols.add(symbol.get(p));
        opening.add(opens.get(p));
        accepts.add(new TreeSet<>());
        follows.add(new TreeSet<>());
      }
      if (first[p]) {
        beginning.add(number);
      }
      if (ruleOf.get(p) >= 0) {
        accepts.get(number).add(ruleOf.get(p) * 2 + (closes.get(p) ? 1 : 0));
      }
      before.get(p).forEach(q -> follows.get(q).add(number));
      follow.get(p).forEach(q -> before.get(q).add(number));
    }
    int size = symbols.size();
    var followed = new int[size][];
    var accepting = new int[size][];
    var atStart = new boolean[size];
    for (int p = 0; p < size; p++) {
      followed[p] = ints(follows.get(p));
      accepting[p] = ints(accepts.get(p));
      atStart[p] = opening.get(p);
    }
    return new PhraseAutomaton(
        ints(symbols),
        followed,
        accepting,
        atStart,
        ints(beginning),
        ofWord,
        prefixes.keySet(),
        symbolIds.size());
  }

  private int[] symbolsOf(String word, Map<String, Integer> prefixes) {
    var found = new TreeSet<Integer>();
    Integer own = symbolIds.get(word);
    if (own != null) {
      found.add(own);
    }
    for (var entry : classes.entrySet()) {
      if (entry.getValue().contains(word)) {
        found.add(id("@" + entry.getKey()));
      }
    }
    for (String prefix : prefixes.keySet()) {
      if (word.startsWith(prefix)) {
        Arrays.stream(symbolsOfPrefix(prefix, prefixes)).forEach(found::add);
      }
    }
    return ints(found);
  }

  private int[] symbolsOfPrefix(String prefix, Map<String, Integer> prefixes) {
    var found = new TreeSet<Integer>();
    int own = prefixes.getOrDefault(prefix, -1);
    if (own >= 0) {
      found.add(own);
    }
    for (var entry : classes.entrySet()) {
      if (entry.getValue().contains(prefix + "*")) {
        found.add(id("@" + entry.getKey()));
      }
    }
    return ints(found);
  }

  private static int[] ints(java.util.Collection<Integer> values) {
    return values.stream().mapToInt(i -> i).toArray();
  }
}
