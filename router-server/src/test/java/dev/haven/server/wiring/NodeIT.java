package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a whole node starts, stops and shows how it is: real Redis, real pipeline, real sockets. */
class NodeIT {
  @TempDir Path data;

  private HavenConfig config() {
    return QuickStart.in(data);
  }

  /** The page of operations at that path. */
  private static Answer ops(Node node, String path) throws IOException {
    return RawClient.call(node.opsPort(), "GET", path, "", "", "");
  }

  @Test
  void shouldBringAContactToADesktopAndKeepItOverARestart() throws Exception {
    String waiting;
    try (Node node = Node.start(config())) {
      String body =
          "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"hello\",\"idempotencyKey\":\"k\"}";
      Answer created = new Callers(config(), node).post(Role.INTEGRATOR, Callers.CONTACTS, body);
      assertThat(created.status()).as(created.body()).isEqualTo(201);
      waiting = Callers.field(created, "id");
      assertThat(ops(node, "/health/ready").status()).isEqualTo(200);
    }
    try (Node node = Node.start(config());
        DesktopClient desktop = new Callers(config(), node).desktop("nav-1")) {
      desktop.command("hello", "1", "{\"activity\":\"available\"}");
      JsonNode offer = desktop.await("offer.created");
      assertThat(offer.at("/data/contact/id").asText()).isEqualTo(waiting);
      String id = offer.at("/data/offerId").asText();
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      desktop.await("engagement.started");
      desktop.command(
          "engagement.complete",
          "3",
          "{\"engagementId\":\"" + id + "\",\"disposition\":\"resolved\"}");
      desktop.await("engagement.ended");
      Answer after =
          new Callers(config(), node).get(Role.SUPERVISOR, Callers.CONTACTS + "/" + waiting);
      assertThat(after.body()).contains("\"state\":\"closed\"").contains("resolved");
    }
  }

  @Test
  void shouldRunOnIoUringOrSayWhyNot() {
    HavenConfig config = QuickStart.of("http: {warmUp: 0s, transport: io_uring}", data);
    if (Transport.IO_URING != null && Transport.IO_URING.available()) {
      try (Node node = Node.start(config)) {
        assertThat(node.transport()).isEqualTo("io_uring");
      }
    } else {
      assertThatThrownBy(() -> Node.start(config))
          .isInstanceOf(ConfigException.class)
          .hasMessageMatching(
              "http\\.transport: 'io_uring' is not available on this system \\(.+\\);.+");
    }
  }

  @Test
  void shouldTakeATicketOfOneNodeOnAnother() throws Exception {
    try (Node first = Node.start(config());
        Node second = Node.start(config())) {
      Answer bought =
          new Callers(config(), first).post(Role.NAVIGATOR, "/api/v1/desktop-tickets", "");
      String path = "/desktop?ticket=" + Callers.field(bought, "ticket");
      try (DesktopClient desktop = new DesktopClient(second.port(), path, "")) {
        assertThat(desktop.answer().status()).isEqualTo(101);
      }
      try (DesktopClient again = new DesktopClient(first.port(), path, "")) {
        assertThat(again.answer().status()).isEqualTo(401);
      }
    }
  }

  @Test
  void shouldTellDesktopsToComeAgainWhenItStops() throws Exception {
    Node node = Node.start(config());
    try (DesktopClient desktop = new Callers(config(), node).desktop("nav-1")) {
      desktop.command("hello", "1", "{}");
      desktop.await("snapshot");
      node.close();
      assertThat(desktop.awaitClose().code()).isEqualTo(1012);
    }
  }

  @Test
  void shouldGiveUpADesktopThatIsGoneWithoutTheStoresKnowing() throws Exception {
    try (Node node = Node.start(config())) {
      Callers callers = new Callers(config(), node);
      callers.onDuty("nav-1").close();

      openWithoutADesktop(node, "nav-1");

      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      String navigator = "";
      while (!navigator.contains("\"connected\":false") && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(100);
        navigator = callers.get(Role.SUPERVISOR, "/api/v1/navigators/nav-1").body();
      }
      assertThat(navigator).contains("\"connected\":false");
    }
  }

  /** As if the node had sent it and had never read the answer. */
  private void openWithoutADesktop(Node node, String navigator) throws Exception {
    DevelopmentKeys keys = DevelopmentKeys.of(DataFolder.open(data));
    String uri = "redis://:" + keys.redisPassword() + "@127.0.0.1:" + keys.redisPort();
    Context context = node.vertx().getOrCreateContext();
    CompletableFuture<Outcome> opened = new CompletableFuture<>();
    context.runOnContext(
        v ->
            RedisLink.connect(
                    context, uri, CommitLevel.PROCESS, new RouterMeters(new SimpleMeterRegistry()))
                .compose(
                    link ->
                        new RedisTransitions(link, Settings.defaults())
                            .openSession(
                                new WorkspaceId("main"), navigator, node.pipeline().id(), "")
                            .eventually(link::close))
                .onSuccess(opened::complete)
                .onFailure(opened::completeExceptionally));
    assertThat(opened.get(20, TimeUnit.SECONDS).status()).isEqualTo("OPEN");
  }

  @Test
  void shouldNotBeReadyWhileAnEventLoopDoesNotTurn() throws Exception {
    HavenConfig config = QuickStart.of("http: {warmUp: 500ms, eventLoops: 2}", data);
    CountDownLatch stuck = new CountDownLatch(1);
    try (Node node = Node.start(config)) {
      node.pipeline()
          .context()
          .runOnContext(
              v -> assertThatNoException().isThrownBy(() -> stuck.await(60, TimeUnit.SECONDS)));
      try {
        assertThat(readyWith(node, 503).body()).contains("\"event-loops\":false");
        Answer live = ops(node, "/health/live");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).contains("\"event-loops\":true");
      } finally {
        stuck.countDown();
      }
      readyWith(node, 200);
    }
  }

  /** The page of readiness, once it answers that. */
  private static Answer readyWith(Node node, int status) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Answer ready = ops(node, "/health/ready");
    while (ready.status() != status && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
      ready = ops(node, "/health/ready");
    }
    assertThat(ready.status()).isEqualTo(status);
    return ready;
  }

  @Test
  void shouldShowMetricsAndHealthOnThePortOfOperations() throws Exception {
    HavenConfig config = config();
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      try (DesktopClient ana = callers.onDuty("ana")) {
        String contact = callers.contact("a");
        ana.await("offer.created");
        shouldShow(contact, node);
      }
      for (String path : new String[] {"/health/live", "/health/ready", "/health/started"}) {
        assertThat(ops(node, path).status()).isEqualTo(200);
      }
      assertThat(ops(node, "/api/v1/queues").status()).isEqualTo(404);
    }
  }

  private static void shouldShow(String contact, Node node) throws IOException {
    Answer plain = ops(node, "/metrics");
    assertThat(plain.header("content-type")).startsWith("text/plain");
    for (String name :
        new String[] {
          "haven_contacts_total", "haven_contacts_waiting", "haven_oldest_waiting_seconds",
          "haven_time_to_offer_seconds_bucket", "haven_offers_total", "haven_websocket_sessions",
          "haven_match_repaired_total"
        }) {
      assertThat(plain.body()).contains("\n" + name);
    }
    try (RawClient client = new RawClient(node.opsPort())) {
      client.send(
          "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: application/openmetrics-text\r\n\r\n");
      Answer open = client.answer();
      assertThat(open.header("content-type")).startsWith("application/openmetrics-text");
      assertThat(open.body()).contains(" # {contact=\"" + contact + "\"} ").endsWith("# EOF\n");
      assertThat(plain.body()).doesNotContain(contact);
    }
  }
}
