package dev.haven.urgency;

import java.util.Map;
import java.util.Set;
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
  private static final Set<String> CUES =
      Words.of(
          "temperature",
          "temperatura",
          "fever",
          "fevers",
          "feverish",
          "fiebre",
          "calentura",
          "calenturas",
          "grados",
          "degrees",
          "degree",
          "grado",
          "thermometer",
          "termometro",
          "centigrados",
          "celsius",
          "fahrenheit",
          "chills",
          "escalofrios",
          "shakes",
          "febrile",
          "shivering",
          "emojifever",
          "burning",
          "ardiendo",
          "temblando",
          "hirviendo",
          "febril");
  private static final Set<String> UNITS =
      Words.of("c", "f", "celsius", "fahrenheit", "centigrados", "farenheit", "grados", "degrees");
  private static final Set<String> STATES =
      Words.of(
          "at",
          "tengo",
          "tiene",
          "running",
          "am",
          "is",
          "hit",
          "marca",
          "marco",
          "llego",
          "subio",
          "says",
          "reads",
          "read",
          "was",
          "of",
          "de",
          "en",
          "a",
          "got",
          "amanecio",
          "spiked",
          "spiking",
          "to",
          "sali",
          "salio",
          "registra",
          "dio",
          "da",
          "traigo",
          "trae",
          "anda",
          "reached",
          "ando",
          "up",
          "now",
          "around",
          "like",
          "como");
  private static final Set<String> NOT_A_TEMPERATURE =
      Words.of(
          "mg",
          "ml",
          "mcg",
          "dollars",
          "percent",
          "years",
          "year",
          "anos",
          "old",
          "pm",
          "am",
          "days",
          "dias",
          "miles",
          "lbs",
          "pounds",
          "libras",
          "kilos",
          "kg",
          "weeks",
          "semanas",
          "pesos",
          "dolares",
          "minutes",
          "minutos",
          "hours",
          "horas",
          "pills",
          "pastillas",
          "room",
          "cuarto",
          "x",
          "street",
          "calle",
          "units",
          "unidades",
          "percentile",
          "hospital",
          "weighs",
          "peso",
          "weigh");
  private static final Set<String> LIMITS =
      Words.of(
          "over", "above", "below", "under", "than", "mas", "menos", "menor", "mayor", "arriba",
          "abajo", "debajo", "exceeds", "reaches", "pase", "pasa", "higher");
  private static final Set<String> OR_MORE = Words.of("or", "o", "and", "y");
  private static final Set<String> MORE =
      Words.of(
          "higher",
          "above",
          "more",
          "over",
          "mas",
          "greater",
          "arriba",
          "superior",
          "below",
          "lower");
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
            && UNITS.contains(tokens.word(end))
            && tokens.before[end] == Tokens.JOINED;
    boolean cue = unit || near(tokens, i, end);
    boolean state = i > 0 && STATES.contains(tokens.word(i - 1));
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
        && NOT_A_TEMPERATURE.contains(tokens.word(end))) {
      return true;
    }
    if (start > 0
        && LIMITS.contains(tokens.word(start - 1))
        && !near(
            tokens, start - 2, start - 1, "is", "esta", "went", "goes", "been", "tengo", "tiene",
            "running")) {
      return true;
    }
    int next = end < tokens.size && UNITS.contains(tokens.word(end)) ? end + 1 : end;
    return next + 1 < tokens.size
        && OR_MORE.contains(tokens.word(next))
        && MORE.contains(tokens.word(next + 1));
  }

  private static boolean near(Tokens tokens, int from, int to, String... words) {
    Set<String> wanted = Words.of(words);
    for (int k = Math.max(0, from - 1); k < Math.min(tokens.size, to); k++) {
      if (wanted.contains(tokens.word(k))) {
        return true;
      }
    }
    return false;
  }

  private static boolean near(Tokens tokens, int start, int end) {
    for (int k = Math.max(0, start - CUE_REACH); k < Math.min(tokens.size, end + CUE_REACH); k++) {
      if (CUES.contains(tokens.word(k))) {
        return true;
      }
    }
    return false;
  }

  /** Value and one past its last word; null when no number begins here. */
  private static double @Nullable [] number(Tokens tokens, int i) {
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
