package dev.haven.urgency;

/**
 * Cuts normalised text into words and numbers; repairs what spelling, OCR and disguise did to them.
 */
final class Tokenizer {
  private final Dictionary dictionary;
  private final Spelling spelling;

  Tokenizer(Dictionary dictionary) {
    this.dictionary = dictionary;
    this.spelling = dictionary.spelling();
  }

  /** The words between two positions of the normalised text. */
  Tokens tokens(NormalText text, int begin, int finish) {
    var out = new TokenCollector(dictionary, finish - begin);
    int i = begin;
    while (i < finish) {
      char c = text.chars[i];
      if (isWord(c) || c == '$' && i + 1 < finish && isLetter(text.chars[i + 1])) {
        i = word(text, i, finish, out);
      } else {
        out.boundary(boundary(text, i, begin, finish), c == '?');
        if (c == '"') {
          out.quote();
        }
        i++;
      }
    }
    return out.build();
  }

  private static byte boundary(NormalText text, int i, int begin, int finish) {
    char c = text.chars[i];
    return switch (c) {
      case '.' -> {
        boolean dots =
            i + 1 < finish && text.chars[i + 1] == '.' || i > begin && text.chars[i - 1] == '.';
        boolean initial = i + 1 < finish && isWord(text.chars[i + 1]);
        yield dots || initial ? Tokens.PAUSE : Tokens.STOP;
      }
      case '!', '?' -> Tokens.STOP;
      case ';', ':', ',', '-', '(', ')', '"', '|' -> Tokens.PAUSE;
      case '\n' -> {
        int k = i + 1;
        while (k < finish && (text.chars[k] == ' ' || text.chars[k] == '\r')) {
          k++;
        }
        yield k < finish && text.chars[k] == '\n' ? Tokens.STOP : Tokens.PAUSE;
      }
      default -> Tokens.JOINED;
    };
  }

  private int word(NormalText text, int begin, int finish, TokenCollector out) {
    int i = begin;
    boolean digits = false;
    boolean letters = false;
    boolean disguise = text.chars[begin] == '$';
    char[] word = out.letters;
    int length = 0;
    while (i < finish) {
      char c = text.chars[i];
      if (isDigit(c)) {
        digits = true;
      } else if (isWord(c)) {
        letters = true;
      } else if (c == '\''
          && i + 1 < finish
          && isWord(text.chars[i + 1])
          && !(digits && !letters)) {
        i++;
        continue;
      } else if ((c == '.' || c == ',' || c == '\'')
          && digits
          && !letters
          && i + 1 < finish
          && isDigit(text.chars[i + 1])) {
        word[length++] = '.';
        i++;
        continue;
      } else if ((c == '*' || c == '@' || c == '$' || c == '!')
          && (i == begin || letters || digits)
          && i + 1 < finish
          && isLetter(text.chars[i + 1])) {
        disguise = true;
      } else {
        break;
      }
      word[length++] = c;
      i++;
    }
    if (!disguise && !(digits && letters)) {
      char alone = length == 1 ? word[0] : TokenCollector.NOT_ALONE;
      add(dictionary.expand(word, length), alone, text.start(begin), text.end(i - 1), out);
      return i;
    }
    String raw = new String(word, 0, length);
    if (disguise) {
      String plain = spelling.undisguise(raw);
      if (plain == null) {
        splitDisguise(text, begin, i, out);
        return i;
      }
      raw = plain;
    } else {
      String plain = spelling.undisguise(raw);
      if (plain == null) {
        plain = spelling.scannedNumber(raw);
      }
      if (plain == null) {
        plain = spelling.scannedWord(raw);
      }
      if (plain == null) {
        return splitDigits(text, begin, i, out);
      }
      raw = plain;
    }
    add(raw, text.start(begin), text.end(i - 1), out);
    return i;
  }

  private void splitDisguise(NormalText text, int begin, int end, TokenCollector out) {
    int i = begin;
    while (i < end) {
      int k = i;
      while (k < end && isWord(text.chars[k])) {
        k++;
      }
      if (k > i) {
        add(new String(text.chars, i, k - i), text.start(i), text.end(k - 1), out);
        if (k < end && text.chars[k] == '!') {
          out.boundary(Tokens.STOP, false);
        }
      }
      i = k + 1;
    }
  }

  /** Numbers with their unit apart: {@code 38.5c}, {@code 20mg}, {@code 5days}. */
  private int splitDigits(NormalText text, int begin, int end, TokenCollector out) {
    int i = begin;
    while (i < end) {
      int k = i;
      boolean number = isDigit(text.chars[i]);
      while (k < end
          && (isDigit(text.chars[k]) == number
              || number
                  && k + 1 < end
                  && (text.chars[k] == '.' || text.chars[k] == ',')
                  && isDigit(text.chars[k + 1]))) {
        k++;
      }
      String part = new String(text.chars, i, k - i).replace("'", "");
      if (number) {
        String value = part.replace(',', '.');
        char alone = value.length() == 1 ? value.charAt(0) : TokenCollector.NOT_ALONE;
        out.add(dictionary.of(value), alone, text.start(i), text.end(k - 1));
      } else if (!part.isEmpty()) {
        add(part, text.start(i), text.end(k - 1), out);
      }
      i = k;
    }
    return end;
  }

  private void add(String raw, int start, int end, TokenCollector out) {
    char alone = raw.length() == 1 ? raw.charAt(0) : TokenCollector.NOT_ALONE;
    add(dictionary.expand(raw), alone, start, end, out);
  }

  /**
   * @param alone the word as it was written when it is a single letter
   */
  private static void add(Word[] words, char alone, int start, int end, TokenCollector out) {
    for (Word word : words) {
      out.add(word, alone, start, end);
    }
  }

  static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || isDigit(c) || c >= 0x80 && Character.isLetter(c);
  }

  private static boolean isLetter(char c) {
    return isWord(c) && !isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
