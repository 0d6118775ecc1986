package dev.haven.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.http.Role;
import dev.haven.store.redis.RedisProgram;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis is killed with kill -9 while contacts come in, and started again: nothing that was
 * acknowledged is lost, nothing is doubled.
 */
class RedisRestartIT {
  private static final int CONTACTS = 240;
  private static final String CONFIGURATION =
      """
      mode: development
      serving:
        rampStep: 0s
        exclusion: 2s
      http:
        holdWebhooksFor: 2s
        warmUp: 0s
      """;

  @TempDir Path folder;

  @Test
  void shouldLoseNothingThatWasAcknowledgedWhenRedisIsKilled() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Site site = new Site(folder, CONFIGURATION)) {
      Site.Router router = site.startRouter();
      Map<String, String> acknowledged = new HashMap<>();
      ProcessHandle redis = site.redis();
      RedisProgram program = RedisProgram.choose(RedisProgram.AUTO, site.folder());
      String configuration = site.folder().resolve("data").resolve("redis.conf").toString();

      for (int i = 0; i < CONTACTS; i++) {
        if (i == CONTACTS / 3) {
          redis.destroyForcibly();
          redis.onExit().get(10, TimeUnit.SECONDS);
        }
        if (i == CONTACTS / 3 + 5) {
          program
              .process(List.of(configuration))
              .directory(site.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(site.folder().resolve("redis-again.log").toFile())
              .start();
        }
        send(site, router, i, i < CONTACTS / 3 || i >= CONTACTS / 3 + 5, acknowledged);
      }

      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(CONTACTS - 5);
      Ledger ledger = new Ledger();
      WebSocketClient client = vertx.createWebSocketClient();
      Robot robot =
          new Robot(
              vertx,
              client,
              "nav-1",
              site.token("nav-1", Role.NAVIGATOR),
              () -> List.of(router.port),
              new Random(1),
              ledger);
      robot.calmDown();
      vertx.runOnContext(v -> robot.connect());
      String supervisor = site.token("boss", Role.SUPERVISOR);
      for (Map.Entry<String, String> e : acknowledged.entrySet()) {
        assertThat(closed(site, router, supervisor, e.getValue()))
            .as("%s is served", e.getKey())
            .isTrue();
      }
      vertx.runOnContext(v -> robot.stop());
    } finally {
      vertx.close();
    }
  }

  /**
   * @param insist whether to try until it is taken
   */
  private static void send(
      Site site, Site.Router router, int i, boolean insist, Map<String, String> acknowledged)
      throws IOException, InterruptedException {
    String body =
        new JsonObject()
            .put("channel", "chat")
            .put("from", "person-" + i)
            .put("to", "support")
            .put("text", "what are your opening hours")
            .put("idempotencyKey", "r" + i)
            .encode();
    for (int attempt = 0; attempt < (insist ? 60 : 1); attempt++) {
      HttpResponse<String> answer =
          site.call(
              router, "POST", "/api/v1/contacts", site.token("platform", Role.INTEGRATOR), body);
      if (answer.statusCode() == 201 || answer.statusCode() == 200) {
        acknowledged.put("r" + i, new JsonObject(answer.body()).getString("id"));
        return;
      }
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  private static boolean closed(Site site, Site.Router router, String token, String id)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      HttpResponse<String> answer = site.call(router, "GET", "/api/v1/contacts/" + id, token, null);
      if (answer.statusCode() == 200
          && new JsonObject(answer.body()).getString("state").equals("closed")) {
        return true;
      }
    }
    return false;
  }
}
