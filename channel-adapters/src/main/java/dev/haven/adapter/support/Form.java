package dev.haven.adapter.support;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of an {@code application/x-www-form-urlencoded} body or of a query, decoded as
 * UTF-8, in the order they came; names may repeat. A broken escape is kept as it stands.
 */
public final class Form {
  /** Most pairs that are read; the rest is left. */
  public static final int MAX_FIELDS = 1_000;

  /** One pair. */
  public record Field(String name, String value) {
    @Override
    public String toString() {
      return "Field[***]";
    }
  }

  private final List<Field> fields;

  private Form(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  public static Form of(List<Field> fields) {
    return new Form(fields);
  }

  /** Reads an encoded body. */
  public static Form read(byte[] body) {
    return read(new String(body, StandardCharsets.UTF_8));
  }

  /** Reads an encoded body or query; null is empty. */
  public static Form read(@Nullable String encoded) {
    List<Field> fields = new ArrayList<>();
    if (encoded == null || encoded.isEmpty()) {
      return new Form(fields);
    }
    int from = 0;
    while (from <= encoded.length() && fields.size() < MAX_FIELDS) {
      int to = encoded.indexOf('&', from);
      if (to < 0) {
        to = encoded.length();
      }
      if (to > from) {
        String pair = encoded.substring(from, to);
        int equals = pair.indexOf('=');
        fields.add(
            equals < 0
                ? new Field(decode(pair), "")
                : new Field(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
      }
      from = to + 1;
    }
    return new Form(fields);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Pairs in the map's order. */
  public static Form of(Map<String, String> pairs) {
    List<Field> fields = new ArrayList<>(pairs.size());
    pairs.forEach((name, value) -> fields.add(new Field(name, value)));
    return new Form(fields);
  }

  /** The same with one pair more. */
  public Form and(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Form(more);
  }

  /** The pairs, encoded as a body. */
  public byte[] encoded() {
    StringBuilder body = new StringBuilder();
    for (Field field : fields) {
      if (!body.isEmpty()) {
        body.append('&');
      }
      body.append(encode(field.name())).append('=').append(encode(field.value()));
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One value, encoded for a query or a body. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public List<Field> fields() {
    return fields;
  }

  /** The first value of that name, null when there is none. */
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return null;
  }

  /** The first value of that name, or the other text when there is none. */
  public String first(String name, String otherwise) {
    String value = first(name);
    return value == null ? otherwise : value;
  }

  /** The first value of that name when it says something, else null. */
  public @Nullable String filled(String name) {
    String value = first(name);
    return value == null || value.isBlank() ? null : value;
  }

  public boolean has(String name) {
    return first(name) != null;
  }
}
