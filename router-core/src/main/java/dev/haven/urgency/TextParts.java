package dev.haven.urgency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what a person wrote now from what stands around it: quoted mail, forwarded mail, signatures
 * and legal footers.
 *
 * <p>Positions are of the normalised text. Lines are judged one by one, so that the work is linear.
 *
 * @param own stretches written by the person now, as pairs of begin and end
 * @param around quoted and standing text, likewise
 */
record TextParts(List<int[]> own, List<int[]> around) {
  private static final int LONGEST_JUDGED = 400;
  private static final String BLOCK_QUOTE = "<blockquote";

  /** After such a line everything is quoted or standing text. */
  private static final Pattern QUOTE_BEGINS =
      Pattern.compile(
          "^(-{2,} ?(original( message)?|forwarded message|mensaje original|mensaje reenviado|begin forwarded|reply above)\\b.*"
              + "|begin forwarded message.*|forwarded message.*|_{8,}|on .{4,80} wrote:?|el .{4,80} escribio:?|le .{4,80} a ecrit.*"
              + "|(from|de): ?[^ ].{0,120}(@|<).*|enviado el:.*|sent: ?(mon|tue|wed|thu|fri|sat|sun).*)$");

  private static final Pattern SIGNATURE_BEGINS =
      Pattern.compile(
          "^(--|-- |__|sent from my .*|enviado desde mi .*|get outlook for .*|obtener outlook .*)$");

  private static final Pattern FOOTER_BEGINS =
      Pattern.compile(
          "^[*\\-_=# ]*(confidentiality|confidential notice|notice:|disclaimer|legal notice|important notice|privacy notice|aviso de confidencialidad|aviso legal|aviso de privacidad|nota de confidencialidad|"
              + "this (e-?mail|message|communication|fax|transmission)( and| is| may| contains| \\(|,)|the information (contained )?in this|if you are not the intended|if you have received this|"
              + "este (correo|mensaje|fax)( electronico)?( y| es| puede| contiene| fue enviado| \\(|,)|la informacion contenida|si usted no es el destinatario|si (ha )?recibi(o|do) este|"
              + "unsubscribe|to unsubscribe|manage preferences|cancelar suscripcion|para dejar de recibir|you are receiving this|usted recibe este|reply stop|msg ?& ?data|powered by|view in browser|ver en (el )?navegador|do not reply|no responda a este|please consider the environment|antes de imprimir|copyright|all rights reserved).*$");

  /** Letters and the space: lines that begin with two others are always matched. */
  private static final String COMMON = " abcdefghijklmnopqrstuvwxyz";

  /** Two common characters with which none of the three begins: most lines end here. */
  private static final boolean[][] ORDINARY = new boolean[COMMON.length()][COMMON.length()];

  static {
    for (int one = 0; one < COMMON.length(); one++) {
      boolean some = mayBegin(COMMON.substring(one, one + 1));
      for (int two = 0; two < COMMON.length(); two++) {
        ORDINARY[one][two] = !some || !mayBegin("" + COMMON.charAt(one) + COMMON.charAt(two));
      }
    }
  }

  /** Whether a text that begins so may match, which a matcher tells by asking for more. */
  private static boolean mayBegin(String beginning) {
    for (Pattern pattern : List.of(QUOTE_BEGINS, SIGNATURE_BEGINS, FOOTER_BEGINS)) {
      Matcher matcher = pattern.matcher(beginning);
      if (matcher.matches() || matcher.hitEnd()) {
        return true;
      }
    }
    return false;
  }

  private static boolean ordinary(NormalText text, int first, int end) {
    int one = common(text.chars[first]);
    int two = first + 1 < end ? common(text.chars[first + 1]) : 0;
    return one >= 0 && two >= 0 && ORDINARY[one][two];
  }

  /** Where a character stands among the common ones, -1 when it is none. */
  private static int common(char c) {
    return c == ' ' ? 0 : c >= 'a' && c <= 'z' ? c - 'a' + 1 : -1;
  }

  static TextParts of(NormalText text) {
    var own = new ArrayList<int[]>();
    var around = new ArrayList<int[]>();
    boolean quoting = false;
    boolean footer = false;
    int line = 0;
    int lines = 0;
    while (line < text.length) {
      int end = line;
      while (end < text.length && text.chars[end] != '\n') {
        end++;
      }
      int first = line;
      while (first < end && text.chars[first] == ' ') {
        first++;
      }
      if (!quoting && first < end && !ordinary(text, first, end)) {
        String start =
            new String(text.chars, first, Math.min(end - first, LONGEST_JUDGED)).stripTrailing();
        quoting =
            lines > 0 && SIGNATURE_BEGINS.matcher(start).matches()
                || QUOTE_BEGINS.matcher(start).matches();
        footer =
            footer
                || FOOTER_BEGINS.matcher(start).matches()
                    && (lines > 0
                        || !start.contains("unsubscribe") && !start.contains("suscripcion"));
      }
      boolean cited = first < end && text.chars[first] == '>';
      int block = quoting || footer || cited ? -1 : blockQuote(text, first, end);
      if (block >= 0) {
        add(own, line, block);
        line = block;
        quoting = true;
      }
      add(quoting || footer || cited ? around : own, line, Math.min(end + 1, text.length));
      if (first < end) {
        lines++;
      }
      line = end + 1;
    }
    return new TextParts(List.copyOf(own), List.copyOf(around));
  }

  /** Where mail written as a page begins to quote; -1 when it does not. */
  private static int blockQuote(NormalText text, int from, int to) {
    for (int i = from; i + BLOCK_QUOTE.length() <= to; i++) {
      if (text.chars[i] == '<'
          && new String(text.chars, i, BLOCK_QUOTE.length()).equals(BLOCK_QUOTE)) {
        return i;
      }
    }
    return -1;
  }

  private static void add(List<int[]> parts, int begin, int end) {
    int last = parts.size() - 1;
    if (last >= 0 && parts.get(last)[1] == begin) {
      parts.get(last)[1] = end;
    } else {
      parts.add(new int[] {begin, end});
    }
  }
}
