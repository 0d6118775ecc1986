package dev.haven.store.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * MessagePack texts one behind the other, as transitions write records and notices: texts, and
 * lists of texts. Bytes are the characters of ISO 8859-1.
 */
final class Packed {
  private static final int FIELDS_OF_A_NOTICE = 16;
  private static final int DEEPEST = 8;

  private final String bytes;
  private int at;
  private int depth;

  private Packed(String bytes) {
    this.bytes = bytes;
  }

  /**
   * All values in their order, each a String or a list of them.
   *
   * @throws IllegalArgumentException on anything else, or when the end is missing
   */
  static List<Object> read(String bytes) {
    Packed packed = new Packed(bytes);
    List<Object> values = new ArrayList<>(FIELDS_OF_A_NOTICE);
    while (packed.at < bytes.length()) {
      values.add(packed.value());
    }
    return values;
  }

  /** The texts one behind the other. */
  static String write(String... texts) {
    StringBuilder bytes = new StringBuilder(256);
    for (String text : texts) {
      int length = text.length();
      if (length < 0x20) {
        bytes.append((char) (0xa0 + length));
      } else if (length < 0x100) {
        bytes.append('\u00d9').append((char) length);
      } else if (length < 0x10000) {
        bytes.append('\u00da').append((char) (length >> 8)).append((char) (length & 0xff));
      } else {
        bytes.append('\u00db').append((char) (length >>> 24)).append((char) (length >> 16 & 0xff));
        bytes.append((char) (length >> 8 & 0xff)).append((char) (length & 0xff));
      }
      bytes.append(text);
    }
    return bytes.toString();
  }

  /**
   * Texts and lists of texts one behind the other.
   *
   * @throws IllegalArgumentException on anything else
   */
  static String of(List<?> values) {
    StringBuilder bytes = new StringBuilder();
    for (Object value : values) {
      if (value instanceof String text) {
        bytes.append(write(text));
      } else if (value instanceof List<?> list) {
        bytes
            .append('\u00dc')
            .append((char) (list.size() >> 8))
            .append((char) (list.size() & 0xff));
        bytes.append(of(list));
      } else {
        throw new IllegalArgumentException("neither text nor list");
      }
    }
    return bytes.toString();
  }

  private Object value() {
    int kind = number(1);
    if (kind >= 0xa0 && kind <= 0xbf) {
      return text(kind - 0xa0);
    }
    if (kind >= 0x90 && kind <= 0x9f) {
      return list(kind - 0x90);
    }
    return switch (kind) {
      case 0xd9 -> text(number(1));
      case 0xda -> text(number(2));
      case 0xdb -> text(number(4));
      case 0xdc -> list(number(2));
      default ->
          throw new IllegalArgumentException(
              "neither text nor list: 0x" + Integer.toHexString(kind) + " at " + (at - 1));
    };
  }

  private String text(int length) {
    if (length < 0 || bytes.length() - at < length) {
      throw new IllegalArgumentException("a text of " + length + " bytes ends early at " + at);
    }
    at += length;
    return bytes.substring(at - length, at);
  }

  private List<Object> list(int size) {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("lists in lists in lists at " + at);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(value());
    }
    depth--;
    return values;
  }

  private int number(int length) {
    if (bytes.length() - at < length) {
      throw new IllegalArgumentException("a number ends early at " + at);
    }
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | bytes.charAt(at + i);
    }
    at += length;
    return number;
  }
}
