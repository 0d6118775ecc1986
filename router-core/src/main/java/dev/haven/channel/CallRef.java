package dev.haven.channel;

import java.util.Map;

/**
 * A live call, or one leg of it, in the adapter's own terms. The host keeps it sealed, as JSON, and
 * hands it back on any node; only the adapter reads it.
 */
public record CallRef(Map<String, String> values) {
  public CallRef {
    values = Map.copyOf(values);
  }

  /** The value of that name; an adapter that asks for what it did not put in is wrong. */
  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the call has no '" + name + "'");
    }
    return value;
  }

  @Override
  public String toString() {
    return "CallRef" + values.keySet();
  }
}
