package dev.haven.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Key material of an endpoint. Several values may be valid at once, the newest first: that is how a
 * secret is rotated without losing a contact. It never shows itself in text.
 */
public final class Secret {
  private final List<String> values;

  private Secret(List<String> values) {
    this.values = values;
  }

  public static Secret of(String... values) {
    return of(List.of(values));
  }

  /** Non-empty; no value may be empty. */
  public static Secret of(List<String> values) {
    if (values.isEmpty() || values.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a secret has at least one value and none is empty");
    }
    return new Secret(List.copyOf(values));
  }

  /**
   * Reads the {@code secret} block of an endpoint: a text is one value, a list is several, and a
   * block inside it (such as {@code certificates}) becomes one entry for each of its keys, named
   * {@code block.key}.
   */
  public static Map<String, Secret> readAll(Map<String, ?> block) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    block.forEach((name, value) -> read(name, value, secrets));
    return Map.copyOf(secrets);
  }

  private static void read(String name, Object value, Map<String, Secret> into) {
    if (value instanceof Map<?, ?> inner) {
      inner.forEach((key, innerValue) -> read(name + "." + key, innerValue, into));
    } else if (value instanceof List<?> several) {
      List<String> values = new ArrayList<>();
      several.forEach(one -> values.add(String.valueOf(one)));
      into.put(name, of(values));
    } else {
      into.put(name, of(String.valueOf(value)));
    }
  }

  /** Every value that is valid now, the newest first. */
  public List<String> values() {
    return values;
  }

  /** The newest value: the one to sign or sign in with. */
  public String newest() {
    return values.get(0);
  }

  @Override
  public String toString() {
    return "***";
  }
}
