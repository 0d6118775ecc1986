package dev.haven.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.contact.ContactId;
import dev.haven.flow.Contacts.Spoken;
import dev.haven.server.support.Specification;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatFramesTest {
  private static final Instant AT = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void shouldTellTheWidgetWhatTheSpecificationSays() throws IOException {
    Specification spec = Specification.of("/api/asyncapi.yaml");
    Spoken spoken = new Spoken(new ContactId("c1"), "navigator", "Estoy aquí", AT);
    Map<String, Buffer> frames =
        Map.of(
            "ChatWelcome", ChatFrames.welcome(AT, "1", "token"),
            "ChatSaid", ChatFrames.message(AT, spoken, 3),
            "ChatNotice", ChatFrames.notice(AT, "You can call 988"),
            "ChatStatus", ChatFrames.status(AT, null));
    for (Map.Entry<String, Buffer> frame : frames.entrySet()) {
      JsonNode json = new ObjectMapper().readTree(frame.getValue().getBytes());
      JsonNode schema = spec.root().at("/components/schemas/" + frame.getKey());
      assertThat(spec.schema(schema).validate(json)).as(json.toString()).isEmpty();
    }
  }
}
