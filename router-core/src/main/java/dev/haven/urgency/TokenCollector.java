package dev.haven.urgency;

import java.util.Arrays;
import java.util.Set;

/** Takes the words of a text as they come, with the boundary before each; for one text. */
final class TokenCollector {
  private static final Set<String> AFTER_TO =
      Words.of(
          "b", "be", "die", "jump", "live", "kill", "do", "go", "get", "end", "talk", "see", "the",
          "my", "u", "you", "sleep", "stay", "hurt", "survive", "me", "know", "take", "hang",
          "make", "say", "speak", "cut", "much", "many", "late");
  private static final Set<String> AFTER_FOR =
      Words.of("me", "u", "you", "my", "the", "ever", "her", "him", "them", "good", "a", "help");
  private static final Set<String> BEFORE_BE =
      Words.of(
          "to", "not", "will", "would", "can", "could", "should", "might", "may", "just", "wont");

  /** A word said more often in a row counts this often. */
  private static final int REPEATS = 3;

  /**
   * A word spelled out with more letters than this is not looked for, nor one with fewer than 3.
   */
  private static final int MOST_SPELLED_OUT = 16;

  private static final int FEWEST_SPELLED_OUT = 3;

  /** A word that was not written as a single letter. */
  static final char NOT_ALONE = 0;

  /** Room for the letters of any word of the text. */
  final char[] letters;

  private final Dictionary dictionary;
  private Word[] words;

  /** Single letters as they were written, {@link #NOT_ALONE} where a word is longer. */
  private char[] alone;

  private int[] starts;
  private int[] ends;
  private byte[] before;
  private boolean[] question;
  private boolean[] quoted;
  private int size;
  private int singles;
  private boolean inQuotes;
  private byte pending = Tokens.STOP;

  /**
   * @param length characters of the text
   */
  TokenCollector(Dictionary dictionary, int length) {
    this.dictionary = dictionary;
    letters = new char[length];
    int room = Math.max(8, length / 4);
    words = new Word[room];
    alone = new char[room];
    starts = new int[room];
    ends = new int[room];
    before = new byte[room];
    question = new boolean[room];
    quoted = new boolean[room];
  }

  void boundary(byte level, boolean asks) {
    if (level > pending) {
      pending = level;
    }
    if (asks && size > 0) {
      question[size - 1] = true;
    }
  }

  void quote() {
    inQuotes = !inQuotes;
  }

  /**
   * @param letter the word as it was written when it is a single letter; it may stand for several
   */
  void add(Word word, char letter, int start, int end) {
    if (size >= REPEATS
        && words[size - 1].is(word)
        && words[size - 2].is(word)
        && words[size - 3].is(word)) {
      ends[size - 1] = end;
      return;
    }
    if (size == words.length) {
      grow();
    }
    words[size] = word;
    alone[size] = letter == NOT_ALONE && word.text.length() == 1 ? word.text.charAt(0) : letter;
    singles += alone[size] == NOT_ALONE ? 0 : 1;
    starts[size] = start;
    ends[size] = end;
    before[size] = pending;
    quoted[size] = inQuotes;
    size++;
    pending = Tokens.JOINED;
  }

  private void grow() {
    int room = size * 2;
    words = Arrays.copyOf(words, room);
    alone = Arrays.copyOf(alone, room);
    starts = Arrays.copyOf(starts, room);
    ends = Arrays.copyOf(ends, room);
    before = Arrays.copyOf(before, room);
    question = Arrays.copyOf(question, room);
    quoted = Arrays.copyOf(quoted, room);
  }

  /** The words with those put together and read anew that single letters and digits stand for. */
  Tokens build() {
    if (singles >= FEWEST_SPELLED_OUT) {
      joinSpelledOut();
    }
    if (singles > 0) {
      readDigitWords();
    }
    return new Tokens(words, starts, ends, before, question, quoted, size);
  }

  /** {@code s u i c i d e} and {@code k.m.s} become one word when that word is known. */
  private void joinSpelledOut() {
    int to = 0;
    for (int from = 0; from < size; to++) {
      String word = spelledOut(from);
      int last = from + Math.max(1, word.length()) - 1;
      words[to] = word.isEmpty() ? words[from] : dictionary.of(word);
      alone[to] = word.isEmpty() ? alone[from] : NOT_ALONE;
      starts[to] = starts[from];
      ends[to] = ends[last];
      before[to] = before[from];
      question[to] = question[last];
      quoted[to] = quoted[from];
      from = last + 1;
    }
    size = to;
  }

  /** The longest known word that single letters spell from a place on; empty when there is none. */
  private String spelledOut(int from) {
    int to = from;
    while (to < size
        && to < from + MOST_SPELLED_OUT
        && alone[to] != NOT_ALONE
        && (to == from || before[to] < Tokens.STOP)) {
      to++;
    }
    if (to - from < FEWEST_SPELLED_OUT) {
      return "";
    }
    var joined = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      joined.append(alone[i]);
    }
    for (int length = to - from; length >= FEWEST_SPELLED_OUT; length--) {
      String word = joined.substring(0, length);
      if (dictionary.spelling().knows(word)) {
        return word;
      }
    }
    return "";
  }

  /** Texters' 2 and 4 before a word that they would otherwise make no sense with. */
  private void readDigitWords() {
    for (int i = 0; i + 1 < size; i++) {
      if (before[i + 1] != Tokens.JOINED) {
        continue;
      }
      if (words[i].text.equals("2") && AFTER_TO.contains(written(i + 1))) {
        words[i] = dictionary.of("to");
      } else if (words[i].text.equals("4") && AFTER_FOR.contains(written(i + 1))) {
        words[i] = dictionary.of("for");
      }
      if (alone[i + 1] == 'b' && BEFORE_BE.contains(words[i].text)) {
        words[i + 1] = dictionary.of("be");
      }
    }
  }

  private String written(int i) {
    return alone[i] == NOT_ALONE ? words[i].text : String.valueOf(alone[i]);
  }
}
