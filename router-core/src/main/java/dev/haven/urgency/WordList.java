package dev.haven.urgency;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Short lists of words by what they do to the words around them. {@link Word#in} tells whether a
 * word is on one: each word knows its lists, at most 32.
 */
enum WordList {
  /** Says that something is wanted, meant or under way. */
  PRESENT(
      "want",
      "wants",
      "going",
      "will",
      "plan",
      "planning",
      "plans",
      "ready",
      "need",
      "hope",
      "wish",
      "quiero",
      "quiere",
      "voy",
      "va",
      "pienso",
      "deseo",
      "mejor",
      "ojala",
      "prefiero",
      "considering",
      "intend",
      "should",
      "am",
      "mato",
      "suicido",
      "muero",
      "thinking",
      "wanting",
      "keep",
      "pensando",
      "rather"),

  /** Names a person, or a state that only a person is in. */
  PERSON(
      "i",
      "me",
      "my",
      "myself",
      "mine",
      "we",
      "us",
      "our",
      "he",
      "she",
      "him",
      "her",
      "his",
      "they",
      "yo",
      "mi",
      "mis",
      "nos",
      "nuestro",
      "tengo",
      "tiene",
      "siento",
      "siente",
      "estoy",
      "esta",
      "le",
      "se",
      "tenemos",
      "soy",
      "ando",
      "anda",
      "traigo",
      "senti",
      "sintio",
      "ha",
      "duele",
      "tuve",
      "tuvo",
      "conmigo",
      "patient",
      "paciente",
      "pte",
      "px",
      "resident",
      "residente",
      "female",
      "male",
      "femenino",
      "masculino",
      "fem",
      "masc",
      "pt",
      "himself",
      "herself",
      "llevo",
      "quiero",
      "quiere",
      "puedo"),

  /** Speaks of the writer. */
  FIRST(
      "i",
      "me",
      "my",
      "myself",
      "yo",
      "mi",
      "quiero",
      "voy",
      "estoy",
      "tengo",
      "siento",
      "matarme",
      "suicidarme",
      "quitarme",
      "mato",
      "morirme",
      "soy",
      "pienso"),

  /** Names somebody of whom advice may speak in general. */
  ANYBODY("patient", "client", "caller", "paciente", "child", "kid", "kids", "children"),

  /** Turns what was said before it. */
  BREAKS(
      "but", "pero", "however", "because", "porque", "already", "ahora", "now", "aunque", "sino",
      "yet", "except"),

  /** Denies in a chart, to the end of the sentence. */
  CHARTED_DENIALS("denies", "denied", "niega", "nego", "negado"),

  /** Says behind a symptom that there is none. */
  ABSENT("no", "none", "denied", "negative", "negado", "negativo", "ninguno", "ninguna", "absent"),

  /** Answers a question of a form. */
  NOES("no", "never", "none", "nunca", "ninguno"),

  /** Carries a denial on through an enumeration of symptoms. */
  LINKS(
      "or",
      "ni",
      "nor",
      "other",
      "new",
      "significant",
      "more",
      "kind",
      "type",
      "algun",
      "alguna",
      "ningun",
      "ninguna",
      "sign",
      "signs",
      "o",
      "u",
      "tipo",
      "senales",
      "report",
      "reporta",
      "reports",
      "noticed",
      "presenta",
      "experienced",
      "experiencing",
      "signos",
      "symptoms",
      "sintomas"),

  /** Speaks of a temperature. */
  CUES(
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
      "febril"),

  /** Is a unit of temperature. */
  UNITS("c", "f", "celsius", "fahrenheit", "centigrados", "farenheit", "grados", "degrees"),

  /** Says that a number is what was measured. */
  STATES(
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
      "como"),

  /** Is a unit of something else. */
  NOT_A_TEMPERATURE(
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
      "weigh"),

  /** Makes a limit of the number behind it. */
  LIMITS(
      "over", "above", "below", "under", "than", "mas", "menos", "menor", "mayor", "arriba",
      "abajo", "debajo", "exceeds", "reaches", "pase", "pasa", "higher"),

  /** Joins a number to {@link #MORE}. */
  OR_MORE("or", "o", "and", "y"),

  /** Makes a limit of the number before it. */
  MORE("higher", "above", "more", "over", "mas", "greater", "arriba", "superior", "below", "lower"),

  /** Says in so many words that somebody would kill or harm themselves. */
  STATED(true, "stated"),

  /** Denies. */
  NEGATORS(true, "neg"),

  /** Lets a denial through. */
  TRANSPARENT(true, "transparent"),

  /** Names somebody near. */
  FAMILY(true, "family"),

  /** Greets, thanks or asks politely. */
  COURTESY(true, "courtesy"),

  /** Tells of a treatment of cancer. */
  CHEMO(true, "chemo"),

  /** Begins a number that is spelled out. */
  BEGINS_NUMBER("hundred", "one", "thirty", "treinta", "cuarenta", "ciento"),

  /** Says before a limit that the number is told all the same. */
  STILL_TOLD("is", "esta", "went", "goes", "been", "tengo", "tiene", "running"),

  /** Makes no denial of "no se" before it. */
  UNSURE("si", "quiero", "me", "como", "que", "yo", "voy"),

  /** Is denied by "no" before it although it speaks of the writer. */
  NO_BEFORE("me", "quiero", "voy", "estoy", "tengo", "siento", "pienso", "soy"),

  /** Tells of a time that is over. */
  USED_TO("used"),

  /** Makes no denial of "not" before it. */
  NOT_ONLY("only", "sure");

  private final boolean ofRules;
  private final List<String> words;

  WordList(String... words) {
    this(false, words);
  }

  /**
   * @param ofRules whether the words stand in the rule files, as a class of that name
   */
  WordList(boolean ofRules, String... words) {
    this.ofRules = ofRules;
    this.words = List.of(words);
  }

  /** A bit for each list that a word is on, by {@link #bit}. */
  static Map<String, Integer> listsByWord(Map<String, Set<String>> classes) {
    if (values().length > Integer.SIZE) {
      throw new IllegalStateException("more lists than bits: " + values().length);
    }
    var lists = new HashMap<String, Integer>();
    for (WordList list : EnumSet.allOf(WordList.class)) {
      var words = list.ofRules ? classes.getOrDefault(list.words.get(0), Set.of()) : list.words;
      for (String word : words) {
        lists.merge(word, list.bit(), (a, b) -> a | b);
      }
    }
    return lists;
  }

  int bit() {
    return 1 << ordinal();
  }
}
