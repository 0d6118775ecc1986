package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON from strangers: one object, UTF-8, no member twice, no comments, finite numbers,
 * well-formed text without NUL, at most 32 deep and 1,000 members. Anything else is a {@link
 * ProblemException} that repeats nothing of the input.
 *
 * <p>Values become {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code null},
 * {@code List} and {@code Map}. Stateless, any thread.
 */
public final class StrictJson {
  static final int MAX_DEPTH = 32;
  static final int MAX_MEMBERS = 1_000;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_STRING = 1_048_576;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(1_024)
                  .build())
          .build();

  private StrictJson() {}

  public static Map<String, @Nullable Object> object(byte[] utf8) {
    return object(decode(utf8));
  }

  /** Text of bytes that must be UTF-8. */
  public static String decode(byte[] utf8) {
    try {
      return Utf8.text(utf8);
    } catch (CharacterCodingException e) {
      throw new ProblemException(Trouble.INVALID_ENCODING, "The body is not well-formed UTF-8.");
    }
  }

  public static Map<String, @Nullable Object> object(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new ProblemException(Trouble.INVALID_JSON, "The body is empty.");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new ProblemException(Trouble.SCHEMA, "The body must be one JSON object.");
      }
      Map<String, @Nullable Object> result = new Reader(parser).members();
      if (parser.nextToken() != null) {
        throw new ProblemException(
            Trouble.INVALID_JSON, "Something follows the JSON object" + at(parser));
      }
      return result;
    } catch (JsonParseException e) {
      if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
        throw new ProblemException(Trouble.DUPLICATE_KEY, "A member stands there twice" + at(e));
      }
      throw new ProblemException(Trouble.INVALID_JSON, "Not JSON" + at(e));
    } catch (JsonProcessingException e) {
      throw new ProblemException(Trouble.INVALID_JSON, "Over a limit of JSON" + at(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String at(JsonParser parser) {
    return " at character " + parser.currentTokenLocation().getCharOffset() + ".";
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "." : " at character " + e.getLocation().getCharOffset() + ".";
  }

  /** One document being read; counts its members. */
  private static final class Reader {
    private final JsonParser parser;
    private int members;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    Map<String, @Nullable Object> members() throws IOException {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        count();
        String name = wellFormed(parser.currentName());
        parser.nextToken();
        result.put(name, value());
      }
      return result;
    }

    private List<@Nullable Object> items() throws IOException {
      List<@Nullable Object> result = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        count();
        result.add(value());
      }
      return result;
    }

    private @Nullable Object value() throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> members();
        case START_ARRAY -> items();
        case VALUE_STRING -> wellFormed(parser.getText());
        case VALUE_NUMBER_INT -> whole();
        case VALUE_NUMBER_FLOAT -> finite();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
            throw new ProblemException(Trouble.INVALID_JSON, "Not JSON" + at(parser));
      };
    }

    private Object whole() throws IOException {
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw new ProblemException(Trouble.INVALID_JSON, "A number is out of range" + at(parser));
      }
      return parser.getLongValue();
    }

    private Object finite() throws IOException {
      double value = parser.getDoubleValue();
      if (!Double.isFinite(value)) {
        throw new ProblemException(Trouble.INVALID_JSON, "A number is not finite" + at(parser));
      }
      return value;
    }

    private void count() {
      if (++members > MAX_MEMBERS) {
        throw new ProblemException(
            Trouble.INVALID_JSON, "The body has more than " + MAX_MEMBERS + " members.");
      }
    }

    private String wellFormed(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == 0) {
          throw new ProblemException(Trouble.INVALID_JSON, "A text holds NUL" + at(parser));
        }
        if (Character.isSurrogate(c)) {
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (!pair) {
            throw new ProblemException(
                Trouble.INVALID_JSON, "A text holds half of a character" + at(parser));
          }
          i++;
        }
      }
      return text;
    }
  }
}
