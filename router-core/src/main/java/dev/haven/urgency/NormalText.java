package dev.haven.urgency;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Text made comparable, with the way back to the original.
 *
 * <p>Lower case, compatibility forms unfolded, accents and invisible characters gone, look-alike
 * letters of other alphabets turned Latin, a few emoji turned into words. Every character knows
 * which original characters it came from, so that a span found here can be shown in the person's
 * own text.
 */
final class NormalText {
  private static final Map<Integer, String> EMOJI =
      Map.ofEntries(
          Map.entry(0x1F62D, "emojicry"),
          Map.entry(0x1F622, "emojicry"),
          Map.entry(0x1F494, "emojibroken"),
          Map.entry(0x1F52A, "emojiknife"),
          Map.entry(0x1F5E1, "emojiknife"),
          Map.entry(0x1F48A, "emojipill"),
          Map.entry(0x1F52B, "emojigun"),
          Map.entry(0x1F480, "emojiskull"),
          Map.entry(0x2620, "emojiskull"),
          Map.entry(0x26B0, "emojicoffin"),
          Map.entry(0x1F602, "emojilaugh"),
          Map.entry(0x1F923, "emojilaugh"),
          Map.entry(0x1FA78, "emojiblood"),
          Map.entry(0x1F631, "emojifear"),
          Map.entry(0x1F630, "emojifear"),
          Map.entry(0x1F628, "emojifear"),
          Map.entry(0x1F912, "emojifever"),
          Map.entry(0x1F321, "emojifever"),
          Map.entry(0x1F198, "sos"),
          Map.entry(0x1F620, "emojiangry"),
          Map.entry(0x1F621, "emojiangry"),
          Map.entry(0x1F64F, "emojipray"),
          Map.entry(0x2764, "emojiheart"));

  /** Cyrillic and Greek small letters that look Latin, and what they look like. */
  private static final String LOOK_ALIKE_FROM = "асеорхуікмтвнѕјԁӏɑɡοανιρτυκεхґ";

  private static final String LOOK_ALIKE_TO = "aceopxyikmtbhsjdlagoaviptukexr";

  /** Below this what characters become is found out once. */
  private static final int COMMON = 0x180;

  private static final String[] COMMON_LETTERS = new String[COMMON];

  static {
    for (int c = 0x80; c < COMMON; c++) {
      COMMON_LETTERS[c] = letters(c);
    }
  }

  final char[] chars;
  final int length;

  /**
   * Where each character comes from begins and ends in the original; null as long as each stands
   * for the one in its own place, which is so in most texts.
   */
  private final int @Nullable [] from;

  private final int @Nullable [] to;

  private NormalText(Writer written) {
    chars = written.chars;
    length = written.length;
    from = written.from;
    to = written.to;
  }

  /** Where in the original that begins which a character here stands for. */
  int start(int i) {
    return from == null ? i : from[i];
  }

  /** One past where it ends. */
  int end(int i) {
    return to == null ? i + 1 : to[i];
  }

  static NormalText of(String text) {
    var out = new Writer(text.length());
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out.put(c >= 'A' && c <= 'Z' ? (char) (c + 32) : plain(c), i, i + 1);
        i++;
        continue;
      }
      if (c < COMMON) {
        String common = COMMON_LETTERS[c];
        for (int k = 0; k < common.length(); k++) {
          out.put(common.charAt(k), i, i + 1);
        }
        i++;
        continue;
      }
      int cp = text.codePointAt(i);
      int next = i + Character.charCount(cp);
      write(cp, i, next, out);
      i = next;
    }
    return new NormalText(out);
  }

  private static String letters(int cp) {
    var out = new Writer(4);
    write(cp, 0, 1, out);
    return new String(out.chars, 0, out.length);
  }

  private static char plain(char c) {
    return c == '\n' || c >= ' ' && c < 0x7f ? c : ' ';
  }

  private static void write(int cp, int from, int to, Writer out) {
    String word = EMOJI.get(cp);
    if (word != null) {
      out.put(' ', from, to);
      for (int k = 0; k < word.length(); k++) {
        out.put(word.charAt(k), from, to);
      }
      out.put(' ', from, to);
      return;
    }
    switch (cp) {
      case 0x2018, 0x2019, 0x02BC, 0xB4, 0x2032 -> out.put('\'', from, to);
      case 0x201C, 0x201D, 0xAB, 0xBB -> out.put('"', from, to);
      case 0x2013, 0x2014, 0x2212 -> out.put('-', from, to);
      case 0x2026 -> out.put(',', from, to);
      case 0xBF, 0xA1 -> out.put(' ', from, to);
      case 0xB0, 0xBA -> out.put(' ', from, to);
      case 0x2028, 0x2029, 0x85 -> out.put('\n', from, to);
      default -> writeLetters(cp, from, to, out);
    }
  }

  private static void writeLetters(int cp, int from, int to, Writer out) {
    int type = Character.getType(cp);
    if (type == Character.FORMAT
        || type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || cp >= 0xFE00 && cp <= 0xFE0F) {
      return;
    }
    String plain =
        Normalizer.normalize(Character.toString(Character.toLowerCase(cp)), Normalizer.Form.NFKD);
    boolean wrote = false;
    for (int k = 0; k < plain.length(); k++) {
      char c = Character.toLowerCase(plain.charAt(k));
      int look = LOOK_ALIKE_FROM.indexOf(c);
      if (look >= 0) {
        c = LOOK_ALIKE_TO.charAt(look);
      }
      if (c < 0x80) {
        out.put(plain(c), from, to);
        wrote = true;
      } else if (Character.isLetter(c)) {
        out.put(c, from, to);
        wrote = true;
      }
    }
    if (!wrote) {
      out.put(' ', from, to);
    }
  }

  /** Grows as it is written to. */
  private static final class Writer {
    private char[] chars;
    private int @Nullable [] from;
    private int @Nullable [] to;
    private int length;

    Writer(int size) {
      chars = new char[size + 16];
    }

    void put(char c, int start, int end) {
      if (length == chars.length) {
        chars = Arrays.copyOf(chars, length * 2);
      }
      chars[length] = c;
      if (from != null || start != length || end != length + 1) {
        trace(start, end);
      }
      length++;
    }

    /** Notes where a character comes from, and for the first that was moved of all before it. */
    private void trace(int start, int end) {
      int[] starts = from == null ? new int[chars.length] : from;
      int[] ends = to == null ? new int[chars.length] : to;
      if (starts.length < chars.length) {
        starts = Arrays.copyOf(starts, chars.length);
        ends = Arrays.copyOf(ends, chars.length);
      }
      for (int i = 0; from == null && i < length; i++) {
        starts[i] = i;
        ends[i] = i + 1;
      }
      starts[length] = start;
      ends[length] = end;
      from = starts;
      to = ends;
    }
  }
}
