package dev.haven.urgency;

import java.util.Set;

/**
 * Whether a text is English or Spanish, told by its commonest words.
 *
 * <p>Only routing rests on it: the rules and the model always read both languages.
 *
 * @param language {@code en}, {@code es} or {@code und}
 * @param confidence 0 to 1
 */
record LanguageGuess(String language, double confidence) {
  private static final Set<String> ENGLISH =
      Words.of(
          "the",
          "i",
          "is",
          "am",
          "are",
          "to",
          "and",
          "of",
          "it",
          "my",
          "you",
          "that",
          "in",
          "for",
          "on",
          "was",
          "have",
          "has",
          "with",
          "not",
          "this",
          "be",
          "at",
          "do",
          "can",
          "we",
          "your",
          "need",
          "what",
          "when",
          "how",
          "will",
          "would",
          "just",
          "about",
          "from",
          "please",
          "there",
          "she",
          "he",
          "her",
          "his",
          "they",
          "been",
          "if",
          "or",
          "by",
          "out",
          "up",
          "any",
          "want",
          "get",
          "got",
          "help",
          "call",
          "where",
          "did",
          "does",
          "him",
          "them",
          "know",
          "since",
          "after",
          "who",
          "why",
          "again",
          "day",
          "today",
          "and",
          "an",
          "as",
          "but",
          "so",
          "all",
          "don",
          "now",
          "refill",
          "pain",
          "had",
          "were",
          "could",
          "should",
          "some",
          "than",
          "then",
          "back",
          "over",
          "thanks",
          "thank",
          "hello",
          "hi",
          "status",
          "order",
          "waiting",
          "feel",
          "take",
          "time",
          "order",
          "billing",
          "pharmacy",
          "appointment",
          "medicine",
          "insurance",
          "representative",
          "agent",
          "spanish",
          "english",
          "yes");
  private static final Set<String> SPANISH =
      Words.of(
          "el",
          "la",
          "los",
          "las",
          "de",
          "que",
          "y",
          "en",
          "un",
          "una",
          "es",
          "mi",
          "me",
          "se",
          "por",
          "con",
          "para",
          "esta",
          "estoy",
          "tengo",
          "ya",
          "lo",
          "le",
          "su",
          "al",
          "del",
          "como",
          "mas",
          "pero",
          "si",
          "quiero",
          "puedo",
          "muy",
          "hola",
          "gracias",
          "cuando",
          "donde",
          "esto",
          "hay",
          "tiene",
          "soy",
          "son",
          "fue",
          "ha",
          "he",
          "voy",
          "va",
          "nos",
          "les",
          "mis",
          "sus",
          "desde",
          "hace",
          "porque",
          "cual",
          "quien",
          "necesito",
          "favor",
          "buenos",
          "buenas",
          "dias",
          "tardes",
          "ayuda",
          "receta",
          "medicina",
          "cita",
          "te",
          "ni",
          "sin",
          "sobre",
          "todo",
          "todos",
          "nada",
          "bien",
          "hasta",
          "puede",
          "pueden",
          "sigo",
          "siento",
          "estas",
          "estamos",
          "quisiera",
          "cambiar",
          "saber",
          "llamar",
          "hablo",
          "hoy",
          "ayer",
          "noche",
          "facturacion",
          "espanol",
          "ingles",
          "dolor",
          "vida",
          "mama",
          "papa",
          "hijo",
          "hija",
          "operador",
          "farmacia",
          "seguro",
          "tambien",
          "tanto",
          "estado",
          "era",
          "ser",
          "dar",
          "nadie",
          "aqui",
          "eso",
          "ese",
          "esa",
          "unos",
          "ahora",
          "doctor",
          "pastillas");

  /** What a word speaks for: English above 0, Spanish below. */
  static int vote(String word) {
    boolean english = ENGLISH.contains(word);
    boolean spanish = SPANISH.contains(word);
    if (english && !spanish) {
      return word.length() > 1 ? 2 : 1;
    }
    if (spanish && !english) {
      return -2;
    }
    if (!english && word.length() > 4 && word.endsWith("cion")
        || word.endsWith("ando")
        || word.endsWith("iendo")) {
      return -1;
    }
    boolean sounds = word.endsWith("ing") || word.endsWith("tion") || word.contains("th");
    return word.length() > 4 && sounds ? 1 : 0;
  }

  static LanguageGuess of(Tokens tokens, String original) {
    int english = 0;
    int spanish = 0;
    for (int i = 0; i < tokens.size; i++) {
      int vote = tokens.words[i].vote;
      english += Math.max(0, vote);
      spanish += Math.max(0, -vote);
    }
    for (int i = 0; i < Math.min(original.length(), 2000); i++) {
      char c = original.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c == 'ñ' || c == '¿' || c == '¡' || c == 'Ñ') {
        spanish += 2;
      } else if ("áéíóúÁÉÍÓÚ".indexOf(c) >= 0) {
        spanish++;
      }
    }
    if (english == spanish) {
      return new LanguageGuess("und", 0);
    }
    double most = Math.max(english, spanish);
    double confidence = (most + 1) / (english + spanish + 2.0);
    return new LanguageGuess(english > spanish ? "en" : "es", Math.rint(confidence * 100) / 100);
  }
}
