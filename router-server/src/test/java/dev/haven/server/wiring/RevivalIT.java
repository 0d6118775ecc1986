package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded Redis that dies or hangs under its node. */
class RevivalIT {
  @TempDir Path data;

  private long redisPid() throws IOException {
    return Long.parseLong(Files.readString(data.resolve("redis/redis.pid")).trim());
  }

  @Test
  void shouldBringADeadRedisBackWithAllThatWasAcknowledged() throws Exception {
    HavenConfig config = QuickStart.in(data);
    long revived;
    try (Node node = Node.start(config);
        Node other = Node.start(config)) {
      // given
      Callers callers = new Callers(config, node);
      String contact = callers.contact("a");
      long killed = redisPid();

      // when
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();

      // then
      awaitReady(node, 503);
      awaitReady(node, 200);
      awaitReady(other, 200);
      revived = redisPid();
      assertThat(revived).isNotEqualTo(killed);
      Answer kept = callers.get(Role.INTEGRATOR, Callers.CONTACTS + "/" + contact);
      assertThat(kept.status()).as(kept.body()).isEqualTo(200);
      assertThat(kept.body()).contains("\"state\":\"waiting\"");
    }
    ProcessHandle.of(revived)
        .ifPresent(
            stopping ->
                assertThat(stopping.onExit())
                    .as("stopped by the last node")
                    .succeedsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void shouldNotBeReadyWhileRedisHangs() throws Exception {
    try (Node node = Node.start(QuickStart.in(data))) {
      long hanging = redisPid();
      signal("STOP", hanging);
      try {
        assertThat(awaitReady(node, 503).body()).contains("\"store\":false");
        assertThat(metrics(node)).contains("\nhaven_store_connected 0.0");
      } finally {
        signal("CONT", hanging);
      }
      awaitReady(node, 200);
      assertThat(metrics(node)).contains("\nhaven_store_connected 1.0");
      assertThat(redisPid()).isEqualTo(hanging);
    }
  }

  private static String metrics(Node node) throws IOException {
    return RawClient.call(node.opsPort(), "GET", "/metrics", "", "", "").body();
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static Answer awaitReady(Node node, int status) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Answer ready = RawClient.call(node.opsPort(), "GET", "/health/ready", "", "", "");
    while (ready.status() != status && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      ready = RawClient.call(node.opsPort(), "GET", "/health/ready", "", "", "");
    }
    assertThat(ready.status()).as(ready.body()).isEqualTo(status);
    return ready;
  }
}
