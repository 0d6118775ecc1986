package dev.haven.urgency;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body temperatures in a text, in Celsius or Fahrenheit, in digits or spoken.
 *
 * <p>The line is 38.0 °C (100.4 °F): the CDC's neutropenic fever advice says to call at once
 * (preventcancerinfections.org). From 37.3 °C (99.1 °F) it is raised.
 *
 * @param celsius 34 to 43.5
 * @param start first word
 * @param end one past the last word
 */
record Temperature(double celsius, int start, int end) {
  static final double ALARM = 38.0;
  static final double RAISED = 37.3;

  private static final int CUE_REACH = 6;
  private static final Map<String, Integer> SMALL =
      Map.ofEntries(
          Map.entry("zero", 0),
          Map.entry("oh", 0),
          Map.entry("o", 0),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("cero", 0),
          Map.entry("uno", 1),
          Map.entry("un", 1),
          Map.entry("dos", 2),
          Map.entry("tres", 3),
          Map.entry("cuatro", 4),
          Map.entry("cinco", 5),
          Map.entry("seis", 6),
          Map.entry("siete", 7),
          Map.entry("ocho", 8),
          Map.entry("nueve", 9));

  /** The highest body temperature told as a fact; null when there is none. */
  static @Nullable Temperature highest(Tokens tokens, boolean underTreatment) {
    Temperature highest = null;
    for (int i = 0; i < tokens.size; i++) {
      Temperature found = at(tokens, i, underTreatment);
      if (found != null && (highest == null || found.celsius > highest.celsius)) {
        highest = found;
      }
    }
    return highest;
  }

  private static @Nullable Temperature at(Tokens tokens, int i, boolean underTreatment) {
    double[] value = number(tokens, i);
    if (value == null) {
      return null;
    }
    int end = (int) value[1];
    double celsius = celsius(value[0], end < tokens.size ? tokens.word(end) : "");
    if (Double.isNaN(celsius) || isOther(tokens, i, end)) {
      return null;
    }
    boolean unit =
        end < tokens.size
            && tokens.words[end].in(WordList.UNITS)
            && tokens.before[end] == Tokens.JOINED;
    boolean cue = unit || near(tokens, i, end);
    boolean state = i > 0 && tokens.words[i - 1].in(WordList.STATES);
    boolean decimal = value[0] != Math.rint(value[0]);
    if (!cue
        && !(decimal && state && underTreatment)
        && !(decimal && underTreatment && (tokens.size < 14 || celsius >= ALARM && celsius < 42))) {
      return null;
    }
    return new Temperature(celsius, i, unit ? end + 1 : end);
  }

  private static double celsius(double value, String unit) {
    if (value >= 34 && value <= 43.5 && !unit.equals("f")) {
      return value;
    }
    if (value >= 94 && value <= 110 && !unit.equals("c")) {
      return Math.round((value - 32) * 50 / 9) / 10.0;
    }
    return Double.NaN;
  }

  private static boolean isOther(Tokens tokens, int start, int end) {
    if (end < tokens.size
        && tokens.before[end] == Tokens.JOINED
        && tokens.words[end].in(WordList.NOT_A_TEMPERATURE)) {
      return true;
    }
    if (start > 0
        && tokens.words[start - 1].in(WordList.LIMITS)
        && !holds(WordList.STILL_TOLD, tokens, start - 3, start - 1)) {
      return true;
    }
    int next = end < tokens.size && tokens.words[end].in(WordList.UNITS) ? end + 1 : end;
    return next + 1 < tokens.size
        && tokens.words[next].in(WordList.OR_MORE)
        && tokens.words[next + 1].in(WordList.MORE);
  }

  private static boolean near(Tokens tokens, int start, int end) {
    return holds(WordList.CUES, tokens, start - CUE_REACH, end + CUE_REACH);
  }

  private static boolean holds(WordList list, Tokens tokens, int from, int to) {
    for (int k = Math.max(0, from); k < Math.min(tokens.size, to); k++) {
      if (tokens.words[k].in(list)) {
        return true;
      }
    }
    return false;
  }

  /** Value and one past its last word; null when no number begins here. */
  private static double @Nullable [] number(Tokens tokens, int i) {
    if (!tokens.words[i].beginsNumber) {
      return null;
    }
    String word = tokens.word(i);
    if (Tokenizer.isDigit(word.charAt(0))) {
      if (word.length() > 6) {
        return null;
      }
      double whole;
      try {
        whole = Double.parseDouble(word);
      } catch (NumberFormatException e) {
        return null;
      }
      return fraction(tokens, i + 1, whole);
    }
    String next = word(tokens, i + 1);
    switch (word) {
      case "hundred" -> {
        int at = next.equals("and") ? i + 2 : i + 1;
        Integer ones = SMALL.get(word(tokens, at));
        return ones == null ? null : fraction(tokens, at + 1, 100 + ones);
      }
      case "one" -> {
        Integer ones =
            next.equals("oh") || next.equals("o") || next.equals("zero")
                ? SMALL.get(word(tokens, i + 2))
                : null;
        return ones == null ? null : fraction(tokens, i + 3, 100 + ones);
      }
      case "thirty" -> {
        Integer ones = SMALL.get(next);
        return ones == null ? null : fraction(tokens, i + 2, 30 + ones);
      }
      case "treinta" -> {
        Integer ones = next.equals("y") ? SMALL.get(word(tokens, i + 2)) : null;
        return ones == null ? null : fraction(tokens, i + 3, 30 + ones);
      }
      case "cuarenta" -> {
        return fraction(tokens, i + 1, 40);
      }
      case "ciento" -> {
        Integer ones = SMALL.get(next);
        return ones == null ? null : fraction(tokens, i + 2, 100 + ones);
      }
      default -> {
        return null;
      }
    }
  }

  private static double[] fraction(Tokens tokens, int at, double whole) {
    String word = word(tokens, at);
    String next = word(tokens, at + 1);
    if ((word.equals("y") || word.equals("and"))
        && (next.equals("medio") || next.equals("half") || next.equals("media"))) {
      return new double[] {whole + 0.5, at + 2};
    }
    if (word.equals("point") || word.equals("punto") || word.equals("con") || word.equals("coma")) {
      Integer tenths = digit(next);
      return tenths == null
          ? new double[] {whole, at}
          : new double[] {whole + tenths / 10.0, at + 2};
    }
    Integer tenths =
        whole == Math.rint(whole) && at < tokens.size && tokens.before[at] == Tokens.JOINED
            ? digit(word)
            : null;
    if (tenths != null && !word.equals("a") && word.length() < 7 && !word.equals("un")) {
      return new double[] {whole + tenths / 10.0, at + 1};
    }
    return new double[] {whole, at};
  }

  private static @Nullable Integer digit(String word) {
    if (word.length() == 1 && Tokenizer.isDigit(word.charAt(0))) {
      return word.charAt(0) - '0';
    }
    return SMALL.get(word);
  }

  private static String word(Tokens tokens, int i) {
    return i < tokens.size ? tokens.word(i) : "";
  }
}
