package dev.haven.server.chat;

import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts.Spoken;
import dev.haven.server.desktop.Frames;
import dev.haven.server.http.JsonOut;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes every frame to the widget, ready to send; the shapes stand in {@code asyncapi.yaml}. */
final class ChatFrames {
  private ChatFrames() {}

  static Buffer welcome(Instant at, String id, String token) {
    return Frames.frame("welcome", id, 0, at, out -> out.writeStringField("token", token));
  }

  /**
   * @param n which message of its contact, from 0
   */
  static Buffer message(Instant at, Spoken spoken, int n) {
    return Frames.frame(
        "message",
        null,
        0,
        at,
        out -> {
          out.writeStringField("contactId", spoken.contact().value());
          out.writeNumberField("n", n);
          out.writeStringField("from", spoken.from());
          out.writeStringField("text", spoken.text());
          out.writeStringField("at", spoken.at().toString());
        });
  }

  /** The site's own words, shown once. */
  static Buffer notice(Instant at, String text) {
    return Frames.frame("notice", null, 0, at, out -> out.writeStringField("text", text));
  }

  /**
   * @param contact null before the first message
   */
  static Buffer status(Instant at, @Nullable ContactView contact) {
    return Frames.frame(
        "status",
        null,
        0,
        at,
        out -> {
          out.writeStringField("state", state(contact));
          JsonOut.number(out, "position", contact == null ? null : contact.position());
          JsonOut.number(
              out, "estimatedWaitSeconds", contact == null ? null : contact.estimatedWaitSeconds());
        });
  }

  /** What a visitor needs to know of a contact's state: new, waiting, connected or closed. */
  static String state(@Nullable ContactView contact) {
    if (contact == null) {
      return "new";
    }
    return switch (contact.state()) {
      case RECEIVED, WAITING, OFFERED, SCHEDULED, JOINED -> "waiting";
      case ENGAGED -> "connected";
      case WRAPPING, CLOSED -> "closed";
    };
  }
}
