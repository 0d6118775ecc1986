package dev.haven.adapter.support;

import dev.haven.channel.RawRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578), bytes untouched. At most 100 parts
 * with 8 kB of headers each; what is behind the last whole part is left.
 */
public final class Multipart {
  private static final int MAX_PARTS = 100;
  private static final int MAX_HEADER_BYTES = 8_192;

  /**
   * One part.
   *
   * @param fileName null when the part is a plain field
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(
      String name, @Nullable String fileName, @Nullable String contentType, byte[] content) {
    public String text(Charset charset) {
      return new String(content, charset);
    }

    public String text() {
      return text(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Part[" + content.length + " bytes]";
    }
  }

  private final List<Part> parts;

  private Multipart(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The parts of that request, or null when it has no such body. */
  public static @Nullable Multipart of(RawRequest request) {
    String type = request.header("Content-Type");
    String boundary = MediaType.parameter(type, "boundary");
    if (!MediaType.name(type).startsWith("multipart/") || boundary == null || boundary.isEmpty()) {
      return null;
    }
    return read(request.body(), boundary);
  }

  private static Multipart read(byte[] body, String boundary) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    int at = find(body, delimiter, 0);
    while (at >= 0 && parts.size() < MAX_PARTS) {
      int lineEnd = at + delimiter.length;
      if (startsWith(body, lineEnd, "--")) {
        break;
      }
      int start = find(body, new byte[] {'\n'}, lineEnd);
      if (start < 0) {
        break;
      }
      int next = nextDelimiter(body, delimiter, start);
      if (next < 0) {
        break;
      }
      Part part = part(body, start + 1, endOfContent(body, start + 1, next));
      if (part != null) {
        parts.add(part);
      }
      at = next;
    }
    return new Multipart(parts);
  }

  /** The next delimiter at the beginning of a line. */
  private static int nextDelimiter(byte[] body, byte[] delimiter, int from) {
    int at = find(body, delimiter, from);
    while (at > 0 && body[at - 1] != '\n') {
      at = find(body, delimiter, at + 1);
    }
    return at;
  }

  /** The line break before a delimiter belongs to the delimiter. */
  private static int endOfContent(byte[] body, int start, int delimiter) {
    int end = delimiter - 1;
    if (end > start && body[end - 1] == '\r') {
      end--;
    }
    return Math.max(start, end);
  }

  private static @Nullable Part part(byte[] body, int start, int end) {
    int content;
    int headersEnd;
    if (startsWith(body, start, "\r\n")) {
      return null;
    }
    int crlf = find(body, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), start);
    int lf = find(body, "\n\n".getBytes(StandardCharsets.ISO_8859_1), start);
    if (crlf >= 0 && (lf < 0 || crlf < lf)) {
      headersEnd = crlf;
      content = crlf + 4;
    } else if (lf >= 0) {
      headersEnd = lf;
      content = lf + 2;
    } else {
      return null;
    }
    if (headersEnd > end || headersEnd - start > MAX_HEADER_BYTES) {
      return null;
    }
    String headers = new String(body, start, headersEnd - start, StandardCharsets.UTF_8);
    String disposition = header(headers, "content-disposition");
    String name = MediaType.parameter(disposition, "name");
    if (name == null) {
      return null;
    }
    return new Part(
        name,
        fileName(disposition),
        header(headers, "content-type"),
        Arrays.copyOfRange(body, Math.min(content, end), end));
  }

  /** As a form's part has it, else as a mail's part does (RFC 2231). */
  private static @Nullable String fileName(@Nullable String disposition) {
    String plain = MediaType.parameter(disposition, "filename");
    return plain == null ? MailParameters.fileName(disposition, null) : plain;
  }

  private static @Nullable String header(String headers, String name) {
    for (String line : headers.replaceAll("\r?\n[ \t]+", " ").split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }

  private static boolean startsWith(byte[] body, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= body.length || body[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int find(byte[] body, byte[] what, int from) {
    outer:
    for (int i = Math.max(0, from); i <= body.length - what.length; i++) {
      for (int j = 0; j < what.length; j++) {
        if (body[i + j] != what[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }

  public List<Part> parts() {
    return parts;
  }

  /** The first part of that name, null when there is none. */
  public @Nullable Part first(String name) {
    for (Part part : parts) {
      if (part.name().equals(name)) {
        return part;
      }
    }
    return null;
  }

  /** The plain fields as a form, in UTF-8. */
  public Form form() {
    List<Form.Field> fields = new ArrayList<>();
    for (Part part : parts) {
      if (part.fileName() == null) {
        fields.add(new Form.Field(part.name(), part.text()));
      }
    }
    return Form.of(fields);
  }
}
