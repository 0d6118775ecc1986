package dev.haven.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Sealer;
import dev.haven.urgency.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals and opens what persons said and who they are. Sealed text is ISO 8859-1, one character a
 * byte, as the store keeps it. Safe for any thread.
 */
final class Words {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper READER = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(Words.class);

  private final Sealer sealer;

  Words(Sealer sealer) {
    this.sealer = sealer;
  }

  String seal(WorkspaceId workspace, String contact, Dossier dossier) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      text(json, "from", dossier.from());
      text(json, "to", dossier.to());
      text(json, "subject", dossier.subject());
      text(json, "text", dossier.text());
      text(json, "name", dossier.name());
      map(json, "attributes", dossier.attributes());
      json.writeArrayFieldStart("reasons");
      for (Reason reason : dossier.reasons()) {
        json.writeStartArray();
        json.writeString(reason.code());
        json.writeString(reason.english());
        json.writeString(reason.spanish());
        json.writeNumber(reason.start());
        json.writeNumber(reason.end());
        json.writeEndArray();
      }
      json.writeEndArray();
      text(json, "scorer", dossier.scorer());
      map(json, "reply", dossier.reply());
      map(json, "call", dossier.call());
      text(json, "override", dossier.overrideReason());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed(out.toByteArray(), place(workspace, contact, "card"));
  }

  Dossier dossier(WorkspaceId workspace, String contact, String sealed) {
    JsonNode node = opened(sealed, place(workspace, contact, "card"));
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode r : node.path("reasons")) {
      reasons.add(
          new Reason(
              r.get(0).asText(),
              r.get(1).asText(),
              r.get(2).asText(),
              r.get(3).asInt(),
              r.get(4).asInt()));
    }
    Map<String, String> attributes = map(node.get("attributes"));
    return new Dossier(
        orNull(node, "from"),
        orNull(node, "to"),
        orNull(node, "subject"),
        orNull(node, "text"),
        orNull(node, "name"),
        attributes == null ? Map.of() : attributes,
        reasons,
        node.path("scorer").asText(""),
        map(node.get("reply")),
        map(node.get("call")),
        orNull(node, "override"));
  }

  /**
   * The same, but where no key of this node opens it, as when a key left the ring too soon, it is
   * {@link Dossier#UNREADABLE} and the log says so: who waits can be offered and answered all the
   * same. What is sealed stays.
   */
  Dossier readable(WorkspaceId workspace, String contact, String sealed) {
    return whereReadable(workspace, contact, () -> dossier(workspace, contact, sealed))
        .orElse(Dossier.UNREADABLE);
  }

  /** One message after the first. */
  String sealLine(WorkspaceId workspace, String contact, DesktopFrame.Line line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("from", line.from());
      text(json, "id", line.id());
      json.writeStringField("text", line.text());
      json.writeNumberField("at", line.at().toEpochMilli());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed(out.toByteArray(), place(workspace, contact, "line"));
  }

  DesktopFrame.Line line(WorkspaceId workspace, String contact, String sealed) {
    JsonNode node = opened(sealed, place(workspace, contact, "line"));
    return new DesktopFrame.Line(
        node.path("from").asText(),
        node.path("text").asText(),
        Instant.ofEpochMilli(node.path("at").asLong()),
        orNull(node, "id"),
        null);
  }

  /** The same; empty where no key of this node opens it. */
  Optional<DesktopFrame.Line> readableLine(WorkspaceId workspace, String contact, String sealed) {
    return whereReadable(workspace, contact, () -> line(workspace, contact, sealed));
  }

  private static <T> Optional<T> whereReadable(
      WorkspaceId workspace, String contact, Supplier<T> open) {
    try {
      return Optional.of(open.get());
    } catch (IllegalStateException e) {
      LOG.atError()
          .addKeyValue("workspace", workspace.value())
          .addKeyValue("contact", contact)
          .log("no key of this node opens what was said by a contact; it goes on without");
      return Optional.empty();
    }
  }

  /** How a person's message is answered. */
  String sealReply(WorkspaceId workspace, String contact, Map<String, String> reply) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      map(json, "reply", reply);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sealed(out.toByteArray(), place(workspace, contact, "reply"));
  }

  /** Null where there is no way back, or where no key of this node opens it. */
  @Nullable Map<String, String> reply(WorkspaceId workspace, String contact, String sealed) {
    return whereReadable(
            workspace, contact, () -> opened(sealed, place(workspace, contact, "reply")))
        .map(opened -> map(opened.get("reply")))
        .orElse(null);
  }

  /**
   * Anything else that names persons, such as an entry of the directory or the notes of a wrap-up.
   */
  String sealText(WorkspaceId workspace, String subject, String field, String plain) {
    return sealed(plain.getBytes(StandardCharsets.UTF_8), place(workspace, subject, field));
  }

  String openText(WorkspaceId workspace, String subject, String field, String sealed) {
    return new String(
        sealer.open(sealed.getBytes(StandardCharsets.ISO_8859_1), place(workspace, subject, field)),
        StandardCharsets.UTF_8);
  }

  private String sealed(byte[] plain, String place) {
    return new String(sealer.seal(plain, place), StandardCharsets.ISO_8859_1);
  }

  private JsonNode opened(String sealed, String place) {
    try {
      return READER.readTree(sealer.open(sealed.getBytes(StandardCharsets.ISO_8859_1), place));
    } catch (IOException e) {
      throw new UncheckedIOException("what was sealed here is not what this version writes", e);
    }
  }

  private static String place(WorkspaceId workspace, String subject, String field) {
    return workspace.value() + '|' + subject + '|' + field;
  }

  private static void text(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void map(JsonGenerator json, String field, @Nullable Map<String, String> values)
      throws IOException {
    if (values == null || values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> e : values.entrySet()) {
      json.writeStringField(e.getKey(), e.getValue());
    }
    json.writeEndObject();
  }

  private static @Nullable String orNull(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? null : value.asText();
  }

  private static @Nullable Map<String, String> map(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    node.fields().forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
    return values;
  }
}
