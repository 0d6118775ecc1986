package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.store.redis.RedisProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node decides by: opening hours, and a configuration read again while it runs. */
class PolicyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPEN =
      """
      http: {warmUp: 0s}
      ops: {bearer: operators-only}
      queues: [{id: support}, {id: billing}]
      workflow:
        - {name: bills, when: 'attributes["about"] == "bill"', queue: billing}
      """;

  private static final String LOWERED =
      "urgency: {tiers: {crisis.farewell: high_distress}, allowLoweringFloors: true}\n";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void shouldTakeUpAnotherWorkflowWithoutMovingAnybodyBack() throws Exception {
    write(OPEN + LOWERED);
    try (Node node = Node.start(config())) {
      node.reloadFrom(this::config);
      String first = place(node, "a", "bill").path("id").asText();
      String second = place(node, "b", "bill").path("id").asText();

      write(
          OPEN.replace("queue: billing}", "queue: support, tierFloor: elevated}")
                  .replace("attributes[\"about\"] == \"bill\"", "channel == \"chat\"")
              + LOWERED);
      HttpResponse<String> answer = reload(node, "Bearer operators-only");
      JsonNode third = place(node, "c", "other");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(third.path("queue").asText()).isEqualTo("support");
      assertThat(third.at("/urgency/tier").asText()).isEqualTo("elevated");
      assertThat(contact(node, first).path("queue").asText()).isEqualTo("billing");
      assertThat(contact(node, first).path("position").asInt()).isEqualTo(1);
      assertThat(contact(node, second).path("position").asInt()).isEqualTo(2);
      String version = JSON.readTree(answer.body()).path("version").asText();
      List<String> journal = journal();
      assertThat(journal)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("\"type\":\"config.applied\"")
                      .contains("\"policy\":\"" + version + "\""));
      assertThat(journal)
          .filteredOn(line -> line.contains("urgency.lowered"))
          .singleElement()
          .asString()
          .contains("\"floors\":\"crisis.farewell:crisis>high_distress\"");
    }
  }

  @Test
  void shouldRefuseWholeWhatItCannotTakeUp() throws Exception {
    write(OPEN);
    try (Node node = Node.start(config())) {
      node.reloadFrom(this::config);
      String waiting = place(node, "a", "bill").path("id").asText();
      String before = Rules.settings(config()).policy();

      write("http: {warmUp: 0s}\nops: {bearer: operators-only}\nqueues: [{id: support}]\n");
      HttpResponse<String> orphans = reload(node, "Bearer operators-only");
      write(OPEN.replace("channel", "canal").replace("queues:", "queue:"));
      HttpResponse<String> wrong = reload(node, "Bearer operators-only");
      write(OPEN + "serving: {distressDigits: \"9\"}\n");
      HttpResponse<String> restart = reload(node, "Bearer operators-only");

      assertThat(orphans.statusCode()).isEqualTo(409);
      assertThat(orphans.body()).contains(waiting).contains("'billing'").contains(before);
      assertThat(wrong.statusCode()).isEqualTo(409);
      assertThat(wrong.body()).contains("line 3").contains("no such setting");
      assertThat(restart.body()).contains("serving.distressDigits: changes need a restart");
      assertThat(place(node, "b", "bill").path("queue").asText())
          .as("nothing of them was taken up")
          .isEqualTo("billing");
      assertThat(journal()).noneMatch(line -> line.contains("config.applied"));
      assertThat(reload(node, "Bearer guess").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void shouldKeepWhatItHasWhenTheStoreCannotBeTold() throws Exception {
    write(OPEN.replace("warmUp: 0s", "warmUp: 0s, eventLoops: 2"));
    try (Node node = Node.start(config())) {
      node.reloadFrom(this::config);
      EmbeddedRedis redis =
          EmbeddedRedis.open(
              DataFolder.open(folder.resolve("data")), RedisProgram.AUTO, Durability.PROCESS);
      try {
        // given a Redis that misses a replica, and takes no writes
        assertThat(RawRedis.ask(redis, "CONFIG SET min-replicas-to-write 1")).startsWith("+OK");
        write(
            OPEN.replace("warmUp: 0s", "warmUp: 0s, eventLoops: 2")
                .replace("queue: billing}", "queue: support}"));

        HttpResponse<String> answer = reload(node, "Bearer operators-only");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("store: it does not answer");
        assertThat(RawRedis.ask(redis, "CONFIG SET min-replicas-to-write 0")).startsWith("+OK");
        assertThat(place(node, "a", "bill").path("queue").asText()).isEqualTo("billing");
        assertThat(reload(node, "Bearer operators-only").statusCode()).isEqualTo(200);
        for (String key : List.of("b", "c", "d", "e")) {
          assertThat(place(node, key, "bill").path("queue").asText()).isEqualTo("support");
        }
      } finally {
        redis.close();
      }
    }
  }

  @Test
  void shouldScheduleForTheOpeningWhatIsNotUrgentAndWakeItWhenItIs() throws Exception {
    DayOfWeek inTwoDays = LocalDate.now(ZoneOffset.UTC).plusDays(2).getDayOfWeek();
    write(
        """
        http: {warmUp: 0s}
        queues:
          - id: support
            hours: {weekly: {%s: ["08:00-17:00"]}}
        workflow:
          - {name: urgent, when: 'attributes["about"] == "urgent"', tierFloor: high_distress}
        """
            .formatted(inTwoDays.name().toLowerCase(Locale.ROOT)));
    try (Node node = Node.start(config())) {
      JsonNode later = place(node, "a", "bill");
      JsonNode now = place(node, "b", "urgent");

      assertThat(later.path("state").asText()).isEqualTo("scheduled");
      assertThat(later.path("orderedAt").asText()).isEqualTo(later.path("arrivedAt").asText());
      assertThat(now.path("state").asText()).isEqualTo("waiting");
      String id = later.path("id").asText();
      String crisis = "{\"text\":\"I want to kill myself tonight, I have the pills here.\"}";
      String messages = Callers.CONTACTS + "/" + id + "/messages";
      callers(node).post(Role.INTEGRATOR, messages, crisis);
      JsonNode woken = contact(node, id);
      assertThat(woken.path("state").asText()).as(woken.toString()).isEqualTo("waiting");
      assertThat(woken.path("position").asInt()).isEqualTo(1);
      assertThat(explanation(node, id, "es"))
          .anyMatch(sentence -> sentence.contains("Debía esperar hasta su hora."))
          .anyMatch(sentence -> sentence.contains("crisis"));
    }
  }

  @Test
  void shouldTellSupervisorsWhomNobodyTookAndLetThemAnswer() throws Exception {
    write(
        """
        http: {warmUp: 0s}
        queues: [{id: support}]
        workflow:
          - {name: sos, when: 'attributes["about"] == "sos"', tierFloor: crisis}
        serving: {distress: {ladder: {rungs: [{after: 1s, action: supervisors}]}}}
        """);
    try (Node node = Node.start(config());
        DesktopClient boss =
            DesktopClient.of(
                node.port(), DevelopmentTokens.make(config(), "boss", Role.SUPERVISOR, null))) {
      boss.command("hello", "1", "{}");
      assertThat(boss.await("supervisor.escalations").at("/data/escalations")).isEmpty();

      String id = place(node, "a", "sos").path("id").asText();

      JsonNode told = boss.await("supervisor.escalations").at("/data/escalations/0");
      assertThat(told.path("contactId").asText()).isEqualTo(id);
      assertThat(told.path("rung").asInt()).isEqualTo(1);
      boss.command("supervisor.acknowledge", "2", "{\"contactId\":\"" + id + "\"}");
      assertThat(boss.await("ack").path("id").asText()).isEqualTo("2");
      boss.command("offer.accept", "3", "{\"offerId\":\"" + id + ".1\"}");
      assertThat(boss.await("error").at("/data/code").asText()).isEqualTo("role-forbidden");
      assertThat(journal()).anyMatch(line -> line.contains("escalation.acknowledged"));
    }
  }

  @Test
  void shouldEstimateTheWaitFromTheQueueAsItIs() throws Exception {
    write(
        """
        http: {warmUp: 0s}
        queues: [{id: support, serviceLevel: {preset: urac}}]
        navigators: [{id: nav-1, capacity: {chat: 1}}]
        """);
    try (Node node = Node.start(config());
        DesktopClient desktop = callers(node).desktop("nav-1")) {
      place(node, "a", "x");
      String second = place(node, "b", "x").path("id").asText();
      String third = place(node, "c", "x").path("id").asText();
      desktop.command("hello", "1", "{\"activity\":\"available\"}");
      String offer = desktop.await("offer.created").at("/data/offerId").asText();
      desktop.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
      desktop.await("engagement.started");
      long before = estimate(node, third);
      assertThat(before).isGreaterThan(estimate(node, second));

      desktop.command(
          "engagement.complete",
          "3",
          "{\"engagementId\":\"" + offer + "\",\"disposition\":\"resolved\"}");
      desktop.await("offer.created");

      assertThat(contact(node, third).path("position").asInt()).isEqualTo(1);
      assertThat(estimate(node, third)).as("one fewer before it").isLessThan(before);
      JsonNode queue = queue(node);
      assertThat(queue.at("/target/withinSeconds").asInt()).isEqualTo(30);
      assertThat(queue.path("averageAnswerSeconds").isNumber()).isTrue();
      assertThat(queue.path("serviceLevelPercent").asDouble()).isEqualTo(100.0);
    }
  }

  @Test
  void shouldShowAnEmergencyToTheRulesAndPauseAQueue() throws Exception {
    write(
        """
        http: {warmUp: 0s}
        queues: [{id: support}, {id: elsewhere}]
        workflow:
          - {name: evacuated, when: 'queues["support"].emergency == 1', queue: elsewhere}
        """);
    try (Node node = Node.start(config())) {
      assertThat(place(node, "a", "x").path("queue").asText()).isEqualTo("support");

      JsonNode on = change(node, "support", "emergency", true);
      JsonNode during = place(node, "b", "x");
      JsonNode off = change(node, "support", "emergency", false);

      assertThat(on.path("emergencySince").isTextual()).as(on.toString()).isTrue();
      assertThat(during.path("queue").asText()).isEqualTo("elsewhere");
      assertThat(off.path("emergencySince").isNull()).isTrue();
      assertThat(place(node, "c", "x").path("queue").asText()).isEqualTo("support");
      assertThat(change(node, "nowhere", "emergency", true).path("status").asInt()).isEqualTo(404);
      assertThat(journal())
          .anyMatch(
              l ->
                  l.contains("\"type\":\"queue.emergency\"")
                      && l.contains("\"actor\":\"supervisor\""))
          .anyMatch(l -> l.contains("\"type\":\"queue.emergency_ended\""));

      JsonNode paused = change(node, "support", "pause", true);
      assertThat(paused.path("pausedSince").isTextual()).as(paused.toString()).isTrue();
      assertThat(queue(node).path("pausedSince")).isEqualTo(paused.path("pausedSince"));
      assertThat(queue(node).path("estimatedWaitSeconds").isNull()).isTrue();
      assertThat(change(node, "support", "pause", false).path("pausedSince").isNull()).isTrue();
      assertThat(queue(node).path("pausedSince").isNull()).isTrue();
      assertThat(change(node, "nowhere", "pause", true).path("status").asInt()).isEqualTo(404);
      assertThat(journal())
          .anyMatch(
              l ->
                  l.contains("\"type\":\"queue.paused\"") && l.contains("\"actor\":\"supervisor\""))
          .anyMatch(l -> l.contains("\"type\":\"queue.resumed\""));
    }
  }

  private JsonNode change(Node node, String queue, String what, boolean on) throws Exception {
    String body = "{\"on\":" + on + ",\"reason\":\"evacuated\"}";
    String path = "/api/v1/queues/" + queue + "/" + what;
    return JSON.readTree(callers(node).post(Role.SUPERVISOR, path, body).body());
  }

  /** Queues are looked at once a second: until the first look there is no estimate. */
  private long estimate(Node node, String id) throws Exception {
    JsonNode seconds = contact(node, id).path("estimatedWaitSeconds");
    for (int i = 0; i < 20_000 && !seconds.isNumber(); i++) {
      seconds = contact(node, id).path("estimatedWaitSeconds");
    }
    return seconds.asLong();
  }

  private JsonNode queue(Node node) throws Exception {
    return JSON.readTree(callers(node).get(Role.SUPERVISOR, "/api/v1/queues").body())
        .at("/queues/0");
  }

  private List<String> explanation(Node node, String id, String language) throws Exception {
    String path = Callers.CONTACTS + "/" + id + "/explanation";
    String boss = DevelopmentTokens.make(config(), "boss", Role.SUPERVISOR, null);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .header("Authorization", "Bearer " + boss)
            .header("Accept-Language", language + "-MX, en;q=0.5")
            .build();
    String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    List<String> sentences = new ArrayList<>();
    JSON.readTree(body).path("story").forEach(t -> sentences.add(t.path("sentence").asText()));
    return sentences;
  }

  private Callers callers(Node node) {
    return new Callers(config(), node);
  }

  private HavenConfig config() {
    return ConfigFile.load(folder.resolve("haven.yaml"))
        .with(folder.resolve("data").toString(), 0, 0, null);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("haven.yaml"), text);
  }

  private HttpResponse<String> reload(Node node, String authorization) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.opsPort() + "/config/reload"))
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode place(Node node, String key, String about) throws Exception {
    String body =
        """
        {
          "channel": "chat",
          "from": "a",
          "text": "hello",
          "attributes": {"about": "%s"},
          "idempotencyKey": "%s"
        }
        """
            .formatted(about, key);
    return JSON.readTree(callers(node).post(Role.INTEGRATOR, Callers.CONTACTS, body).body());
  }

  private JsonNode contact(Node node, String id) throws Exception {
    return JSON.readTree(callers(node).get(Role.SUPERVISOR, Callers.CONTACTS + "/" + id).body());
  }

  private List<String> journal() throws IOException {
    List<String> lines = new ArrayList<>();
    new Journals(batch -> lines.addAll(batch.lines()), breach -> {}).data(config());
    return lines;
  }
}
