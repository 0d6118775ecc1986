package dev.haven.adapter.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * File names in mail headers: plain, as encoded words (not allowed, but sent), or as RFC 2231 says,
 * with charset, percent escapes and numbered pieces.
 */
final class MailParameters {
  private static final int MAX_PIECES = 20;

  private MailParameters() {}

  /**
   * The name of {@code Content-Disposition}, else of {@code Content-Type}; null when neither tells
   * one.
   */
  static @Nullable String fileName(@Nullable String disposition, @Nullable String contentType) {
    String name = parameter(disposition, "filename");
    return name == null ? parameter(contentType, "name") : name;
  }

  private static @Nullable String parameter(@Nullable String header, String name) {
    String extended = MediaType.parameter(header, name + "*");
    if (extended != null) {
      return extended(extended);
    }
    String pieces = pieces(header, name);
    if (pieces != null) {
      return pieces;
    }
    String plain = MediaType.parameter(header, name);
    if (plain == null || plain.isBlank()) {
      return null;
    }
    return MailHeaders.decoded(plain);
  }

  private static @Nullable String pieces(@Nullable String header, String name) {
    StringBuilder whole = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < MAX_PIECES; i++) {
      String piece = MediaType.parameter(header, name + "*" + i + "*");
      escaped |= piece != null;
      if (piece == null) {
        piece = MediaType.parameter(header, name + "*" + i);
      }
      if (piece == null) {
        break;
      }
      whole.append(piece);
    }
    if (whole.isEmpty()) {
      return null;
    }
    return escaped ? extended(whole.toString()) : whole.toString();
  }

  /** {@code charset'language'percent-escaped}. */
  private static String extended(String value) {
    int first = value.indexOf('\'');
    int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
    Charset charset =
        first <= 0 ? StandardCharsets.UTF_8 : MediaType.charset(value.substring(0, first));
    return unescape(second < 0 ? value : value.substring(second + 1), charset);
  }

  private static String unescape(String text, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(charset));
      }
    }
    return bytes.toString(charset);
  }
}
