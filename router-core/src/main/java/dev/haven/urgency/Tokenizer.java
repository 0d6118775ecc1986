package dev.haven.urgency;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts normalised text into words and numbers; repairs what spelling, OCR and disguise did to them.
 */
final class Tokenizer {
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

  private final Spelling spelling;

  Tokenizer(Spelling spelling) {
    this.spelling = spelling;
  }

  /** The words between two positions of the normalised text. */
  Tokens tokens(NormalText text, int begin, int finish) {
    var out = new Collector(Math.max(8, (finish - begin) / 4));
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
    out.joinSpelledOut(spelling);
    out.readDigitWords();
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

  private int word(NormalText text, int begin, int finish, Collector out) {
    int i = begin;
    boolean digits = false;
    boolean letters = false;
    boolean disguise = text.chars[begin] == '$';
    var word = new StringBuilder();
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
        word.append('.');
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
      word.append(c);
      i++;
    }
    String raw = word.toString();
    if (disguise) {
      String plain = spelling.undisguise(raw);
      if (plain == null) {
        splitDisguise(text, begin, i, out);
        return i;
      }
      raw = plain;
    } else if (digits && letters) {
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
    add(raw, text.from[begin], text.to[i - 1], out);
    return i;
  }

  private void splitDisguise(NormalText text, int begin, int end, Collector out) {
    int i = begin;
    while (i < end) {
      int k = i;
      while (k < end && isWord(text.chars[k])) {
        k++;
      }
      if (k > i) {
        add(new String(text.chars, i, k - i), text.from[i], text.to[k - 1], out);
        if (k < end && text.chars[k] == '!') {
          out.boundary(Tokens.STOP, false);
        }
      }
      i = k + 1;
    }
  }

  /** Numbers with their unit apart: {@code 38.5c}, {@code 20mg}, {@code 5days}. */
  private int splitDigits(NormalText text, int begin, int end, Collector out) {
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
        out.add(value, value, text.from[i], text.to[k - 1]);
      } else {
        add(part, text.from[i], text.to[k - 1], out);
      }
      i = k;
    }
    return end;
  }

  private void add(String raw, int start, int end, Collector out) {
    boolean letter = raw.length() == 1;
    for (String part : spelling.expand(raw)) {
      out.add(part, letter ? raw : part, start, end);
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

  /** Words as they come, and the boundary before the next one. */
  private static final class Collector {
    /** A word said more often in a row counts this often. */
    private static final int REPEATS = 3;

    private final List<String> words;
    private final List<String> raws;
    private final List<int[]> spans;
    private final List<Byte> before;
    private final List<Boolean> question;
    private final List<Boolean> quoted;
    private boolean inQuotes;
    private byte pending = Tokens.STOP;

    Collector(int size) {
      words = new ArrayList<>(size);
      raws = new ArrayList<>(size);
      spans = new ArrayList<>(size);
      before = new ArrayList<>(size);
      question = new ArrayList<>(size);
      quoted = new ArrayList<>(size);
    }

    void boundary(byte level, boolean asks) {
      if (level > pending) {
        pending = level;
      }
      if (asks && !words.isEmpty()) {
        question.set(question.size() - 1, true);
      }
    }

    void quote() {
      inQuotes = !inQuotes;
    }

    void add(String word, String raw, int start, int end) {
      int n = words.size();
      if (n >= REPEATS
          && words.get(n - 1).equals(word)
          && words.get(n - 2).equals(word)
          && words.get(n - 3).equals(word)) {
        spans.get(n - 1)[1] = end;
        return;
      }
      words.add(word);
      raws.add(raw);
      spans.add(new int[] {start, end});
      before.add(pending);
      question.add(false);
      quoted.add(inQuotes);
      pending = Tokens.JOINED;
    }

    /** {@code s u i c i d e} and {@code k.m.s} become one word when that word is known. */
    void joinSpelledOut(Spelling spelling) {
      for (int i = 0; i + 2 < words.size(); i++) {
        int k = i;
        var joined = new StringBuilder();
        while (k < words.size()
            && k < i + 16
            && raws.get(k).length() == 1
            && (k == i || before.get(k) < Tokens.STOP)) {
          joined.append(raws.get(k));
          k++;
        }
        while (k - i >= 3) {
          String word = joined.substring(0, k - i);
          if (spelling.knows(word)) {
            int end = spans.get(k - 1)[1];
            words.set(i, word);
            spans.get(i)[1] = end;
            question.set(i, question.get(k - 1));
            words.subList(i + 1, k).clear();
            raws.set(i, word);
            raws.subList(i + 1, k).clear();
            spans.subList(i + 1, k).clear();
            before.subList(i + 1, k).clear();
            question.subList(i + 1, k).clear();
            quoted.subList(i + 1, k).clear();
            break;
          }
          k--;
        }
      }
    }

    /** Texters' 2 and 4 before a word that they would otherwise make no sense with. */
    void readDigitWords() {
      for (int i = 0; i + 1 < words.size(); i++) {
        String next = raws.get(i + 1);
        if (before.get(i + 1) != Tokens.JOINED) {
          continue;
        }
        if (words.get(i).equals("2") && AFTER_TO.contains(next)) {
          words.set(i, "to");
        } else if (words.get(i).equals("4") && AFTER_FOR.contains(next)) {
          words.set(i, "for");
        }
        if (next.equals("b") && BEFORE_BE.contains(words.get(i))) {
          words.set(i + 1, "be");
        }
      }
    }

    Tokens build() {
      int n = words.size();
      var starts = new int[n];
      var ends = new int[n];
      var breaks = new byte[n];
      var asks = new boolean[n];
      var inside = new boolean[n];
      for (int i = 0; i < n; i++) {
        starts[i] = spans.get(i)[0];
        ends[i] = spans.get(i)[1];
        breaks[i] = before.get(i);
        asks[i] = question.get(i);
        inside[i] = quoted.get(i);
      }
      return new Tokens(words.toArray(String[]::new), starts, ends, breaks, asks, inside, n);
    }
  }
}
