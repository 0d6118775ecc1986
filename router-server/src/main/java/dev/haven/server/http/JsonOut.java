package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(512)) {
      try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
        json.write(out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
