package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
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
        DesktopClient ana = available(new Callers(config, node), "ana")) {
      // given
      Callers callers = new Callers(config, node);
      String contact = callers.contact("a");
      String id = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      ana.await("engagement.started");
      ana.command("engagement.transfer", "3", transfer(id, "ana", "warm"));
      assertThat(code(ana)).as("to herself").isEqualTo("navigator-unavailable");
      ana.command("engagement.transfer", "4", transfer(id, "ana", "cold"));
      assertThat(code(ana)).as("to herself").isEqualTo("navigator-unavailable");
      try (DesktopClient bob = available(callers, "bob")) {
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
        assertThat(callers.get(Role.SUPERVISOR, Callers.CONTACTS + "/" + contact).body())
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

  private static DesktopClient available(Callers callers, String navigator) throws Exception {
    DesktopClient client = callers.desktop(navigator);
    client.command("hello", "1", "{\"activity\":\"available\"}");
    client.await("snapshot");
    return client;
  }
}
