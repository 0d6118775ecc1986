package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.wiring.DevelopmentTokens;
import dev.haven.server.wiring.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A node serves a navigator and two people; then the commands read what it recorded. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JournalCommandsIT {
  @TempDir private static Path folder;
  private static HavenConfig config;
  private static Node node;
  private static String meek;
  private static String dire;

  private record Run(int code, String out, String err) {
    String lastLine() {
      List<String> lines = out.lines().toList();
      return lines.get(lines.size() - 1);
    }
  }

  @BeforeAll
  static void serve() throws Exception {
    config = QuickStart.in(folder);
    node = Node.start(config);
    LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    java.net.http.WebSocket desktop =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("haven.desktop.v1")
            .header("Authorization", "Bearer " + token("nav-1", Role.NAVIGATOR))
            .buildAsync(
                URI.create("ws://127.0.0.1:" + node.port() + "/desktop"), new Listener(frames))
            .get(10, TimeUnit.SECONDS);
    say(desktop, "{\"type\":\"hello\",\"id\":\"1\",\"data\":{\"lastSeq\":0}}");
    await(frames, "snapshot");
    String first = place("first", "Hello, a question about my bill.");
    meek = place("meek", "Hello, what are your opening hours?");
    dire = place("dire", "I want to kill myself tonight, I have the pills here.");
    say(desktop, "{\"type\":\"activity.set\",\"id\":\"2\",\"data\":{\"activity\":\"available\"}}");
    assertThat(await(frames, "offer.created")).contains(dire);
    assertThat(first).isNotEqualTo(dire);
    say(
        desktop,
        "{\"type\":\"offer.accept\",\"id\":\"3\",\"data\":{\"offerId\":\"" + dire + ".1\"}}");
    await(frames, "engagement.started");
    desktop.abort();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  @Order(1)
  void shouldFindNoInversionInWhatARunningNodeRecorded() {
    Run run = run("audit", "--data", folder.toString());

    assertThat(run.lastLine()).as(run.out()).isEqualTo("0 inversions");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("offers checked").contains("0 other breaches");
  }

  @Test
  @Order(2)
  void shouldWriteAJournalThatTheAuditTakes() throws IOException {
    Run journal = run("journal", "--data", folder.toString());
    Path file = folder.resolve("copy.jsonl");
    Files.writeString(file, journal.out(), StandardCharsets.ISO_8859_1);

    assertThat(journal.code()).isZero();
    assertThat(journal.out().lines())
        .hasSizeGreaterThan(10)
        .allSatisfy(l -> assertThat(l).startsWith("{\"n\":").endsWith("}"));
    assertThat(journal.out()).doesNotContain("pills").doesNotContain("15551230001");
    Run audit = run("audit", "--journal", file.toString());
    assertThat(audit.code()).as(audit.out()).isZero();
    assertThat(audit.lastLine()).isEqualTo("0 inversions");
  }

  @Test
  @Order(3)
  void shouldNameBothContactsOfAForgedInversionAndFailForAChangedLine() throws IOException {
    String text = Files.readString(folder.resolve("copy.jsonl"), StandardCharsets.ISO_8859_1);
    String offer =
        text.lines()
            .filter(l -> l.contains("\"type\":\"offer.created\""))
            .findFirst()
            .orElseThrow();
    Path forged = folder.resolve("forged.jsonl");
    Files.writeString(
        forged, text.replace(offer, offer.replace(dire, meek)), StandardCharsets.ISO_8859_1);
    Path changed = folder.resolve("changed.jsonl");
    Files.writeString(
        changed, text.replaceFirst("\"score\":\\d+", "\"score\":777"), StandardCharsets.ISO_8859_1);

    Run inversion = run("audit", "--journal", forged.toString());
    Run tampered = run("audit", "--journal", changed.toString());

    assertThat(inversion.code()).isEqualTo(1);
    assertThat(inversion.lastLine()).isEqualTo("1 inversions");
    assertThat(inversion.out().lines().filter(l -> l.startsWith("inversion:")))
        .singleElement()
        .satisfies(l -> assertThat(l).contains(meek, dire));
    assertThat(tampered.code()).isEqualTo(1);
    assertThat(tampered.out()).contains("chain:").contains("wrong hash");
    assertThat(tampered.lastLine()).isEqualTo("0 inversions");
  }

  @Test
  @Order(4)
  void shouldReadTheSegmentsAloneWhenTheNodeHasStopped() {
    node.close();

    Run run = run("audit", "--data", folder.toString());

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("Redis does not answer");
    assertThat(run.lastLine()).isEqualTo("0 inversions");
  }

  @Test
  void shouldFailWhereThereIsNoJournal() {
    assertThat(run("audit", "--data", folder.resolve("nothing").toString()).code()).isNotZero();
    assertThat(run("audit", "--journal", folder.resolve("nothing").toString()).code()).isNotZero();
    assertThat(run("audit", "--journal", "a", "--redis", "redis://127.0.0.1:1").code())
        .isEqualTo(2);
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Haven.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static String token(String subject, Role role) {
    return DevelopmentTokens.make(config, subject, role, null);
  }

  /** Answers the contact's id. */
  private static String place(String key, String text) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/api/v1/contacts"))
                    .timeout(Duration.ofSeconds(10))
                    .header("Authorization", "Bearer " + token("test", Role.INTEGRATOR))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"channel\":\"sms\",\"from\":\"+1555123000"
                                + key.length()
                                + key.charAt(0) % 10
                                + "\",\"to\":\"+15559990000\",\"text\":\""
                                + text
                                + "\",\"idempotencyKey\":\""
                                + key
                                + "\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.body().replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
  }

  private static void say(java.net.http.WebSocket desktop, String frame) throws Exception {
    desktop.sendText(frame, true).get(10, TimeUnit.SECONDS);
  }

  private static String await(LinkedBlockingQueue<String> frames, String type)
      throws InterruptedException {
    for (String frame = frames.poll(10, TimeUnit.SECONDS);
        frame != null;
        frame = frames.poll(10, TimeUnit.SECONDS)) {
      if (frame.contains("\"type\":\"" + type + "\"")) {
        return frame;
      }
    }
    throw new AssertionError("no " + type + " in 10 s");
  }

  private static final class Listener implements java.net.http.WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();
    private final LinkedBlockingQueue<String> frames;

    Listener(LinkedBlockingQueue<String> frames) {
      this.frames = frames;
    }

    @Override
    public java.util.concurrent.CompletionStage<?> onText(
        java.net.http.WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        frames.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return java.util.concurrent.CompletableFuture.completedFuture(null);
    }
  }
}
