package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.HttpConfig.LoopTransport;
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
        DesktopClient ana = new Callers(config, node).onDuty("ana")) {
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
      try (DesktopClient bob = callers.onDuty("bob")) {
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

  @Test
  void shouldHandAContactOverWarmToANavigatorOfANodeOnAnotherTransport() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node first = Node.start(QuickStart.of("http: {warmUp: 0s, transport: nio}", data));
        Node second = Node.start(config);
        DesktopClient ana = new Callers(config, first).onDuty("ana")) {
      assertThat(first.transport()).isEqualTo("nio");
      assertThat(second.transport()).isEqualTo(Transports.of(LoopTransport.AUTO, true).name());
      new Callers(config, first).contact("a", "my bill is wrong");
      String id = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      ana.await("engagement.started");
      String warm = transfer(id, "bob", "warm");
      ana.command("engagement.transfer", "3", warm);
      assertThat(code(ana)).isEqualTo("navigator-unavailable");

      try (DesktopClient bob = new Callers(config, second).onDuty("bob")) {
        ana.command("engagement.transfer", "4", warm);
        JsonNode offer = bob.await("offer.created").path("data");
        assertThat(offer.path("kind").asText()).isEqualTo("consult");
        assertThat(offer.path("consultedBy").asText()).isEqualTo("ana");
        assertThat(offer.at("/contact/preview").asText()).isEqualTo("my bill is wrong");
        String consult = offer.path("offerId").asText();
        bob.command("offer.accept", "2", "{\"offerId\":\"" + consult + "\"}");
        JsonNode started = bob.await("engagement.started").path("data");
        assertThat(started.path("engagementId").asText()).isEqualTo(consult);
        assertThat(started.path("state").asText()).isEqualTo("consulting");
        assertThat(started.at("/consult/navigator").asText()).isEqualTo("ana");
        bob.command(
            "engagement.message",
            "3",
            "{\"engagementId\":\"" + consult + "\",\"text\":\"I know her\",\"to\":\"navigator\"}");
        JsonNode said = ana.await("engagement.message").path("data");
        assertThat(said.path("engagementId").asText()).isEqualTo(id);
        assertThat(said.at("/message/from").asText()).isEqualTo("colleague");

        ana.command("engagement.transfer", "5", warm);
        assertThat(ana.await("engagement.ended").at("/data/cause").asText())
            .isEqualTo("transferred");
        bob.command("engagement.complete", "4", complete(consult, "resolved"));
        assertThat(bob.await("engagement.ended").at("/data/engagementId").asText())
            .isEqualTo(consult);
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
}
