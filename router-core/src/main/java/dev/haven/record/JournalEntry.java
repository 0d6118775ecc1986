package dev.haven.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * One line of the journal, read.
 *
 * @param n number within the workspace, from 1
 * @param at milliseconds since 1970
 * @param type such as {@code offer.created}
 * @param fields all of the line
 */
public record JournalEntry(long n, long at, String type, JsonNode fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Empty when the line is not a JSON object with number, time and type. */
  public static Optional<JournalEntry> read(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.path("n").isIntegralNumber()
          || !node.path("at").isIntegralNumber()
          || !node.path("type").isTextual()) {
        return Optional.empty();
      }
      return Optional.of(
          new JournalEntry(
              node.path("n").asLong(), node.path("at").asLong(), node.path("type").asText(), node));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  public boolean has(String name) {
    return fields.has(name);
  }

  public String text(String name) {
    return fields.path(name).asText("");
  }

  public int number(String name, int otherwise) {
    return fields.path(name).asInt(otherwise);
  }

  public long longNumber(String name, long otherwise) {
    return fields.path(name).asLong(otherwise);
  }

  /** A rank of urgency, 0 to 4, whatever stands there. */
  public int tier(String name) {
    return Math.max(0, Math.min(4, number(name, 4)));
  }

  /** A channel's number, 0 to 5, whatever stands there. */
  public int channel(String name) {
    return Math.max(0, Math.min(5, number(name, 5)));
  }

  /** An array of numbers by channel; what is missing is 0. */
  public int[] six(String name) {
    int[] six = new int[6];
    JsonNode array = fields.path(name);
    for (int i = 0; i < six.length; i++) {
      six[i] = array.path(i).asInt(0);
    }
    return six;
  }
}
