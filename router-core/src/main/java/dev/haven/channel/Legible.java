package dev.haven.channel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words in a payload whose form nobody knows: the texts of a JSON document as far as it goes,
 * the values of a form, and else whatever is printed characters. Not made to be exact, but to leave
 * out nothing that a person may have written: who cannot be read as agreed may still say that they
 * are in danger.
 */
public final class Legible {
  /** Most characters that are kept; of more the first half and the last. */
  public static final int MOST = 200_000;

  /** Bytes that are looked at from the beginning and from the end. */
  private static final int WINDOW = 1 << 20;

  /** A longer text without a gap is a file or a token. */
  private static final int LONGEST_WORD = 512;

  private static final Pattern FORM = Pattern.compile("[^\\s<>{}\\[\\]\"=&]{1,100}=\\S*");
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern NOT_SAID =
      Pattern.compile("\\\\[bfnrt]|[{}\\[\\]\"\\\\]|</?[A-Za-z!?][^<>]*>");
  private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cntrl}&&[^\\t\\n\\r]]+");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10_000)
                  .maxStringLength(2 * WINDOW)
                  .build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  private Legible() {}

  /** The words, one text a line; empty when there are none. */
  public static String of(byte[] raw) {
    StringJoiner words = new StringJoiner("\n");
    if (raw.length <= 2 * WINDOW) {
      read(decoded(raw), words);
    } else {
      read(decoded(Arrays.copyOf(raw, WINDOW)), words);
      read(decoded(Arrays.copyOfRange(raw, raw.length - WINDOW, raw.length)), words);
    }
    return bounded(words.toString());
  }

  /** The same of a text. */
  public static String of(String text) {
    StringJoiner words = new StringJoiner("\n");
    read(text, words);
    return bounded(words.toString());
  }

  private static String bounded(String words) {
    return words.length() <= MOST
        ? words
        : words.substring(0, MOST / 2) + "\n" + words.substring(words.length() - MOST / 2);
  }

  private static String decoded(byte[] raw) {
    int nulls = 0;
    for (byte one : raw) {
      nulls += one == 0 ? 1 : 0;
    }
    if (nulls > raw.length / 3) {
      // UTF-16 of Latin letters, of either order.
      return new String(raw, StandardCharsets.ISO_8859_1).replace("\0", "");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
  }

  private static void read(String text, StringJoiner words) {
    String stripped = text.strip();
    if (stripped.startsWith("{") || stripped.startsWith("[") || stripped.startsWith("\"")) {
      readJson(stripped, words);
    } else if (FORM.matcher(stripped).matches()) {
      for (String pair : stripped.split("&", -1)) {
        add(words, form(pair.substring(pair.indexOf('=') + 1)));
      }
    } else {
      addRaw(words, stripped);
    }
  }

  /** As far as it is JSON, then as it stands. */
  private static void readJson(String text, StringJoiner words) {
    long read = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        if (at == JsonToken.VALUE_STRING) {
          add(words, parser.getText());
        } else if (at == JsonToken.FIELD_NAME && parser.currentName().strip().contains(" ")) {
          add(words, parser.currentName());
        }
        read = parser.currentLocation().getCharOffset();
      }
    } catch (IOException e) {
      int from = (int) Math.max(0, Math.min(read, text.length()));
      addRaw(words, ESCAPED.matcher(text.substring(from)).replaceAll(Legible::unescaped));
    }
  }

  private static String unescaped(MatchResult escape) {
    char one = (char) Integer.parseInt(escape.group(1), 16);
    return Matcher.quoteReplacement(String.valueOf(one));
  }

  private static String form(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value.replace('+', ' ');
    }
  }

  private static void addRaw(StringJoiner words, String text) {
    for (String run : NOT_PRINTED.split(NOT_SAID.matcher(text).replaceAll("\n"))) {
      for (String line : run.split("\\R")) {
        add(words, line);
      }
    }
  }

  private static void add(StringJoiner words, String text) {
    String stripped = NOT_PRINTED.matcher(text).replaceAll(" ").strip();
    boolean file =
        stripped.length() > LONGEST_WORD && stripped.chars().noneMatch(Character::isWhitespace);
    if (!file && stripped.chars().anyMatch(Character::isLetter)) {
      words.add(stripped);
    }
  }
}
