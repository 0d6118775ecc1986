package dev.haven.adapter.smpp;

/**
 * The default alphabet of GSM 03.38, one character a byte, with its extension behind the escape
 * 0x1B.
 */
final class Gsm7 {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final int ESCAPE = 0x1b;

  private Gsm7() {}

  static String decode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int code = bytes[i] & 0x7f;
      if (code == ESCAPE && i + 1 < bytes.length) {
        text.append(extended(bytes[++i] & 0x7f));
      } else if (code != ESCAPE) {
        text.append(BASIC.charAt(code));
      }
    }
    return text.toString();
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
