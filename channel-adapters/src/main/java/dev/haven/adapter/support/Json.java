package dev.haven.adapter.support;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON within bounds: depth 32, one document and nothing behind it. */
public final class Json {
  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 32;

  /** Longest text that is read, in characters: a file of 25 MB in base64. */
  public static final int MAX_TEXT = 36_000_000;

  private static final ObjectMapper LENIENT = mapper(false);
  private static final ObjectMapper STRICT = mapper(true);

  private Json() {}

  private static ObjectMapper mapper(boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(100)
                    .build())
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
            .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** The document, or null when it is none. Of a name that repeats the last value counts. */
  public static @Nullable JsonNode read(byte[] body) {
    return read(LENIENT, body);
  }

  /** The document, or null when it is none or a name repeats within one object. */
  public static @Nullable JsonNode readStrictly(byte[] body) {
    return read(STRICT, body);
  }

  /** The document of that text, or null when it is none. */
  public static @Nullable JsonNode read(String text) {
    return read(LENIENT, Digests.utf8(text));
  }

  private static @Nullable JsonNode read(ObjectMapper mapper, byte[] body) {
    try {
      JsonNode node = mapper.readTree(body);
      return node == null || node.isMissingNode() ? null : node;
    } catch (IOException e) {
      return null;
    }
  }

  /** The node at that path; a missing node when there is none. */
  public static JsonNode at(@Nullable JsonNode node, String... path) {
    JsonNode at = node == null ? MissingNode.getInstance() : node;
    for (String name : path) {
      at = at.path(name);
    }
    return at;
  }

  /**
   * The text, number or truth value at that path as text; null when there is none, or it is null.
   */
  public static @Nullable String text(@Nullable JsonNode node, String... path) {
    JsonNode at = at(node, path);
    return at.isValueNode() && !at.isNull() ? at.asText() : null;
  }

  /** The same, null also when it is blank. */
  public static @Nullable String filled(@Nullable JsonNode node, String... path) {
    String text = text(node, path);
    return text == null || text.isBlank() ? null : text;
  }

  /**
   * What names that node at its platform. Where the platform left it out it is the hash of the
   * node: two things without a name are not taken for one, and the same thing sent again is.
   */
  public static String id(JsonNode node, String... path) {
    String id = filled(node, path);
    return id == null ? Digests.sha256Hex(Digests.utf8(node.toString())) : id;
  }

  /** The whole number at that path, null when there is none. */
  public static @Nullable Integer integer(@Nullable JsonNode node, String... path) {
    String text = text(node, path);
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The whole number at that path, also a large one; null when there is none. */
  public static @Nullable Long whole(@Nullable JsonNode node, String... path) {
    String text = text(node, path);
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A document of maps, lists, texts, numbers and truth values. */
  public static byte[] write(Object values) {
    try {
      return LENIENT.writeValueAsBytes(values);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "values of a JSON document are maps, lists, texts, numbers and truth values", e);
    }
  }
}
