package dev.haven.urgency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words by meaning in both languages, for the model: what it learns of one word it knows of all
 * that mean the same. Immutable.
 */
final class Lexicon {
  private static final int[] NONE = {};
  private static final int SHORTEST_BEGINNING = 2;

  private final Map<String, int[]> whole = new HashMap<>();
  private final Beginnings<int[]> beginnings;
  private final int size;

  /**
   * @param lines {@code name = word word begin*}, no name twice
   */
  Lexicon(List<String> lines) {
    var names = new ArrayList<String>();
    var begin = new HashMap<String, int[]>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      if (parts.length != 2 || names.contains(parts[0])) {
        throw new IllegalStateException("a meaning is name = words, named once: " + line);
      }
      for (String word : parts[1].strip().split("\\s+")) {
        boolean begins = word.endsWith("*");
        String plain = begins ? word.substring(0, word.length() - 1) : word;
        (begins ? begin : whole).merge(plain, new int[] {names.size()}, Lexicon::joined);
      }
      names.add(parts[0]);
    }
    begin.keySet().removeIf(beginning -> beginning.length() < SHORTEST_BEGINNING);
    beginnings = new Beginnings<>(begin);
    size = names.size();
  }

  private static int[] joined(int[] a, int[] b) {
    int[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return java.util.Arrays.stream(all).distinct().sorted().toArray();
  }

  /** How many meanings there are; they are numbered from 0. */
  int size() {
    return size;
  }

  /** The meanings of a normalised word; none for most words. */
  int[] of(String word) {
    int[] found = whole.get(word);
    if (found != null) {
      return found;
    }
    List<int[]> begins = beginnings.of(word);
    return begins.isEmpty() ? NONE : begins.get(begins.size() - 1);
  }
}
