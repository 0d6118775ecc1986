package dev.haven.server.http;

import dev.haven.server.http.ProblemException.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of one JSON object out by name, each with its type and bounds. Every fault is
 * kept with its pointer; {@link #done} throws them all together, and refuses members that nobody
 * asked for. {@code null} counts as absent.
 */
public final class Fields {
  static final String YEARS = "in the years 0001 to 9999";
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Map<String, @Nullable Object> members;
  private final String pointer;
  private final List<Fault> faults;
  private final List<String> known = new ArrayList<>();

  public Fields(Map<String, @Nullable Object> members) {
    this(members, "", new ArrayList<>());
  }

  private Fields(Map<String, @Nullable Object> members, String pointer, List<Fault> faults) {
    this.members = members;
    this.pointer = pointer;
    this.faults = faults;
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public @Nullable String text(String name, int max) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      fault(name, "type", "must be a string");
      return null;
    }
    if (text.length() > max) {
      fault(name, "too-long", "has at most " + max + " characters");
      return null;
    }
    return text;
  }

  public @Nullable String text(String name, Predicate<String> form, String description) {
    String text = text(name, 4_096);
    if (text != null && !form.test(text)) {
      fault(name, "form", "must be " + description);
      return null;
    }
    return text;
  }

  /**
   * The text, or "" with a fault when it is missing; the empty answer never leaves {@link #done}.
   */
  public String required(String name, int max) {
    if (!has(name)) {
      return missing(name, "");
    }
    String text = text(name, max);
    return text == null ? "" : text;
  }

  public String required(String name, Predicate<String> form, String description) {
    if (!has(name)) {
      return missing(name, "");
    }
    String text = text(name, form, description);
    return text == null ? "" : text;
  }

  /** The same of a text that says something: one character at least can be seen. */
  public String said(String name, int max) {
    String text = required(name, max);
    if (has(name) && text.codePoints().noneMatch(Fields::isSeen)) {
      fault(name, "form", "must say something");
    }
    return text;
  }

  private static boolean isSeen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  public <T> T required(String name, T standIn, Function<String, @Nullable T> of, String all) {
    if (!has(name)) {
      return missing(name, standIn);
    }
    T value = choice(name, of, all);
    return value == null ? standIn : value;
  }

  public <T> @Nullable T choice(String name, Function<String, @Nullable T> of, String all) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    T value = of.apply(text);
    if (value == null) {
      fault(name, "unknown-value", "must be one of " + all);
    }
    return value;
  }

  public @Nullable Instant instant(String name) {
    String text = text(name, 64);
    if (text == null) {
      return null;
    }
    Instant at;
    try {
      at = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      fault(name, "form", "must be a time in ISO 8601 with an offset");
      return null;
    }
    if (!isDateTime(at)) {
      fault(name, "out-of-range", "must be " + YEARS);
      return null;
    }
    return at;
  }

  /** Whether it can be written as a date-time of RFC 3339, whose years have four digits. */
  static boolean isDateTime(Instant at) {
    return !at.isBefore(FIRST) && !at.isAfter(LAST);
  }

  public @Nullable Long whole(String name, long min, long max) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Long number)) {
      fault(name, "type", "must be a whole number");
      return null;
    }
    if (number < min || number > max) {
      fault(name, "out-of-range", "must be from " + min + " to " + max);
      return null;
    }
    return number;
  }

  public @Nullable Boolean flag(String name) {
    Object value = take(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    fault(name, "type", "must be true or false");
    return null;
  }

  public List<String> texts(String name, int maxItems, Predicate<String> form, String what) {
    Object value = take(name);
    List<String> result = new ArrayList<>();
    if (value == null) {
      return result;
    }
    if (!(value instanceof List<?> items) || items.size() > maxItems) {
      fault(name, "type", "must be a list of at most " + maxItems);
      return result;
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof String text && form.test(text)) {
        result.add(text);
      } else {
        fault(name + "/" + i, "form", "must be " + what);
      }
    }
    return result;
  }

  /** An object with free names and texts. */
  public Map<String, String> map(String name, int maxEntries, int maxName, int maxValue) {
    Map<String, String> result = new LinkedHashMap<>();
    Fields inner = object(name);
    if (inner == null) {
      return result;
    }
    if (inner.members.size() > maxEntries) {
      fault(name, "too-many", "has at most " + maxEntries + " members");
      return result;
    }
    for (String key : inner.members.keySet()) {
      String text = inner.text(key, maxValue);
      if (key.isEmpty() || key.length() > maxName) {
        inner.fault(key, "form", "has a name of 1 to " + maxName + " characters");
      } else if (text != null) {
        result.put(key, text);
      }
    }
    return result;
  }

  /** An object with free names and whole numbers. */
  public Map<String, Integer> numbers(String name, int maxEntries, int min, int max) {
    Map<String, Integer> result = new LinkedHashMap<>();
    Fields inner = object(name);
    if (inner == null) {
      return result;
    }
    if (inner.members.size() > maxEntries) {
      fault(name, "too-many", "has at most " + maxEntries + " members");
      return result;
    }
    for (String key : inner.members.keySet()) {
      Long number = inner.whole(key, min, max);
      if (number != null) {
        result.put(key, number.intValue());
      }
    }
    return result;
  }

  @SuppressWarnings("unchecked")
  public @Nullable Fields object(String name) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> map)) {
      fault(name, "type", "must be an object");
      return null;
    }
    return new Fields((Map<String, @Nullable Object>) map, at(name), faults);
  }

  @SuppressWarnings("unchecked")
  public List<Fields> objects(String name, int maxItems) {
    Object value = take(name);
    List<Fields> result = new ArrayList<>();
    if (value == null) {
      return result;
    }
    if (!(value instanceof List<?> items) || items.size() > maxItems) {
      fault(name, "type", "must be a list of at most " + maxItems);
      return result;
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Map<?, ?> map) {
        result.add(new Fields((Map<String, @Nullable Object>) map, at(name) + "/" + i, faults));
      } else {
        fault(name + "/" + i, "type", "must be an object");
      }
    }
    return result;
  }

  public void fault(String name, String code, String detail) {
    faults.add(new Fault(at(name), code, detail));
  }

  /** Refuses members of this object that nobody asked for; faults wait for {@link #done}. */
  public void close() {
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        faults.add(new Fault(at(shown), "unknown-member", "is not known here"));
      }
    }
  }

  /** Throws all faults of this object and those in it. */
  public void done() {
    close();
    if (faults.isEmpty()) {
      return;
    }
    for (Fault fault : faults) {
      if ("unknown-member".equals(fault.code())) {
        throw new ProblemException(
            Trouble.UNKNOWN_MEMBER, fault.pointer() + " is not known here.", faults);
      }
    }
    Fault first = faults.get(0);
    throw new ProblemException(
        Trouble.SCHEMA, first.pointer() + " " + first.detail() + ".", faults);
  }

  private <T> T missing(String name, T standIn) {
    take(name);
    fault(name, "missing", "is missing");
    return standIn;
  }

  private @Nullable Object take(String name) {
    known.add(name);
    return members.get(name);
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0");
  }
}
