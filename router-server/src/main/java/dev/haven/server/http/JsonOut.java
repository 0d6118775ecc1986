package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes JSON straight into bytes, without a tree in between. Stateless, any thread. */
public final class JsonOut {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOut() {}

  /** Something that writes itself as one JSON value. */
  @FunctionalInterface
  public interface Json {
    void write(JsonGenerator out) throws IOException;
  }

  public static Buffer buffer(Json json) {
    return Buffer.buffer(bytes(json));
  }

  public static byte[] bytes(Json json) {
    Written written = new Written();
    try (JsonGenerator out = FACTORY.createGenerator(written)) {
      json.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.bytes();
  }

  /** Keeps what a generator hands over: nearly always all at once, and then copied once. */
  private static final class Written extends OutputStream {
    private byte[] bytes = new byte[0];
    private int length;

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] more, int from, int n) {
      if (length + n > bytes.length) {
        bytes = Arrays.copyOf(bytes, length == 0 ? n : Math.max(2 * bytes.length, length + n));
      }
      System.arraycopy(more, from, bytes, length, n);
      length += n;
    }

    byte[] bytes() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }

  public static void time(JsonGenerator out, String name, Instant at) throws IOException {
    out.writeStringField(name, InstantText.of(at));
  }

  /** A member with that text, or null. */
  public static void text(JsonGenerator out, String name, @Nullable Object value)
      throws IOException {
    if (value == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, value.toString());
    }
  }

  public static void number(JsonGenerator out, String name, @Nullable Number value)
      throws IOException {
    if (value == null) {
      out.writeNullField(name);
    } else if (value instanceof Double d) {
      out.writeNumberField(name, d);
    } else {
      out.writeNumberField(name, value.longValue());
    }
  }
}
