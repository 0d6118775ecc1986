package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls wait and the router that holds the session with the telephone system is killed: another one
 * takes the session over, finds everybody again, and each caller is connected once.
 */
class KilledRouterIT {
  @TempDir Path folder;

  @Test
  void shouldLoseNoCallerWhenTheRouterThatHoldsTheSessionIsKilled() throws Exception {
    try (FakeAsterisk asterisk = new FakeAsterisk("router");
        Site site = new Site(folder, AsteriskIT.configuration(asterisk))) {
      Site.Router first = site.startRouter();
      asterisk.await("a session", () -> asterisk.sockets() == 1);
      Site.Router second = site.startRouter();
      assertThat(standing(first)).isEqualTo("up");
      assertThat(standing(second)).isEqualTo("elsewhere");
      Set<String> callers = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        asterisk.callIn("1767225600." + i, "+1202555010" + i, "lang=en");
        callers.add("1767225600." + i);
      }
      asterisk.await("music for all", () -> asterisk.waitingWithMusic().equals(callers));

      // On a busy machine the session may have moved by now.
      Site.Router holder = standing(first).equals("up") ? first : second;
      Site.Router other = holder == first ? second : first;
      holder.kill();
      asterisk.await("nobody listens", () -> !asterisk.listened());
      assertThat(asterisk.callIn("1767225601.0", "+12025550177"))
          .as("the dialplan keeps this caller meanwhile")
          .isFalse();
      // The dialplan hands the caller on as soon as somebody listens.
      asterisk.await(
          "the session is taken over",
          () -> asterisk.listened() && asterisk.callIn("1767225601.0", "+12025550177"));
      callers.add("1767225601.0");
      asterisk.await("music for all again", () -> asterisk.waitingWithMusic().equals(callers));

      assertThat(standing(other)).isEqualTo("up");
      assertThat(served(site, other, asterisk, callers.size())).isEqualTo(callers);
      assertThat(asterisk.requests("POST /channels/haven-leg-"))
          .as("each navigator's leg was rung once")
          .hasSize(callers.size());
      assertThat(site.run("audit")).startsWith("0\n").contains("0 inversions");
    }
  }

  /** One navigator takes call after call; answers who they talked with. */
  private static Set<String> served(Site site, Site.Router router, FakeAsterisk asterisk, int calls)
      throws Exception {
    List<String> talked = new ArrayList<>();
    try (DesktopClient desktop =
        new DesktopClient(
            router.port,
            "/desktop",
            "Authorization: Bearer " + site.token("ana", Role.NAVIGATOR) + "\r\n")) {
      desktop.command("hello", "1", "{\"activity\":\"available\"}");
      for (int i = 0; i < calls; i++) {
        JsonNode offer = desktop.await("offer.created");
        String id = offer.at("/data/offerId").asText();
        desktop.command("offer.accept", "a" + i, "{\"offerId\":\"" + id + "\"}");
        desktop.await("engagement.started");
        asterisk.await("it rings", () -> asterisk.ringing().size() == 1);
        String leg = asterisk.ringing().get(0);
        asterisk.answer(leg);
        asterisk.await("both talk", () -> asterisk.talks().stream().anyMatch(t -> t.contains(leg)));
        Set<String> talk = asterisk.talks().get(0);
        assertThat(talk).hasSize(2);
        desktop.await("engagement.updated");
        talk.stream().filter(c -> !c.equals(leg)).forEach(talked::add);
        desktop.command(
            "engagement.complete",
            "c" + i,
            "{\"engagementId\":\"" + id + "\",\"disposition\":\"resolved\"}");
        desktop.await("engagement.ended");
        asterisk.await("the line is free", () -> !asterisk.has(leg));
      }
    }
    assertThat(talked).as("each caller once").doesNotHaveDuplicates();
    return new HashSet<>(talked);
  }

  private static String standing(Site.Router router) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + router.opsPort + "/health/ready"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return new JsonObject(answer.body()).getJsonObject("sessions").getString("pbx");
  }
}
