package dev.haven.server.desktop;

import dev.haven.server.http.Fields;
import dev.haven.server.http.ProblemException;
import dev.haven.server.http.StrictJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message of a desktop: its type, its id, its data. {@code seq} and {@code at} are ignored. */
public record Message(String type, String id, Fields data) {
  private static final int MAX_ID = 128;

  /**
   * @throws ProblemException when it is none
   */
  public static Message parse(String text) {
    Map<String, @Nullable Object> members = StrictJson.object(text);
    Fields fields = new Fields(members);
    String type = fields.required("type", 64);
    String id = fields.required("id", MAX_ID);
    if (id.isEmpty()) {
      fields.fault("id", "form", "must not be empty");
    }
    fields.whole("seq", 0, Long.MAX_VALUE);
    fields.text("at", 64);
    Fields data = fields.object("data");
    fields.done();
    return new Message(type, id, data == null ? new Fields(Map.of()) : data);
  }

  /** The id of a message that could not be read whole; null when not even that can be told. */
  public static @Nullable String idOf(String text) {
    try {
      return StrictJson.object(text).get("id") instanceof String id && id.length() <= MAX_ID
          ? id
          : null;
    } catch (ProblemException e) {
      return null;
    }
  }
}
