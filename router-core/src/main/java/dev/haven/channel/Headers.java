package dev.haven.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header lines in the order they came; names compare without case, a name may repeat. Immutable.
 * Values may be secrets or a person's data, so it shows only how many there are.
 */
public final class Headers {
  /** One line as it came: the name's case is kept. */
  public record Line(String name, String value) {
    @Override
    public String toString() {
      return name + ": ***";
    }
  }

  private static final Headers NONE = new Headers(List.of());

  private final List<Line> lines;

  private Headers(List<Line> lines) {
    this.lines = lines;
  }

  public static Headers none() {
    return NONE;
  }

  public static Headers of(List<Line> lines) {
    return new Headers(List.copyOf(lines));
  }

  /** One line for each entry, in the map's order. */
  public static Headers of(Map<String, String> byName) {
    List<Line> lines = new ArrayList<>(byName.size());
    byName.forEach((name, value) -> lines.add(new Line(name, value)));
    return of(lines);
  }

  public List<Line> lines() {
    return lines;
  }

  /** The first value of that name, or null when there is none. */
  public @Nullable String first(String name) {
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        return line.value();
      }
    }
    return null;
  }

  /** Every value of that name, in order; empty when there is none. */
  public List<String> all(String name) {
    List<String> found = new ArrayList<>(1);
    for (Line line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        found.add(line.value());
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "Headers[" + lines.size() + " lines]";
  }
}
