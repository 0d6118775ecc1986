package dev.haven.channel;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What came in at a door, untouched: signatures are over exactly these bytes, so nothing here is
 * decoded, re-ordered or normalised.
 *
 * @param method the HTTP method in upper case; for doors that are no HTTP: {@code WS} one text
 *     frame, {@code TCP} bytes received, {@code SMPP} protocol units, {@code SMTP} one mail with
 *     its envelope in {@code MAIL-FROM} and {@code RCPT-TO}, {@code EXEC} a program's arguments as
 *     a JSON array
 * @param uri the request target as received: a path with query, or a whole URL
 * @param headers the header lines
 * @param body the body's bytes; read, never write them
 * @param remote the peer's address without port, null when there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRequest(
    String method, String uri, Headers headers, byte[] body, @Nullable String remote) {

  /** The first header of that name, or null. */
  public @Nullable String header(String name) {
    return headers.first(name);
  }

  /**
   * The body read as UTF-8; bytes that are no UTF-8 become U+FFFD. Never use it to check a
   * signature.
   */
  public String bodyAsUtf8() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * What stands behind the first {@code ?} of the uri, undecoded and without a fragment; null when
   * there is no {@code ?}.
   */
  public @Nullable String rawQuery() {
    int question = uri.indexOf('?');
    if (question < 0) {
      return null;
    }
    int hash = uri.indexOf('#', question);
    return hash < 0 ? uri.substring(question + 1) : uri.substring(question + 1, hash);
  }

  @Override
  public String toString() {
    return "RawRequest[" + method + ", " + body.length + " bytes]";
  }
}
