package dev.haven.server.desktop;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.contact.ContactId;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.DesktopFrame.ActivityUpdated;
import dev.haven.flow.DesktopFrame.Card;
import dev.haven.flow.DesktopFrame.Consult;
import dev.haven.flow.DesktopFrame.ContactFiles;
import dev.haven.flow.DesktopFrame.ContactMembers;
import dev.haven.flow.DesktopFrame.ContactUrgency;
import dev.haven.flow.DesktopFrame.Engagement;
import dev.haven.flow.DesktopFrame.EngagementConsult;
import dev.haven.flow.DesktopFrame.EngagementDelivery;
import dev.haven.flow.DesktopFrame.EngagementEnded;
import dev.haven.flow.DesktopFrame.EngagementInterpreter;
import dev.haven.flow.DesktopFrame.EngagementMessage;
import dev.haven.flow.DesktopFrame.EngagementStarted;
import dev.haven.flow.DesktopFrame.EngagementUpdated;
import dev.haven.flow.DesktopFrame.Escalation;
import dev.haven.flow.DesktopFrame.Escalations;
import dev.haven.flow.DesktopFrame.Interpreter;
import dev.haven.flow.DesktopFrame.Line;
import dev.haven.flow.DesktopFrame.Offer;
import dev.haven.flow.DesktopFrame.OfferCreated;
import dev.haven.flow.DesktopFrame.OfferEnded;
import dev.haven.flow.DesktopFrame.Self;
import dev.haven.flow.DesktopFrame.Snapshot;
import dev.haven.server.http.Attachments;
import dev.haven.server.http.ContactJson;
import dev.haven.server.http.JsonOut;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes every frame to the desktop, ready to send; the shapes stand in {@code asyncapi.yaml}. */
public final class Frames {
  private static final String FILES = "contact.attachments";

  private Frames() {}

  /** The {@code data} of a frame. */
  @FunctionalInterface
  public interface Data {
    void write(JsonGenerator out) throws IOException;
  }

  static Buffer welcome(Instant at, @Nullable String id, String session, long seq) {
    return frame(
        "welcome",
        id,
        0,
        at,
        out -> {
          out.writeStringField("sessionId", session);
          out.writeNumberField("seq", seq);
        });
  }

  static Buffer ack(Instant at, @Nullable String id) {
    return frame("ack", id, 0, at, out -> {});
  }

  public static Buffer pong(Instant at, @Nullable String id, long seq) {
    return frame("pong", id, 0, at, out -> out.writeNumberField("seq", seq));
  }

  static Buffer error(Instant at, @Nullable String id, String code, String detail) {
    return frame(
        "error",
        id,
        0,
        at,
        out -> {
          out.writeStringField("code", code);
          out.writeStringField("detail", detail);
        });
  }

  /** The files of a contact, as they are now. */
  static Buffer files(Instant at, ContactId contact, List<Attachments.Kept> files) {
    return frame(
        FILES,
        null,
        0,
        at,
        out -> {
          out.writeStringField("contactId", contact.value());
          ContactJson.files(out, files);
        });
  }

  /** Contacts whose files a desktop is told of with that frame, where they have any. */
  static List<ContactId> withFiles(DesktopFrame frame) {
    if (frame instanceof OfferCreated created) {
      return withFiles(List.of(created.offer().contact()));
    } else if (frame instanceof EngagementStarted started) {
      return withFiles(List.of(started.engagement().contact()));
    } else if (frame instanceof ContactFiles changed) {
      return List.of(changed.contact());
    } else if (frame instanceof Snapshot snapshot) {
      List<DesktopFrame.Card> cards = new ArrayList<>();
      snapshot.offers().forEach(offer -> cards.add(offer.contact()));
      snapshot.engagements().forEach(engagement -> cards.add(engagement.contact()));
      return withFiles(cards);
    }
    return List.of();
  }

  private static List<ContactId> withFiles(List<DesktopFrame.Card> cards) {
    return cards.stream()
        .filter(DesktopFrame.Card::mayHaveFiles)
        .map(DesktopFrame.Card::id)
        .toList();
  }

  /** A frame of the pipeline. */
  static Buffer of(Instant at, DesktopFrame frame) {
    return frame(typeOf(frame), null, frame.seq(), at, out -> data(out, frame));
  }

  static String typeOf(DesktopFrame frame) {
    if (frame instanceof OfferEnded ended) {
      return ended.timeout() ? "offer.timeout" : "offer.rescinded";
    } else if (frame instanceof OfferCreated) {
      return "offer.created";
    } else if (frame instanceof EngagementStarted) {
      return "engagement.started";
    } else if (frame instanceof EngagementUpdated) {
      return "engagement.updated";
    } else if (frame instanceof EngagementConsult) {
      return "engagement.consult";
    } else if (frame instanceof EngagementInterpreter) {
      return "engagement.interpreter";
    } else if (frame instanceof EngagementMessage) {
      return "engagement.message";
    } else if (frame instanceof EngagementDelivery) {
      return "engagement.delivery";
    } else if (frame instanceof EngagementEnded) {
      return "engagement.ended";
    } else if (frame instanceof ContactUrgency) {
      return "contact.urgency";
    } else if (frame instanceof ActivityUpdated) {
      return "activity.updated";
    } else if (frame instanceof ContactMembers) {
      return "contact.members";
    } else if (frame instanceof ContactFiles) {
      return FILES;
    } else if (frame instanceof Snapshot) {
      return "snapshot";
    } else if (frame instanceof Escalations) {
      return "supervisor.escalations";
    }
    throw new IllegalArgumentException("no such frame: " + frame.getClass().getSimpleName());
  }

  private static void data(JsonGenerator out, DesktopFrame frame) throws IOException {
    if (frame instanceof OfferCreated created) {
      offer(out, created.offer());
    } else if (frame instanceof OfferEnded ended) {
      out.writeStringField("offerId", ended.id().value());
      out.writeStringField("contactId", ended.contact().value());
      out.writeStringField("cause", ended.cause());
    } else if (frame instanceof EngagementStarted started) {
      engagement(out, started.engagement());
    } else if (frame instanceof EngagementUpdated updated) {
      out.writeStringField("engagementId", updated.id().value());
      out.writeStringField("contactId", updated.contact().value());
      out.writeStringField("state", updated.state());
      if (updated.cause() != null) {
        out.writeStringField("cause", updated.cause());
      }
    } else if (frame instanceof EngagementConsult about) {
      out.writeStringField("engagementId", about.id().value());
      out.writeStringField("contactId", about.contact().value());
      consult(out, about.consult());
      if (about.cause() != null) {
        out.writeStringField("cause", about.cause());
      }
    } else if (frame instanceof EngagementInterpreter about) {
      out.writeStringField("engagementId", about.id().value());
      out.writeStringField("contactId", about.contact().value());
      interpreter(out, about.interpreter());
      if (about.cause() != null) {
        out.writeStringField("cause", about.cause());
      }
    } else if (frame instanceof EngagementMessage message) {
      out.writeStringField("engagementId", message.id().value());
      out.writeStringField("contactId", message.contact().value());
      out.writeFieldName("message");
      line(out, message.line());
    } else if (frame instanceof EngagementDelivery delivery) {
      out.writeStringField("engagementId", delivery.id().value());
      out.writeStringField("contactId", delivery.contact().value());
      out.writeStringField("messageId", delivery.message());
      out.writeStringField("status", delivery.status());
    } else if (frame instanceof EngagementEnded ended) {
      out.writeStringField("engagementId", ended.id().value());
      out.writeStringField("contactId", ended.contact().value());
      out.writeStringField("cause", ended.cause());
    } else if (frame instanceof ContactUrgency urgency) {
      out.writeStringField("contactId", urgency.contact().value());
      out.writeObjectFieldStart("urgency");
      ContactJson.urgency(out, urgency.tier().wireName(), urgency.score(), urgency.reasons(), "en");
      out.writeEndObject();
    } else if (frame instanceof ContactMembers joined) {
      out.writeStringField("contactId", joined.contact().value());
      ContactJson.members(out, joined.members());
    } else if (frame instanceof ActivityUpdated activity) {
      out.writeStringField("activity", activity.activity());
      JsonOut.text(out, "nextActivity", activity.nextActivity());
    } else if (frame instanceof Snapshot snapshot) {
      snapshot(out, snapshot);
    } else if (frame instanceof Escalations escalations) {
      escalations(out, escalations.list());
    }
  }

  private static void snapshot(JsonGenerator out, Snapshot snapshot) throws IOException {
    Self self = snapshot.navigator();
    out.writeObjectFieldStart("navigator");
    out.writeStringField("id", self.id());
    out.writeStringField("name", self.name());
    out.writeStringField("activity", self.activity());
    JsonOut.text(out, "nextActivity", self.nextActivity());
    out.writeArrayFieldStart("languages");
    for (String language : self.languages()) {
      out.writeString(language);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeArrayFieldStart("offers");
    for (Offer offer : snapshot.offers()) {
      out.writeStartObject();
      offer(out, offer);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("engagements");
    for (Engagement engagement : snapshot.engagements()) {
      out.writeStartObject();
      engagement(out, engagement);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void escalations(JsonGenerator out, List<Escalation> list) throws IOException {
    out.writeArrayFieldStart("escalations");
    for (Escalation one : list) {
      out.writeStartObject();
      out.writeStringField("contactId", one.contact().value());
      out.writeStringField("channel", one.channel().wireName());
      out.writeStringField("language", one.language());
      out.writeStringField("queue", one.queue());
      out.writeStringField("tier", one.tier().wireName());
      out.writeNumberField("score", one.score());
      JsonOut.time(out, "arrivedAt", one.arrivedAt());
      out.writeStringField("state", one.state());
      out.writeNumberField("rung", one.rung());
      JsonOut.time(out, "nextAt", one.nextAt());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void offer(JsonGenerator out, Offer offer) throws IOException {
    out.writeStringField("offerId", offer.id().value());
    out.writeFieldName("contact");
    card(out, offer.contact());
    JsonOut.time(out, "expiresAt", offer.expiresAt());
    if (offer.consultedBy() != null) {
      out.writeStringField("kind", "consult");
      out.writeStringField("consultedBy", offer.consultedBy());
    }
  }

  private static void consult(JsonGenerator out, Consult consult) throws IOException {
    out.writeObjectFieldStart("consult");
    out.writeStringField("offerId", consult.id().value());
    out.writeStringField("role", consult.first() ? "first" : "second");
    out.writeStringField("navigator", consult.navigator());
    out.writeStringField("state", consult.state());
    out.writeEndObject();
  }

  private static void interpreter(JsonGenerator out, Interpreter interpreter) throws IOException {
    out.writeObjectFieldStart("interpreter");
    out.writeStringField("language", interpreter.language());
    out.writeStringField("state", interpreter.state());
    out.writeEndObject();
  }

  private static void engagement(JsonGenerator out, Engagement engagement) throws IOException {
    out.writeStringField("engagementId", engagement.id().value());
    out.writeFieldName("contact");
    card(out, engagement.contact());
    out.writeStringField("state", engagement.state());
    JsonOut.time(out, "startedAt", engagement.startedAt());
    if (engagement.controls() != null) {
      out.writeArrayFieldStart("controls");
      for (String control : engagement.controls()) {
        out.writeString(control);
      }
      out.writeEndArray();
    }
    if (engagement.consult() != null) {
      consult(out, engagement.consult());
    }
    if (engagement.interpreter() != null) {
      interpreter(out, engagement.interpreter());
    }
    out.writeArrayFieldStart("conversation");
    for (Line line : engagement.conversation()) {
      line(out, line);
    }
    out.writeEndArray();
  }

  private static void line(JsonGenerator out, Line line) throws IOException {
    out.writeStartObject();
    out.writeStringField("from", line.from());
    out.writeStringField("text", line.text());
    JsonOut.time(out, "at", line.at());
    if (line.id() != null) {
      out.writeStringField("id", line.id());
    }
    if (line.status() != null) {
      out.writeStringField("status", line.status());
    }
    out.writeEndObject();
  }

  private static void card(JsonGenerator out, Card card) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", card.id().value());
    out.writeStringField("channel", card.channel().wireName());
    out.writeStringField("language", card.language());
    out.writeStringField("queue", card.queue());
    out.writeStringField("kind", card.kind());
    out.writeObjectFieldStart("urgency");
    ContactJson.urgency(out, card.tier().wireName(), card.score(), card.reasons(), card.language());
    out.writeEndObject();
    if (card.person() == null && card.personName() == null) {
      out.writeNullField("person");
    } else {
      out.writeObjectFieldStart("person");
      JsonOut.text(out, "id", card.person());
      JsonOut.text(out, "name", card.personName());
      out.writeEndObject();
    }
    JsonOut.text(out, "from", card.from());
    JsonOut.text(out, "subject", card.subject());
    out.writeStringField("preview", card.preview());
    JsonOut.time(out, "arrivedAt", card.arrivedAt());
    JsonOut.text(out, "previousContactId", card.previous());
    ContactJson.members(out, card.members());
    out.writeEndObject();
  }

  /** A frame that changes state has a {@code seq} over 0; one that answers a command has its id. */
  public static Buffer frame(String type, @Nullable String id, long seq, Instant at, Data data) {
    return JsonOut.buffer(
        out -> {
          out.writeStartObject();
          out.writeStringField("type", type);
          if (id != null) {
            out.writeStringField("id", id);
          }
          if (seq > 0) {
            out.writeNumberField("seq", seq);
          }
          JsonOut.time(out, "at", at);
          out.writeObjectFieldStart("data");
          data.write(out);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  /** A text, pong, ping or close frame of RFC 6455 around that payload; servers do not mask. */
  public static Buffer wrap(int opcode, Buffer payload) {
    int n = payload.length();
    Buffer frame = Buffer.buffer(n + 10).appendByte((byte) (0x80 | opcode));
    if (n < 126) {
      frame.appendByte((byte) n);
    } else if (n < 65_536) {
      frame.appendByte((byte) 126).appendUnsignedShort(n);
    } else {
      frame.appendByte((byte) 127).appendLong(n);
    }
    return frame.appendBuffer(payload);
  }

  public static Buffer close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    Buffer payload = Buffer.buffer().appendUnsignedShort(code);
    payload.appendBytes(text, 0, Math.min(text.length, 123));
    return wrap(8, payload);
  }
}
