package dev.haven.adapter.smpp;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The default alphabet of GSM 03.38, one character a byte, with its extension behind the escape
 * 0x1B.
 */
final class Gsm7 {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final int ESCAPE = 0x1b;

  /** By character: its code, with 0x80 added when it stands in the extension. */
  private static final Map<Character, Integer> CODES = codes();

  private Gsm7() {}

  /** Whether that byte announces an extension. */
  static boolean isEscape(byte code) {
    return code == ESCAPE;
  }

  /**
   * The words.
   *
   * @param spanish whether the extension is the Spanish one
   */
  static String decode(byte[] bytes, boolean spanish) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int code = bytes[i] & 0x7f;
      if (code == ESCAPE && i + 1 < bytes.length) {
        int next = bytes[++i] & 0x7f;
        text.append(spanish ? spanish(next) : extended(next));
      } else if (code != ESCAPE) {
        text.append(BASIC.charAt(code));
      }
    }
    return text.toString();
  }

  /** One byte a septet, an extension as two; null when a character is in neither table. */
  static byte @Nullable [] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      int code = CODES.getOrDefault(text.charAt(i), -1);
      if (code < 0) {
        return null;
      }
      if (code > 0x7f) {
        bytes.write(ESCAPE);
      }
      bytes.write(code & 0x7f);
    }
    return bytes.toByteArray();
  }

  private static Map<Character, Integer> codes() {
    Map<Character, Integer> codes = new HashMap<>();
    for (int code = 0; code < 128; code++) {
      if (code != ESCAPE) {
        codes.put(BASIC.charAt(code), code);
      }
    }
    for (int code = 0; code < 128; code++) {
      codes.putIfAbsent(extended(code), 0x80 | code);
    }
    return Map.copyOf(codes);
  }

  /** The Spanish extension has nine letters more than the default one (GSM 03.38, A.2.2). */
  private static char spanish(int code) {
    return switch (code) {
      case 0x09 -> 'ç';
      case 0x41 -> 'Á';
      case 0x49 -> 'Í';
      case 0x4f -> 'Ó';
      case 0x55 -> 'Ú';
      case 0x61 -> 'á';
      case 0x69 -> 'í';
      case 0x6f -> 'ó';
      case 0x75 -> 'ú';
      default -> extended(code);
    };
  }

  /** An unknown extension is shown as the character of the basic table, as the standard says. */
  private static char extended(int code) {
    return switch (code) {
      case 0x0a -> '\f';
      case 0x14 -> '^';
      case 0x28 -> '{';
      case 0x29 -> '}';
      case 0x2f -> '\\';
      case 0x3c -> '[';
      case 0x3d -> '~';
      case 0x3e -> ']';
      case 0x40 -> '|';
      case 0x65 -> '€';
      default -> code == ESCAPE ? ' ' : BASIC.charAt(code);
    };
  }
}
