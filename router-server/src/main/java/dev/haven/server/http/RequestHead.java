package dev.haven.server.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one HTTP/1.x request from raw bytes and says how its body is framed, or why it
 * is refused. It is stricter than the codec behind it, which has already lost the difference by the
 * time a handler could look: two {@code Host} lines, {@code Content-Length} beside {@code
 * Transfer-Encoding}, folded lines, bare line feeds, unknown transfer codings.
 *
 * <p>Holds no state between heads; one per connection, re-used, on its event loop. Rules: RFC 9112
 * sections 2.2, 3, 5 and 6.
 */
final class RequestHead {
  static final int MAX_URI = 4_096;
  static final int MAX_HEADERS = 8_192;
  static final int MAX_LINES = 64;
  private static final int MAX_METHOD = 32;
  private static final int VERSION_LENGTH = 8;

  /** The longest head that can still be complete. */
  static final int MAX_BYTES = MAX_METHOD + 1 + MAX_URI + 1 + VERSION_LENGTH + 2 + MAX_HEADERS + 2;

  private static final byte[] HOST = ascii("host");
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CHUNKED = ascii("chunked");
  private static final boolean[] TOKEN = tokenCharacters();

  /** Length of a complete head with its empty line; 0 when more bytes are needed. */
  int length;

  boolean chunked;
  long contentLength;
  @Nullable Refusal refusal;

  private int hosts;
  private int lengths;
  private int codings;
  private boolean http11;

  /** Reads the head that begins at 0. Sets {@link #refusal}, or {@link #length} and the framing. */
  void read(byte[] bytes, int end) {
    length = 0;
    chunked = false;
    contentLength = 0;
    refusal = null;
    hosts = 0;
    lengths = 0;
    codings = 0;
    int start = 0;
    if (end >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
      start = 2;
    } else if (end == 1 && bytes[0] == '\r') {
      return;
    }
    int lineEnd = lineEnd(bytes, start, end);
    if (refusal != null) {
      return;
    }
    if (!requestLine(bytes, start, lineEnd < 0 ? end : lineEnd, lineEnd >= 0) || lineEnd < 0) {
      return;
    }
    headers(bytes, lineEnd + 2, end);
  }

  private void headers(byte[] bytes, int first, int end) {
    int at = first;
    for (int lines = 0; ; lines++) {
      int lineEnd = lineEnd(bytes, at, end);
      if (refusal != null) {
        return;
      }
      if ((lineEnd < 0 ? end : lineEnd) - first > MAX_HEADERS || lines > MAX_LINES) {
        refusal = Refusal.HEADERS_TOO_LARGE;
        return;
      }
      if (lineEnd < 0) {
        return;
      }
      if (lineEnd == at) {
        finish(at + 2);
        return;
      }
      if (lines == MAX_LINES) {
        refusal = Refusal.HEADERS_TOO_LARGE;
        return;
      }
      if (!header(bytes, at, lineEnd)) {
        return;
      }
      at = lineEnd + 2;
    }
  }

  private void finish(int headEnd) {
    if (http11 ? hosts != 1 : hosts > 1) {
      refusal = Refusal.MALFORMED;
    } else if (codings > 0 && (lengths > 0 || codings > 1 || !http11)) {
      refusal = Refusal.MALFORMED;
    } else {
      length = headEnd;
    }
  }

  /** Index of the CR of the line's end; -1 when there is none yet. A bare LF or CR is refused. */
  private int lineEnd(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        refusal = Refusal.MALFORMED;
        return -1;
      }
      if (b == '\r') {
        if (i + 1 == end) {
          return -1;
        }
        if (bytes[i + 1] == '\n') {
          return i;
        }
        refusal = Refusal.MALFORMED;
        return -1;
      }
    }
    return -1;
  }

  /** Checks as much of the line as is there, so that garbage is refused without waiting. */
  private boolean requestLine(byte[] bytes, int from, int to, boolean whole) {
    int methodEnd = from;
    while (methodEnd < to && isToken(bytes[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == to) {
      return (whole || methodEnd - from > MAX_METHOD) ? refuse(Refusal.MALFORMED) : true;
    }
    if (methodEnd == from || methodEnd - from > MAX_METHOD || bytes[methodEnd] != ' ') {
      return refuse(Refusal.MALFORMED);
    }
    int uriEnd = methodEnd + 1;
    while (uriEnd < to && bytes[uriEnd] > ' ' && bytes[uriEnd] < 0x7f) {
      if (bytes[uriEnd] == '%' && (uriEnd + 2 < to) && !isEscape(bytes, uriEnd)) {
        return refuse(Refusal.MALFORMED);
      }
      uriEnd++;
    }
    if (uriEnd - methodEnd - 1 > MAX_URI) {
      return refuse(Refusal.URI_TOO_LONG);
    }
    if (uriEnd == to) {
      return whole ? refuse(Refusal.MALFORMED) : true;
    }
    if (uriEnd == methodEnd + 1 || bytes[uriEnd] != ' ') {
      return refuse(Refusal.MALFORMED);
    }
    return version(bytes, methodEnd + 1, uriEnd + 1, to, whole);
  }

  private boolean version(byte[] bytes, int uriStart, int from, int to, boolean whole) {
    if (!whole) {
      return to - from <= VERSION_LENGTH + 1 || refuse(Refusal.MALFORMED);
    }
    boolean form =
        to - from == VERSION_LENGTH
            && bytes[from] == 'H'
            && bytes[from + 1] == 'T'
            && bytes[from + 2] == 'T'
            && bytes[from + 3] == 'P'
            && bytes[from + 4] == '/'
            && isDigit(bytes[from + 5])
            && bytes[from + 6] == '.'
            && isDigit(bytes[from + 7]);
    if (!form || (bytes[from + 5] == '2' && bytes[uriStart] == '*')) {
      // The second: the preface of HTTP/2 by prior knowledge, "PRI * HTTP/2.0".
      return refuse(Refusal.MALFORMED);
    }
    if (bytes[from + 5] != '1' || bytes[from + 7] > '1') {
      return refuse(Refusal.VERSION);
    }
    http11 = bytes[from + 7] == '1';
    return true;
  }

  private boolean header(byte[] bytes, int from, int to) {
    int colon = from;
    while (colon < to && isToken(bytes[colon])) {
      colon++;
    }
    // A line that begins with a space is folded: its first character is no token.
    if (colon == from || colon == to || bytes[colon] != ':') {
      return refuse(Refusal.MALFORMED);
    }
    for (int i = colon + 1; i < to; i++) {
      byte b = bytes[i];
      if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
        return refuse(Refusal.MALFORMED);
      }
    }
    int nameLength = colon - from;
    if (nameLength == HOST.length && is(bytes, from, HOST)) {
      hosts++;
    } else if (nameLength == CONTENT_LENGTH.length && is(bytes, from, CONTENT_LENGTH)) {
      return readLength(bytes, colon + 1, to);
    } else if (nameLength == TRANSFER_ENCODING.length && is(bytes, from, TRANSFER_ENCODING)) {
      return readCoding(bytes, colon + 1, to);
    }
    return true;
  }

  private boolean readLength(byte[] bytes, int from, int to) {
    int first = skipSpace(bytes, from, to);
    int last = trimSpace(bytes, first, to);
    if (++lengths > 1 || last == first || last - first > 18) {
      return refuse(Refusal.MALFORMED);
    }
    long value = 0;
    for (int i = first; i < last; i++) {
      if (!isDigit(bytes[i])) {
        return refuse(Refusal.MALFORMED);
      }
      value = value * 10 + (bytes[i] - '0');
    }
    contentLength = value;
    return true;
  }

  private boolean readCoding(byte[] bytes, int from, int to) {
    int first = skipSpace(bytes, from, to);
    int last = trimSpace(bytes, first, to);
    codings++;
    if (last - first != CHUNKED.length || !is(bytes, first, CHUNKED)) {
      return refuse(Refusal.TRANSFER_CODING);
    }
    chunked = true;
    return true;
  }

  private boolean refuse(Refusal why) {
    refusal = why;
    return false;
  }

  private static int skipSpace(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static int trimSpace(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
      i--;
    }
    return i;
  }

  private static boolean is(byte[] bytes, int at, byte[] lowerCase) {
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = bytes[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(byte[] bytes, int percent) {
    return Character.digit(bytes[percent + 1], 16) >= 0
        && Character.digit(bytes[percent + 2], 16) >= 0;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isToken(byte b) {
    return b >= 0 && TOKEN[b];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean[] tokenCharacters() {
    boolean[] token = new boolean[128];
    String all = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    all.chars().forEach(c -> token[c] = true);
    return token;
  }
}
