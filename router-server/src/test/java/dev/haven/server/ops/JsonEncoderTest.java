package dev.haven.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonEncoderTest {
  @Test
  void shouldWriteOneLineWithFieldsAndNoMessageOfAnException() throws IOException {
    // given
    Exception thrown = new IllegalStateException("planted", new IOException("planted too"));
    LoggingEvent event =
        new LoggingEvent(
            "x", new LoggerContext().getLogger("a.b"), Level.WARN, "said", thrown, null);
    event.addKeyValuePair(new KeyValuePair("contact", "c1\r\n\u001b[31m\"}"));
    // when
    String line = new String(new JsonEncoder().encode(event), StandardCharsets.UTF_8);
    // then
    assertThat(line).endsWith("}\n").doesNotContain("planted").doesNotContain("\u001b");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("contact").asText()).startsWith("c1");
    assertThat(json.path("exception").get(0).asText()).isEqualTo("java.lang.IllegalStateException");
  }
}
