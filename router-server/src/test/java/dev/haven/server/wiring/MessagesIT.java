package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.RawClient;
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
    String crm = DevelopmentTokens.make(config, "crm", Role.INTEGRATOR, null);
    try (Node node = Node.start(config)) {
      // given two contacts, and a message to the first
      String a = contact(node, crm, "a");
      String b = contact(node, crm, "b");
      String toA = "/api/v1/contacts/" + a + "/messages";
      String toB = "/api/v1/contacts/" + b + "/messages";
      assertThat(post(node, crm, toA, message("hello")).status()).isEqualTo(200);
      // when, then
      assertThat(post(node, crm, toA, message("hello")).status()).as("a repeat").isEqualTo(200);
      for (String path : new String[] {toA, toB}) {
        Answer other = post(node, crm, path, message(CRISIS));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body()).contains("\"code\":\"idempotency-key-reused\"");
      }
      String body =
          "{\"channel\":\"sms\",\"from\":\"c\",\"text\":\"%s\",\"idempotencyKey\":\"1\"}"
              .formatted(CRISIS);
      assertThat(post(node, crm, "/api/v1/contacts", body).status()).isEqualTo(422);
      String second = message(CRISIS).replace("\"1\"", "\"2\"");
      assertThat(post(node, crm, toB, second).body()).contains("\"tier\":\"crisis\"");
    }
  }

  @Test
  void shouldLeaveAPersonsDecisionUntilNewWordsSayOtherwise() throws Exception {
    HavenConfig config = QuickStart.in(data);
    String crm = DevelopmentTokens.make(config, "crm", Role.INTEGRATOR, null);
    String boss = DevelopmentTokens.make(config, "boss", Role.SUPERVISOR, null);
    try (Node node = Node.start(config)) {
      // given a crisis that somebody decided is none
      String path = "/api/v1/contacts/" + contact(node, crm, "a");
      String crisis = "{\"text\":\"" + CRISIS + "\"}";
      assertThat(post(node, crm, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
      String down = "{\"tier\":\"routine\",\"reason\":\"prank\"}";
      assertThat(post(node, boss, path + "/urgency", down).status()).isEqualTo(200);
      // when, then
      assertThat(post(node, crm, path + "/messages", "{\"text\":\"thank you\"}").body())
          .contains("\"tier\":\"routine\"");
      assertThat(post(node, crm, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
    }
  }

  private static String contact(Node node, String token, String from) throws Exception {
    String body = "{\"channel\":\"chat\",\"from\":\"" + from + "\",\"text\":\"hello\"}";
    Answer created = post(node, token, "/api/v1/contacts", body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
  }

  private static String message(String text) {
    return "{\"text\":\"" + text + "\",\"idempotencyKey\":\"1\"}";
  }

  private static Answer post(Node node, String token, String path, String body) throws Exception {
    return RawClient.call(node.port(), "POST", path, token, body, "application/json");
  }
}
