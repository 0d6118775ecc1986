package dev.haven.adapter.support;

import dev.haven.channel.Attachment;
import dev.haven.channel.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.MimeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes a mail apart within bounds: 200 header lines, depth 8, 100 parts, 10 attachments, 25 MB
 * decoded. Mails inside a mail are attachments. What is beyond a bound is left; what came before it
 * is kept, since somebody's words are in it.
 */
public final class MailReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 100;
  private static final int MAX_ATTACHMENTS = 10;
  private static final int MAX_DECODED = 25 * 1024 * 1024;
  private static final int MAX_TEXT = 200_000;
  private static final MimeConfig BOUNDS =
      MimeConfig.custom()
          .setMaxHeaderCount(200)
          .setMaxHeaderLen(65_536)
          .setMaxLineLen(65_536)
          .build();

  private final List<Headers.Line> lines = new ArrayList<>();
  private final List<Headers.Line> partLines = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private final Deque<Boolean> alternatives = new ArrayDeque<>();
  private final StringBuilder plain = new StringBuilder();
  private final StringBuilder html = new StringBuilder();
  private int parts;
  private int decoded;
  private boolean plainInAlternative;

  private MailReader() {}

  /** The mail, or null when it has no header line that can be read. */
  public static @Nullable Mail read(byte[] content) {
    MailReader reader = new MailReader();
    MimeTokenStream stream = new MimeTokenStream(BOUNDS);
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    try {
      stream.parse(new ByteArrayInputStream(content));
      reader.walk(stream);
    } catch (IOException | MimeException e) {
      // Broken from here on: what was read before stands.
      reader.parts = MAX_PARTS;
    }
    if (reader.lines.isEmpty()) {
      return null;
    }
    String text = reader.plain.toString().strip();
    return new Mail(
        Headers.of(reader.lines),
        text.isEmpty() ? Html.toText(reader.html.toString()) : text,
        reader.attachments);
  }

  private void walk(MimeTokenStream stream) throws IOException, MimeException {
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM && parts < MAX_PARTS;
        state = stream.next()) {
      switch (state) {
        case T_START_HEADER -> partLines.clear();
        case T_FIELD -> field(stream.getField());
        case T_START_MULTIPART -> {
          alternatives.push("alternative".equals(stream.getBodyDescriptor().getSubType()));
          if (alternatives.size() > MAX_DEPTH) {
            return;
          }
        }
        case T_END_MULTIPART -> alternatives.poll();
        case T_BODY -> body(stream.getBodyDescriptor(), stream.getDecodedInputStream());
        default -> {}
      }
    }
  }

  private void field(Field field) {
    ByteSequence raw = field.getRaw();
    String body = field.getBody();
    if (raw != null) {
      String whole = text(raw.toByteArray());
      int colon = whole.indexOf(':');
      body = colon < 0 ? body : whole.substring(colon + 1);
    }
    Headers.Line line =
        new Headers.Line(field.getName(), MimeUtil.unfold(body == null ? "" : body).strip());
    partLines.add(line);
    if (parts == 0 && alternatives.isEmpty()) {
      lines.add(line);
    }
  }

  private void body(BodyDescriptor descriptor, InputStream content) throws IOException {
    parts++;
    byte[] bytes = content.readNBytes(MAX_DECODED - decoded);
    decoded += bytes.length;
    String type = descriptor.getMimeType();
    String disposition = header("Content-Disposition");
    String name = MailParameters.fileName(disposition, header("Content-Type"));
    boolean attached = MediaType.name(disposition).equals("attachment") || name != null;
    if (!attached && type.equals("text/plain")) {
      words(bytes, descriptor.getCharset());
    } else if (!attached && type.equals("text/html")) {
      add(html, decode(bytes, descriptor.getCharset()));
    } else if (attachments.size() < MAX_ATTACHMENTS) {
      attachments.add(Attachment.ofContent(bytes, type, name));
    }
  }

  /** Of the plain parts of one alternative only the first counts; others follow one another. */
  private void words(byte[] bytes, @Nullable String charset) {
    boolean inAlternative = Boolean.TRUE.equals(alternatives.peek());
    if (inAlternative && plainInAlternative) {
      return;
    }
    plainInAlternative |= inAlternative;
    add(plain, decode(bytes, charset));
  }

  private static void add(StringBuilder to, String words) {
    if (!to.isEmpty()) {
      to.append('\n');
    }
    to.append(words, 0, Math.max(0, Math.min(words.length(), MAX_TEXT - to.length())));
  }

  private @Nullable String header(String name) {
    return Headers.of(partLines).first(name);
  }

  private static String decode(byte[] bytes, @Nullable String charset) {
    if (charset == null || charset.equalsIgnoreCase("us-ascii") || !isKnown(charset)) {
      return text(bytes);
    }
    return new String(bytes, MediaType.charset(charset));
  }

  private static boolean isKnown(String charset) {
    try {
      return Charset.isSupported(charset.strip());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** UTF-8 when it is, else Windows-1252, which old programs send without saying so. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, Charset.forName("windows-1252"));
    }
  }
}
