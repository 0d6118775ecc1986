package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.sun.net.httpserver.HttpServer;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.server.http.Role;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.store.redis.RedisProgram;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of adverse events, from a contact to their receiver. */
class ReportsIT {
  private static final String REPORTS = "/api/v1/reports";
  private static final String CRITERIA =
      """
      {
        "revision": 0,
        "reporter": "the caller",
        "patient": "A. B.",
        "product": "Examplumab",
        "event": "a rash"
      }
      """;

  @TempDir Path data;

  private HavenConfig config(HttpServer receiver) {
    return QuickStart.of(
        """
        http: {warmUp: 0s}
        serving:
          adverseEvents:
            webhook: http://127.0.0.1:%d/pv
            secret: whsec_%s
        """
            .formatted(
                receiver.getAddress().getPort(), "c2VjcmV0IG9mIHRoZSByZWNlaXZlciBvZiByZXBvcnRz"),
        data);
  }

  @Test
  void shouldOweAReportOfAnAdverseEventAndHandItOffToItsReceiver() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/pv",
        x -> {
          received.complete(new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = "{\"reference\":\"PV-17\"}".getBytes(StandardCharsets.UTF_8);
          x.sendResponseHeaders(200, answer.length);
          x.getResponseBody().write(answer);
          x.close();
        });
    receiver.start();
    try (Node node = Node.start(config(receiver))) {
      Callers callers = new Callers(config(receiver), node);
      String contact = Callers.CONTACTS + "/" + callers.contact("a", "where is my parcel");

      Answer flagged = callers.post(Role.SUPERVISOR, contact + "/adverse-event", "");
      assertThat(flagged.status()).as(flagged.body()).isEqualTo(200);
      assertThat(flagged.body())
          .contains("\"state\":\"open\"")
          .contains("\"missing\":[\"reporter\"");
      assertThat(callers.post(Role.SUPERVISOR, contact + "/report/submit", "").body())
          .contains("report-incomplete");
      String listed = Callers.field(flagged, "reportId");
      assertThat(callers.get(Role.SUPERVISOR, REPORTS + "?state=open").body())
          .contains("\"reportId\":\"" + listed + "\"")
          .contains("\"work\":\"scheduled\"");
      for (String none : new String[] {"state=submitted", "dueBy=2026-01-01T00:00:00Z"}) {
        assertThat(callers.get(Role.SUPERVISOR, REPORTS + "?" + none).body())
            .isEqualTo("{\"reports\":[]}");
      }
      assertThat(callers.get(Role.SUPERVISOR, REPORTS + "?state=late").status()).isEqualTo(422);
      assertThat(callers.put(Role.SUPERVISOR, contact + "/report", CRITERIA).status())
          .isEqualTo(200);
      assertThat(callers.put(Role.SUPERVISOR, contact + "/report", CRITERIA).body())
          .contains("report-changed");
      assertThat(callers.post(Role.SUPERVISOR, contact + "/report/submit", "").status())
          .isEqualTo(200);

      assertThat(received.get(10, TimeUnit.SECONDS)).contains("Examplumab").contains("a rash");
      Answer report = callers.get(Role.SUPERVISOR, contact + "/report");
      for (int i = 0; i < 1_000 && !report.body().contains("\"handed\""); i++) {
        report = callers.get(Role.SUPERVISOR, contact + "/report");
      }
      assertThat(report.body()).contains("\"handed\"").contains("PV-17");
      assertThat(callers.get(Role.SUPERVISOR, REPORTS).body())
          .as("nothing is owed any more")
          .isEqualTo("{\"reports\":[]}");
      String own = Callers.CONTACTS + "/" + Callers.field(report, "reportId");
      assertThat(callers.get(Role.SUPERVISOR, own).body())
          .contains("\"kind\":\"adverse_event_report\"")
          .contains("\"disposition\":\"submitted\"");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void shouldFinishWhatItIsTellingOutsideBeforeItStops() throws Exception {
    // given a receiver that takes its time
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/pv",
        x -> {
          asked.countDown();
          assertThatNoException().isThrownBy(() -> answers.await(60, TimeUnit.SECONDS));
          x.sendResponseHeaders(204, -1);
          x.close();
        });
    receiver.start();
    try (Node node = Node.start(config(receiver))) {
      submitReport(new Callers(config(receiver), node));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      // when
      CompletableFuture<Void> closed = CompletableFuture.runAsync(node::close);
      awaitShut(node.port());
      answers.countDown();
      closed.get(60, TimeUnit.SECONDS);
    } finally {
      answers.countDown();
      receiver.stop(0);
    }

    // then
    EmbeddedRedis redis =
        EmbeddedRedis.open(DataFolder.open(data), RedisProgram.AUTO, Durability.PROCESS);
    try {
      assertThat(RawRedis.ask(redis, "ZCARD haven:{main}:commands")).startsWith(":0");
    } finally {
      redis.close();
    }
  }

  private static void submitReport(Callers callers) throws IOException {
    String contact = Callers.CONTACTS + "/" + callers.contact("a", "where is my parcel");
    callers.post(Role.SUPERVISOR, contact + "/adverse-event", "");
    callers.put(Role.SUPERVISOR, contact + "/report", CRITERIA);
    assertThat(callers.post(Role.SUPERVISOR, contact + "/report/submit", "").status())
        .isEqualTo(200);
  }

  /** Until nobody is let in there any more. */
  private static void awaitShut(int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (isOpen(port) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(isOpen(port)).isFalse();
  }

  private static boolean isOpen(int port) throws IOException {
    try (Socket ignored = new Socket("127.0.0.1", port)) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
