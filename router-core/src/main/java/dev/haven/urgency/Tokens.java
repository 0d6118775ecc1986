package dev.haven.urgency;

/**
 * The words of a text in order, as the rules see them.
 *
 * <p>A shorthand such as {@code dont} stands as the words it is short for, all with the span of the
 * original. Not changed after it is built.
 */
final class Tokens {
  /** No boundary, or white space only. */
  static final byte JOINED = 0;

  /** A comma, dash, ellipsis or line end. */
  static final byte PAUSE = 1;

  /** A full stop, question or exclamation mark, or a blank line: no phrase reaches across. */
  static final byte STOP = 2;

  final Word[] words;
  final int[] start;
  final int[] end;
  final byte[] before;
  final boolean[] question;

  /** Whether the word stands inside quotation marks. */
  final boolean[] quoted;

  final int size;

  private final int[] sentenceStart;
  private final int[] sentenceEnd;

  Tokens(
      Word[] words,
      int[] start,
      int[] end,
      byte[] before,
      boolean[] question,
      boolean[] quoted,
      int size) {
    this.words = words;
    this.start = start;
    this.end = end;
    this.before = before;
    this.question = question;
    this.quoted = quoted;
    this.size = size;
    this.sentenceStart = new int[size];
    this.sentenceEnd = new int[size];
    for (int i = 1; i < size; i++) {
      sentenceStart[i] = before[i] < STOP ? sentenceStart[i - 1] : i;
    }
    for (int i = size - 1; i >= 0; i--) {
      sentenceEnd[i] = i + 1 < size && before[i + 1] < STOP ? sentenceEnd[i + 1] : i + 1;
    }
  }

  /** The word at a place as text. */
  String word(int index) {
    return words[index].text;
  }

  /** Whether the words of another text stand here from a place on. */
  boolean holds(Tokens others, int from) {
    for (int i = 0; i < others.size; i++) {
      if (!words[from + i].is(others.words[i])) {
        return false;
      }
    }
    return true;
  }

  /** First word of the sentence that the word stands in. */
  int sentenceStart(int index) {
    return sentenceStart[index];
  }

  /** One past the last word of the sentence that the word stands in. */
  int sentenceEnd(int index) {
    return sentenceEnd[index];
  }

  /** Whether the sentence of that word ends in a question mark. */
  boolean asks(int index) {
    return question[sentenceEnd(index) - 1];
  }
}
