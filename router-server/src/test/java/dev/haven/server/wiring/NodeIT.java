package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.HttpConfig.LoopTransport;
import dev.haven.server.config.QuickStart;
import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.server.config.Sources;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisProgram;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes: real Redis, real pipeline, real sockets. */
class NodeIT {
  @TempDir Path data;

  private HavenConfig config() {
    return QuickStart.in(data);
  }

  private HavenConfig config(String transport) {
    return ConfigFile.parse(
            "http: {warmUp: 0s, transport: " + transport + "}",
            new Sources(name -> null, Path.of("")))
        .with(data.toString(), 0, 0, null);
  }

  private static Answer call(int port, String method, String path, String token, String body)
      throws IOException {
    return RawClient.call(port, method, path, token, body, "application/json");
  }

  private String token(String subject, Role role) {
    return DevelopmentTokens.make(config(), subject, role, null);
  }

  private static String field(String body, String name) {
    return body.replaceAll("(?s).*?\"" + name + "\":\"([^\"]+)\".*", "$1");
  }

  @Test
  void shouldBringAContactToADesktopAndKeepItOverARestart() throws Exception {
    String waiting;
    try (Node node = Node.start(config())) {
      String body =
          "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"hello\",\"idempotencyKey\":\"k\"}";
      Answer created =
          call(node.port(), "POST", "/api/v1/contacts", token("crm", Role.INTEGRATOR), body);
      assertThat(created.status()).as(created.body()).isEqualTo(201);
      waiting = field(created.body(), "id");
      assertThat(call(node.opsPort(), "GET", "/health/ready", "", "").status()).isEqualTo(200);
    }
    try (Node node = Node.start(config());
        DesktopClient desktop = DesktopClient.of(node.port(), token("nav-1", Role.NAVIGATOR))) {
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
          call(
              node.port(),
              "GET",
              "/api/v1/contacts/" + waiting,
              token("boss", Role.SUPERVISOR),
              "");
      assertThat(after.body()).contains("\"state\":\"closed\"").contains("resolved");
    }
  }

  @Test
  void shouldKeepAnOverridersWordsWithTheContactAndOutOfTheJournal() throws Exception {
    try (Node node = Node.start(config())) {
      // given
      String boss = token("boss", Role.SUPERVISOR);
      String crm = token("crm", Role.INTEGRATOR);
      String body = "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"hello\"}";
      String contact = field(call(node.port(), "POST", "/api/v1/contacts", crm, body).body(), "id");
      String path = "/api/v1/contacts/" + contact;
      // when
      String words = "{\"tier\":\"crisis\",\"reason\":\"Maribel rang: he has pills\"}";
      Answer raised = call(node.port(), "POST", path + "/urgency", boss, words);
      // then
      assertThat(raised.status()).as(raised.body()).isEqualTo(200);
      assertThat(raised.body()).contains("\"tier\":\"crisis\"");
      assertThat(call(node.port(), "GET", path + "/explanation", boss, "").body())
          .contains("\"overrideReason\":\"Maribel rang: he has pills\"");
      assertThat(call(node.port(), "GET", path + "/explanation", crm, "").body())
          .contains("\"overrideReason\":null");
      assertThat(call(node.port(), "GET", path + "/timeline", boss, "").body())
          .contains("urgency.overridden")
          .doesNotContain("Maribel", "pills");
      String code = "{\"tier\":\"elevated\",\"reason\":\"nurse_judgement\"}";
      assertThat(call(node.port(), "POST", path + "/urgency", boss, code).status()).isEqualTo(200);
      assertThat(call(node.port(), "GET", path + "/timeline", boss, "").body())
          .contains("\"reason\":\"nurse_judgement\"");
    }
  }

  @Test
  void shouldWeighThatAKnownPersonComesAgainAndJoinTheirContacts() throws Exception {
    try (Node node = Node.start(config())) {
      String integrator = token("crm", Role.INTEGRATOR);
      Answer last = null;
      List<String> ids = new ArrayList<>();
      for (String channel : new String[] {"email", "sms", "chat"}) {
        String body =
            "{\"channel\":\""
                + channel
                + "\",\"personId\":\"p-1\",\"from\":\"a\",\"text\":\"where is my parcel\"}";
        last = call(node.port(), "POST", "/api/v1/contacts", integrator, body);
        assertThat(last.status()).as(last.body()).isEqualTo(201);
        ids.add(field(last.body(), "id"));
      }
      assertThat(last.body())
          .contains("\"tier\":\"elevated\"")
          .contains("signal.attempts")
          .contains("signal.switched_channel")
          .contains("\"members\":[\"" + ids.get(1) + "\",\"" + ids.get(0) + "\"]");
      try (DesktopClient ana = desktop(node, "ana")) {
        JsonNode offer = ana.await("offer.created").path("data");
        assertThat(offer.at("/contact/id").asText()).isEqualTo(ids.get(2));
        String id = offer.path("offerId").asText();
        ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
        ana.await("engagement.started");
        String token = token("ana", Role.NAVIGATOR);
        String path = "/api/v1/contacts/";
        Answer member = call(node.port(), "GET", path + ids.get(0), token, "");
        assertThat(member.body())
            .contains("\"state\":\"joined\"")
            .contains("\"leadId\":\"" + ids.get(2) + "\"");
        Answer why = call(node.port(), "GET", path + ids.get(0) + "/explanation", token, "");
        assertThat(why.body()).contains("was joined under " + ids.get(2));
        String done =
            "{\"engagementId\":\"" + id + "\",\"disposition\":\"resolved\",\"members\":[\"";
        ana.command("engagement.complete", "3", done + "nobody\"]}");
        assertThat(ana.await("error").at("/data/code").asText()).isEqualTo("contact-not-joined");
        ana.command("engagement.complete", "4", done + ids.get(0) + "\"]}");
        JsonNode next = ana.await("offer.created").path("data");
        assertThat(next.at("/contact/id").asText()).isEqualTo(ids.get(1));
        assertThat(call(node.port(), "GET", path + ids.get(0), token, "").body())
            .contains("\"state\":\"closed\"");
      }
    }
  }

  private DesktopClient desktop(Node node, String navigator) throws Exception {
    return DesktopClient.onDuty(node.port(), token(navigator, Role.NAVIGATOR));
  }

  @Test
  void shouldRunOnIoUringOrSayWhyNot() {
    if (Transport.IO_URING != null && Transport.IO_URING.available()) {
      try (Node node = Node.start(config("io_uring"))) {
        assertThat(node.transport()).isEqualTo("io_uring");
      }
    } else {
      assertThatThrownBy(() -> Node.start(config("io_uring")))
          .isInstanceOf(ConfigException.class)
          .hasMessageMatching(
              "http\\.transport: 'io_uring' is not available on this system \\(.+\\);.+");
    }
  }

  @Test
  void shouldHandAContactOverWarmToANavigatorOfANodeOnAnotherTransport() throws Exception {
    try (Node first = Node.start(config("nio"));
        Node second = Node.start(config());
        DesktopClient ana = desktop(first, "ana")) {
      assertThat(first.transport()).isEqualTo("nio");
      assertThat(second.transport()).isEqualTo(Transports.of(LoopTransport.AUTO, true).name());
      String body = "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"my bill is wrong\"}";
      call(first.port(), "POST", "/api/v1/contacts", token("crm", Role.INTEGRATOR), body);
      String id = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      ana.await("engagement.started");
      String warm =
          "{\"engagementId\":\"" + id + "\",\"to\":{\"navigator\":\"bob\"},\"mode\":\"warm\"}";
      ana.command("engagement.transfer", "3", warm);
      assertThat(ana.await("error").at("/data/code").asText()).isEqualTo("navigator-unavailable");

      try (DesktopClient bob = desktop(second, "bob")) {
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
        bob.command(
            "engagement.complete",
            "4",
            "{\"engagementId\":\"" + consult + "\",\"disposition\":\"resolved\"}");
        assertThat(bob.await("engagement.ended").at("/data/engagementId").asText())
            .isEqualTo(consult);
      }
    }
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
    String boss = token("boss", Role.SUPERVISOR);
    try (Node node = Node.start(config(receiver.getAddress().getPort()))) {
      Answer placed =
          call(
              node.port(),
              "POST",
              "/api/v1/contacts",
              token("crm", Role.INTEGRATOR),
              "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"where is my parcel\"}");
      String contact = "/api/v1/contacts/" + field(placed.body(), "id");

      Answer flagged = call(node.port(), "POST", contact + "/adverse-event", boss, "");
      assertThat(flagged.status()).as(flagged.body()).isEqualTo(200);
      assertThat(flagged.body())
          .contains("\"state\":\"open\"")
          .contains("\"missing\":[\"reporter\"");
      assertThat(call(node.port(), "POST", contact + "/report/submit", boss, "").body())
          .contains("report-incomplete");
      String listed = field(flagged.body(), "reportId");
      assertThat(call(node.port(), "GET", "/api/v1/reports?state=open", boss, "").body())
          .contains("\"reportId\":\"" + listed + "\"")
          .contains("\"work\":\"scheduled\"");
      for (String none : new String[] {"state=submitted", "dueBy=2026-01-01T00:00:00Z"}) {
        assertThat(call(node.port(), "GET", "/api/v1/reports?" + none, boss, "").body())
            .isEqualTo("{\"reports\":[]}");
      }
      assertThat(call(node.port(), "GET", "/api/v1/reports?state=late", boss, "").status())
          .isEqualTo(422);
      String criteria =
          "{\"revision\":0,\"reporter\":\"the caller\",\"patient\":\"A. B.\","
              + "\"product\":\"Examplumab\",\"event\":\"a rash\"}";
      assertThat(call(node.port(), "PUT", contact + "/report", boss, criteria).status())
          .isEqualTo(200);
      assertThat(call(node.port(), "PUT", contact + "/report", boss, criteria).body())
          .contains("report-changed");
      assertThat(call(node.port(), "POST", contact + "/report/submit", boss, "").status())
          .isEqualTo(200);

      assertThat(received.get(10, TimeUnit.SECONDS)).contains("Examplumab").contains("a rash");
      Answer report = call(node.port(), "GET", contact + "/report", boss, "");
      for (int i = 0; i < 1_000 && !report.body().contains("\"handed\""); i++) {
        report = call(node.port(), "GET", contact + "/report", boss, "");
      }
      assertThat(report.body()).contains("\"handed\"").contains("PV-17");
      assertThat(call(node.port(), "GET", "/api/v1/reports", boss, "").body())
          .as("nothing is owed any more")
          .isEqualTo("{\"reports\":[]}");
      Answer own =
          call(
              node.port(), "GET", "/api/v1/contacts/" + field(report.body(), "reportId"), boss, "");
      assertThat(own.body())
          .contains("\"kind\":\"adverse_event_report\"")
          .contains("\"disposition\":\"submitted\"");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void shouldSendTheBeginningOfALongMailAndAllOfItOnce() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient ana = desktop(node, "ana")) {
      // given
      String text = "I have a question about my bill. ".repeat(6_000);
      String mail = "{\"channel\":\"email\",\"from\":\"a@example.org\",\"text\":\"" + text + "\"}";
      call(node.port(), "POST", "/api/v1/contacts", token("crm", Role.INTEGRATOR), mail);
      // when
      JsonNode offer = ana.await("offer.created").path("data");
      ana.command("offer.accept", "2", "{\"offerId\":\"" + offer.path("offerId").asText() + "\"}");
      JsonNode started = ana.await("engagement.started").path("data");
      ana.command("hello", "3", "{}");
      JsonNode again = ana.await("snapshot").at("/data/engagements/0");
      // then
      String preview = text.substring(0, 499) + "…";
      assertThat(offer.at("/contact/preview").asText()).isEqualTo(preview);
      for (JsonNode engagement : List.of(started, again)) {
        assertThat(engagement.at("/contact/preview").asText()).isEqualTo(preview);
        assertThat(engagement.path("conversation")).hasSize(1);
        assertThat(engagement.at("/conversation/0/text").asText()).isEqualTo(text);
      }
    }
  }

  @Test
  void shouldLookForTheKeyOfWhatWasDueLongAgo() throws Exception {
    try (Node node = Node.start(config())) {
      String crm = token("crm", Role.INTEGRATOR);
      String known = "{\"channel\":\"chat\",\"from\":\"a\",\"idempotencyKey\":\"k\"}";
      call(node.port(), "POST", "/api/v1/contacts", crm, known);
      for (String[] row : new String[][] {{"k", "idempotency-key-reused"}, {"l", "out-of-range"}}) {
        String due =
            "{\"channel\":\"phone\",\"from\":\"+15551230009\",\"dueAt\":\"2020-01-01T09:30:00Z\","
                + "\"idempotencyKey\":\""
                + row[0]
                + "\"}";
        Answer answer = call(node.port(), "POST", "/api/v1/callbacks", crm, due);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains(row[1]);
      }
    }
  }

  @Test
  void shouldSayOfEveryEngagementThatIsNotTheirsThatThereIsNone() throws Exception {
    try (Node node = Node.start(config());
        DesktopClient ana = desktop(node, "ana");
        DesktopClient bob = desktop(node, "bob")) {
      // given
      bob.command("activity.set", "0", "{\"activity\":\"unavailable\"}");
      bob.answer("0");
      String body = "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"my bill is wrong\"}";
      call(node.port(), "POST", "/api/v1/contacts", token("crm", Role.INTEGRATOR), body);
      String offer = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + offer + "\"}");
      ana.await("engagement.started");
      String[][] commands = {
        {"message", ",\"text\":\"hola\""},
        {"message", ",\"text\":\"psst\",\"to\":\"navigator\""},
        {"hold", ""},
        {"mute", ""},
        {"resume", ""},
        {"park", ""},
        {"transfer", ",\"to\":{\"queue\":\"support\"},\"mode\":\"cold\""},
        {"transfer", ",\"to\":{\"queue\":\"support\"},\"mode\":\"warm\""},
        {"transfer", ",\"to\":{\"navigator\":\"ana\"},\"mode\":\"cold\""},
        {"transfer", ",\"to\":{\"outside\":\"hospital\"}"},
        {"consult", ",\"to\":{\"navigator\":\"ana\"}"},
        {"conference", ""},
        {"take_back", ""},
        {"interpreter", ",\"language\":\"fr\""},
        {"finish", ""},
        {"complete", ",\"disposition\":\"resolved\""},
      };
      for (String id : List.of(offer, "nobody.1", "not an id")) {
        for (int i = 0; i < commands.length; i++) {
          // when
          String frame = id + i;
          bob.command(
              "engagement." + commands[i][0],
              frame,
              "{\"engagementId\":\"" + id + "\"" + commands[i][1] + "}");
          // then
          assertThat(bob.answer(frame).at("/data/code").asText())
              .as(commands[i][0] + " of " + id)
              .isEqualTo("engagement-not-found");
        }
        for (String command : List.of("accept", "reject")) {
          String frame = id + command;
          bob.command("offer." + command, frame, "{\"offerId\":\"" + id + "\"}");
          assertThat(bob.answer(frame).at("/data/code").asText())
              .as(command + " of " + id)
              .isEqualTo("offer-not-found");
        }
      }
    }
  }

  @Test
  void shouldReachAConsentedPersonUntilTheyTextThatItShouldStop() throws Exception {
    String crm = token("crm", Role.INTEGRATOR);
    String person =
        "{\"kind\":\"patient\",\"addresses\":[\"+15551230009\"],\"timeZone\":\"America/New_York\","
            + "\"consents\":[{\"purpose\":\"education\",\"granted\":true,"
            + "\"at\":\"2026-01-01T00:00:00Z\"}]}";
    String outreach =
        "{\"channel\":\"sms\",\"personId\":\"p-9\",\"purpose\":\"education\","
            + "\"dueAt\":\"2030-01-01T09:30:00Z\",\"attempts\":{\"most\":3,\"channels\":[\"phone\"]}}";
    try (Node node = Node.start(config())) {
      int port = node.port();
      assertThat(call(port, "POST", "/api/v1/outreach", crm, outreach).body())
          .contains("no-consent");
      assertThat(call(port, "PUT", "/api/v1/people/p-9", crm, person).status()).isEqualTo(200);

      Answer placed = call(port, "POST", "/api/v1/outreach", crm, outreach);

      assertThat(placed.status()).as(placed.body()).isEqualTo(201);
      assertThat(placed.body())
          .contains("\"state\":\"scheduled\"")
          .as("8 o'clock in New York, not half past 4")
          .contains("\"orderedAt\":\"2030-01-01T13:00:00Z\"");
      String stop = "{\"channel\":\"sms\",\"from\":\"+15551230009\",\"text\":\"\u00a1ALTO!\"}";
      assertThat(call(port, "POST", "/api/v1/contacts", crm, stop).status()).isEqualTo(201);
      assertThat(
              call(port, "GET", "/api/v1/contacts/" + field(placed.body(), "id"), crm, "").body())
          .contains("\"state\":\"closed\"")
          .contains("consent_withdrawn");
      assertThat(call(port, "GET", "/api/v1/people/p-9", crm, "").body())
          .contains("\"purpose\":\"education\",\"granted\":false");
      assertThat(call(port, "POST", "/api/v1/outreach", crm, outreach).status()).isEqualTo(409);
      shouldKnowWhoIsWho(port, crm);
    }
  }

  /** A part of the test above, on its node. */
  private void shouldKnowWhoIsWho(int port, String crm) throws IOException {
    String boss = token("boss", Role.SUPERVISOR);
    String table =
        "id,kind,addresses,languages\np-10,patient,+15551230010,es\np-11,patient,+15551230011,\n"
            + "bad id,patient,,\n";
    for (int again = 0; again < 2; again++) {
      Answer imported =
          RawClient.call(port, "POST", "/api/v1/people:import", crm, table, "text/csv");
      assertThat(imported.body()).contains("\"imported\":2").contains("\"line\":4");
    }

    Answer merged = call(port, "POST", "/api/v1/people/p-10/merge", boss, "{\"into\":\"p-11\"}");
    assertThat(merged.body()).contains("+15551230011\",\"+15551230010").contains("[\"es\"]");
    String said = "{\"channel\":\"chat\",\"from\":\"a\",\"personId\":\"p-10\",\"text\":\"hola\"}";
    Answer contact = call(port, "POST", "/api/v1/contacts", crm, said);
    assertThat(contact.body()).contains("\"personId\":\"p-11\"").contains("\"language\":\"es\"");

    assertThat(call(port, "DELETE", "/api/v1/people/p-11", boss, "").body())
        .contains("person-has-open-contacts");
    String path = "/api/v1/contacts/" + field(contact.body(), "id");
    assertThat(call(port, "POST", path + "/abandon", crm, "").status()).isEqualTo(200);
    Answer split = call(port, "POST", "/api/v1/people/p-10/split", boss, "");
    assertThat(split.body()).contains("[\"+15551230010\"]");
    assertThat(call(port, "GET", "/api/v1/people/p-11", crm, "").body())
        .contains("[\"+15551230011\"]");

    assertThat(call(port, "DELETE", "/api/v1/people/p-11", boss, "").body())
        .contains("\"contacts\":1");
    assertThat(call(port, "GET", "/api/v1/people/p-11", crm, "").status()).isEqualTo(404);
    assertThat(call(port, "GET", path, crm, "").body())
        .contains("\"state\":\"closed\"")
        .contains("\"personId\":null");
    assertThat(call(port, "GET", path + "/conversation", crm, "").body()).doesNotContain("hola");
  }

  private HavenConfig config(int receiver) throws IOException {
    Path file = data.resolve("haven.yaml");
    Files.writeString(
        file,
        """
        http: {warmUp: 0s}
        serving:
          adverseEvents:
            webhook: http://127.0.0.1:%d/pv
            secret: whsec_%s
        """
            .formatted(receiver, "c2VjcmV0IG9mIHRoZSByZWNlaXZlciBvZiByZXBvcnRz"));
    return ConfigFile.load(file).with(data.toString(), 0, 0, null);
  }

  @Test
  void shouldTakeATicketOfOneNodeOnAnother() throws Exception {
    try (Node first = Node.start(config());
        Node second = Node.start(config())) {
      Answer bought =
          call(first.port(), "POST", "/api/v1/desktop-tickets", token("nav-1", Role.NAVIGATOR), "");
      String path = "/desktop?ticket=" + field(bought.body(), "ticket");
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
    try (DesktopClient desktop = DesktopClient.of(node.port(), token("nav-1", Role.NAVIGATOR))) {
      desktop.command("hello", "1", "{}");
      desktop.await("snapshot");
      node.close();
      assertThat(desktop.awaitClose().code()).isEqualTo(1012);
    }
  }

  @Test
  void shouldGiveUpADesktopThatIsGoneWithoutTheStoresKnowing() throws Exception {
    try (Node node = Node.start(config())) {
      desktop(node, "nav-1").close();

      openWithoutADesktop(node, "nav-1");

      String boss = token("boss", Role.SUPERVISOR);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      String navigator = "";
      while (!navigator.contains("\"connected\":false") && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(100);
        navigator = call(node.port(), "GET", "/api/v1/navigators/nav-1", boss, "").body();
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
    try (Node node = Node.start(config(receiver.getAddress().getPort()))) {
      submitReport(node);
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

  private void submitReport(Node node) throws IOException {
    String boss = token("boss", Role.SUPERVISOR);
    Answer placed =
        call(
            node.port(),
            "POST",
            "/api/v1/contacts",
            token("crm", Role.INTEGRATOR),
            "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"where is my parcel\"}");
    String contact = "/api/v1/contacts/" + field(placed.body(), "id");
    call(node.port(), "POST", contact + "/adverse-event", boss, "");
    String criteria =
        "{\"revision\":0,\"reporter\":\"the caller\",\"patient\":\"A. B.\","
            + "\"product\":\"Examplumab\",\"event\":\"a rash\"}";
    call(node.port(), "PUT", contact + "/report", boss, criteria);
    assertThat(call(node.port(), "POST", contact + "/report/submit", boss, "").status())
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

  @Test
  void shouldNotBeReadyWhileAnEventLoopDoesNotTurn() throws Exception {
    HavenConfig config =
        ConfigFile.parse(
                "http: {warmUp: 500ms, eventLoops: 2}", new Sources(name -> null, Path.of("")))
            .with(data.toString(), 0, 0, null);
    CountDownLatch stuck = new CountDownLatch(1);
    try (Node node = Node.start(config)) {
      node.pipeline()
          .context()
          .runOnContext(
              v -> assertThatNoException().isThrownBy(() -> stuck.await(60, TimeUnit.SECONDS)));
      try {
        assertThat(readyWith(node, 503).body()).contains("\"event-loops\":false");
        Answer live = call(node.opsPort(), "GET", "/health/live", "", "");
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
    Answer ready = call(node.opsPort(), "GET", "/health/ready", "", "");
    while (ready.status() != status && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
      ready = call(node.opsPort(), "GET", "/health/ready", "", "");
    }
    assertThat(ready.status()).isEqualTo(status);
    return ready;
  }

  @Test
  void shouldShowMetricsAndHealthOnThePortOfOperations() throws Exception {
    try (Node node = Node.start(config())) {
      Answer plain = call(node.opsPort(), "GET", "/metrics", "", "");
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
        assertThat(open.body()).endsWith("# EOF\n");
      }
      for (String path : new String[] {"/health/live", "/health/ready", "/health/started"}) {
        assertThat(call(node.opsPort(), "GET", path, "", "").status()).isEqualTo(200);
      }
      assertThat(call(node.opsPort(), "GET", "/api/v1/queues", "", "").status()).isEqualTo(404);
    }
  }
}
