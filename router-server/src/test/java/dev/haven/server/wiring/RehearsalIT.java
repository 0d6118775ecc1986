package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.RedisConfig;
import dev.haven.server.support.RawClient;
import dev.haven.store.redis.RedisProgram;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a starting node rehearses, on a node that anybody can look into. */
@Timeout(120)
class RehearsalIT {
  private static final byte[] KEY = new byte[32];

  /** A rehearsal whose node was killed. */
  private static final String KILLED = "rehearsal-00000000000000aa";

  @TempDir Path folder;

  @Test
  void shouldServeContactsOfARehearsalRefuseNoWebhookAndLeaveNoRehearsalBehind() throws Exception {
    // given
    HavenConfig config =
        ConfigFile.load(
                Files.writeString(
                    folder.resolve("haven.yaml"),
                    """
                    http: {warmUp: 1s}
                    endpoints:
                      - id: %s
                        adapter: standard-webhooks
                        secret: {secret: whsec_%s}
                    """
                        .formatted(
                            RehearsedContacts.ENDPOINT, Base64.getEncoder().encodeToString(KEY))))
            .with(folder.toString(), 0, 0, null);
    EmbeddedRedis redis =
        EmbeddedRedis.open(
            DataFolder.open(folder), RedisProgram.AUTO, RedisConfig.Durability.PROCESS);
    RawRedis.ask(redis, "SET haven:{" + KILLED + "}:journal x");
    RawRedis.ask(redis, "SADD haven:rehearsals " + KILLED);
    RawRedis.ask(redis, "SET haven:{rehearsal-of-a-site}:journal x");
    try (Node node = Node.start(config)) {
      while (!RawRedis.ask(redis, "SMEMBERS haven:rehearsals").startsWith("*0")) {
        // One that a killed node left is removed beside the work, this node's own before.
      }
      assertThat(RawRedis.ask(redis, "KEYS haven:*rehearsal-*"))
          .startsWith("*1")
          .contains("haven:{rehearsal-of-a-site}:journal");
      assertThat(sum(node, "haven_contacts_total")).as("a rehearsal has its own meters").isZero();
      // when
      int completed =
          on(
              node,
              new Rehearsal(
                  node.vertx(),
                  node.port(),
                  (subject, role) -> DevelopmentTokens.make(config, subject, role, null),
                  KEY,
                  Duration.ofSeconds(3)));
      // then
      assertThat(completed).isPositive();
      assertThat(sum(node, "haven_contacts_total")).isGreaterThanOrEqualTo(completed);
      assertThat(sum(node, "haven_webhooks_rejected_total")).isZero();
    } finally {
      redis.close();
    }
  }

  private static int on(Node node, Rehearsal rehearsal) throws Exception {
    Promise<Integer> done = Promise.promise();
    node.vertx().getOrCreateContext().runOnContext(v -> rehearsal.run().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static double sum(Node node, String meter) throws Exception {
    return RawClient.call(node.opsPort(), "GET", "/metrics", "", "", "application/json")
        .body()
        .lines()
        .filter(line -> line.startsWith(meter))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
