package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that goes from one navigator to another, by desktops that know transfer and no consult. */
class HandOverIT {
  @TempDir Path data;

  @Test
  void shouldLeaveTheContactToWhoAcceptedAWarmTransferWhenTheFirstIsDone() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config);
        DesktopClient ana = desktop(config, node, "ana")) {
      // given
      String body = "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"hello\"}";
      String crm = DevelopmentTokens.make(config, "crm", Role.INTEGRATOR, null);
      Answer created = post(node, crm, "/api/v1/contacts", body);
      String contact = created.body().replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
      String id = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      ana.await("engagement.started");
      ana.command("engagement.transfer", "3", transfer(id, "ana", "warm"));
      assertThat(code(ana)).as("to herself").isEqualTo("navigator-unavailable");
      ana.command("engagement.transfer", "4", transfer(id, "ana", "cold"));
      assertThat(code(ana)).as("to herself").isEqualTo("navigator-unavailable");
      try (DesktopClient bob = desktop(config, node, "bob")) {
        ana.command("engagement.transfer", "5", transfer(id, "bob", "warm"));
        String offer = bob.await("offer.created").at("/data/offerId").asText();
        // when she is done before he accepted, and after
        ana.command("engagement.complete", "6", complete(id, "transferred"));
        assertThat(code(ana)).isEqualTo("consult-open");
        bob.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
        bob.await("engagement.started");
        ana.command("engagement.complete", "7", complete(id, "transferred"));
        // then
        JsonNode ended = ana.await("engagement.ended").path("data");
        assertThat(ended.path("cause").asText()).isEqualTo("transferred");
        bob.command("engagement.complete", "3", complete(offer, "resolved"));
        assertThat(bob.await("engagement.ended").at("/data/engagementId").asText())
            .isEqualTo(offer);
        String boss = DevelopmentTokens.make(config, "boss", Role.SUPERVISOR, null);
        assertThat(
                RawClient.call(node.port(), "GET", "/api/v1/contacts/" + contact, boss, "", "")
                    .body())
            .contains("\"state\":\"closed\"", "resolved");
      }
    }
  }

  private static String transfer(String engagement, String navigator, String mode) {
    return "{\"engagementId\":\"%s\",\"to\":{\"navigator\":\"%s\"},\"mode\":\"%s\"}"
        .formatted(engagement, navigator, mode);
  }

  private static String complete(String engagement, String disposition) {
    return "{\"engagementId\":\"%s\",\"disposition\":\"%s\"}".formatted(engagement, disposition);
  }

  private static String code(DesktopClient desktop) throws Exception {
    return desktop.await("error").at("/data/code").asText();
  }

  private static DesktopClient desktop(HavenConfig config, Node node, String navigator)
      throws Exception {
    DesktopClient client =
        DesktopClient.of(
            node.port(), DevelopmentTokens.make(config, navigator, Role.NAVIGATOR, null));
    client.command("hello", "1", "{\"activity\":\"available\"}");
    client.await("snapshot");
    return client;
  }

  private static Answer post(Node node, String token, String path, String body) throws Exception {
    return RawClient.call(node.port(), "POST", path, token, body, "application/json");
  }
}
