package dev.haven.adapter.freeswitchesl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One frame of the event socket: header lines, an empty line, and as many bytes of body as {@code
 * Content-Length} says.
 *
 * @param headers names compare without case
 */
@SuppressWarnings("ArrayRecordComponent")
record EslFrame(Map<String, String> headers, byte[] body) {
  /**
   * Longest body that is read, in bytes: {@code show channels} of a busy server takes about a
   * kilobyte for each.
   */
  static final int MAX_LENGTH = 16 * 1024 * 1024;

  /** Most bytes of header lines. */
  static final int MAX_HEADERS = 64 * 1024;

  /**
   * The frames of these bytes.
   *
   * @param rest bytes of a frame that is not whole yet
   * @param needed how many bytes there must be before it can be whole; 0 when that is not known
   * @param broken whether what comes next is no frame, so that nothing after it can be read
   */
  record Read(List<EslFrame> frames, byte[] rest, int needed, boolean broken) {}

  static Read read(byte[] bytes) {
    List<EslFrame> frames = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < bytes.length && (bytes[at] == '\n' || bytes[at] == '\r')) {
        at++;
      }
      int end = endOfHeaders(bytes, at);
      if (end < 0) {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        return new Read(frames, rest, 0, rest.length > MAX_HEADERS);
      }
      Map<String, String> headers = lines(new String(bytes, at, end - at, StandardCharsets.UTF_8));
      int body = afterEmptyLine(bytes, end);
      int length = length(headers.get("Content-Length"));
      if (length < 0 || body + length > bytes.length) {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        return new Read(frames, rest, length < 0 ? 0 : body - at + length, length < 0);
      }
      frames.add(new EslFrame(headers, Arrays.copyOfRange(bytes, body, body + length)));
      at = body + length;
    }
  }

  private static int endOfHeaders(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\n'
          && (bytes[i + 1] == '\n'
              || (bytes[i + 1] == '\r' && i + 2 < bytes.length && bytes[i + 2] == '\n'))) {
        return i;
      }
    }
    return -1;
  }

  private static int afterEmptyLine(byte[] bytes, int end) {
    return bytes[end + 1] == '\r' ? end + 3 : end + 2;
  }

  /** 0 when there is none, -1 when it is no length. */
  private static int length(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      int length = Integer.parseInt(text.strip());
      return length < 0 || length > MAX_LENGTH ? -1 : length;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** {@code Name: value} lines. */
  static Map<String, String> lines(String text) {
    Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return lines;
  }

  String contentType() {
    return headers.getOrDefault("Content-Type", "");
  }

  /** What a reply says; empty for another frame. */
  String reply() {
    return headers.getOrDefault("Reply-Text", "");
  }

  @Override
  public String toString() {
    return "EslFrame[" + contentType() + "]";
  }
}
