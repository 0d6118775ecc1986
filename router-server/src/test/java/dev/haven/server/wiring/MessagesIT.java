package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.RawClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further messages of a contact. */
class MessagesIT {
  private static final String CRISIS = "I want to kill myself tonight";

  @TempDir Path data;

  @Test
  void shouldRefuseAKeyThatComesAgainWithSomethingElseAndLoseNoWords() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      // given two contacts, and a message to the first
      String toA = Callers.CONTACTS + "/" + callers.contact("a") + "/messages";
      String toB = Callers.CONTACTS + "/" + callers.contact("b") + "/messages";
      assertThat(callers.post(Role.INTEGRATOR, toA, message("hello")).status()).isEqualTo(200);
      // when, then
      assertThat(callers.post(Role.INTEGRATOR, toA, message("hello")).status())
          .as("a repeat")
          .isEqualTo(200);
      for (String path : new String[] {toA, toB}) {
        Answer other = callers.post(Role.INTEGRATOR, path, message(CRISIS));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body()).contains("\"code\":\"idempotency-key-reused\"");
      }
      String body =
          "{\"channel\":\"sms\",\"from\":\"c\",\"text\":\"%s\",\"idempotencyKey\":\"1\"}"
              .formatted(CRISIS);
      assertThat(callers.post(Role.INTEGRATOR, Callers.CONTACTS, body).status()).isEqualTo(422);
      String second = message(CRISIS).replace("\"1\"", "\"2\"");
      assertThat(callers.post(Role.INTEGRATOR, toB, second).body()).contains("\"tier\":\"crisis\"");
    }
  }

  @Test
  void shouldLeaveAPersonsDecisionUntilNewWordsSayOtherwise() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      // given a crisis that somebody decided is none
      String path = Callers.CONTACTS + "/" + callers.contact("a");
      String crisis = "{\"text\":\"" + CRISIS + "\"}";
      assertThat(callers.post(Role.INTEGRATOR, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
      String down = "{\"tier\":\"routine\",\"reason\":\"prank\"}";
      assertThat(callers.post(Role.SUPERVISOR, path + "/urgency", down).status()).isEqualTo(200);
      // when, then
      assertThat(
              callers.post(Role.INTEGRATOR, path + "/messages", "{\"text\":\"thank you\"}").body())
          .contains("\"tier\":\"routine\"");
      assertThat(callers.post(Role.INTEGRATOR, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
    }
  }

  private static String message(String text) {
    return "{\"text\":\"" + text + "\",\"idempotencyKey\":\"1\"}";
  }
}
