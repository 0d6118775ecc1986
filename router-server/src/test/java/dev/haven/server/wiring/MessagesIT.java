package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.QuickStart;
import dev.haven.server.http.Role;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further messages of a contact. */
class MessagesIT {
  private static final String CRISIS = "I want to kill myself tonight";

  @TempDir Path data;

  @Test
  void shouldRefuseAKeyThatComesAgainWithSomethingElseAndLoseNoWords() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      // given two contacts, and a message to the first
      String toA = Callers.CONTACTS + "/" + callers.contact("a") + "/messages";
      String toB = Callers.CONTACTS + "/" + callers.contact("b") + "/messages";
      assertThat(callers.post(Role.INTEGRATOR, toA, message("hello")).status()).isEqualTo(200);
      // when, then
      assertThat(callers.post(Role.INTEGRATOR, toA, message("hello")).status())
          .as("a repeat")
          .isEqualTo(200);
      for (String path : new String[] {toA, toB}) {
        Answer other = callers.post(Role.INTEGRATOR, path, message(CRISIS));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body()).contains("\"code\":\"idempotency-key-reused\"");
      }
      String body =
          "{\"channel\":\"sms\",\"from\":\"c\",\"text\":\"%s\",\"idempotencyKey\":\"1\"}"
              .formatted(CRISIS);
      assertThat(callers.post(Role.INTEGRATOR, Callers.CONTACTS, body).status()).isEqualTo(422);
      String second = message(CRISIS).replace("\"1\"", "\"2\"");
      assertThat(callers.post(Role.INTEGRATOR, toB, second).body()).contains("\"tier\":\"crisis\"");
    }
  }

  @Test
  void shouldLeaveAPersonsDecisionUntilNewWordsSayOtherwise() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      // given a crisis that somebody decided is none
      String path = Callers.CONTACTS + "/" + callers.contact("a");
      String crisis = "{\"text\":\"" + CRISIS + "\"}";
      assertThat(callers.post(Role.INTEGRATOR, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
      String down = "{\"tier\":\"routine\",\"reason\":\"prank\"}";
      assertThat(callers.post(Role.SUPERVISOR, path + "/urgency", down).status()).isEqualTo(200);
      // when, then
      assertThat(
              callers.post(Role.INTEGRATOR, path + "/messages", "{\"text\":\"thank you\"}").body())
          .contains("\"tier\":\"routine\"");
      assertThat(callers.post(Role.INTEGRATOR, path + "/messages", crisis).body())
          .contains("\"tier\":\"crisis\"");
    }
  }

  /** Queue and tier by what was sent with a good signature; never less for what stands beside. */
  @Test
  void shouldFindACrisisInWhateverIsSigned() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      Map<String, String> sent = new LinkedHashMap<>();
      sent.put("contact.message','data':{'conversationId':'unknown','text':'WORDS'}}", "crisis");
      sent.put("contact.message','data':{'contactId':'c00000000','text':'WORDS'}}", "crisis");
      sent.put("contact.message','data':{'text':'WORDS'}}", "crisis");
      sent.put("contact.created','data':{'channel':'sms','text':'WORDS','zzz':1}}", "crisis");
      sent.put("contact.created','data':{'channel':'sms','zzz':'WORDS'}}", "crisis");
      sent.put("contact.created','data':{'text':'WORDS'}]", "crisis");
      sent.put("contact.abandoned','data':{'contactId':'c','zzz':'WORDS'}}", "crisis");
      sent.put("contact.created','data':{'text':'hello'}]", "unreadable elevated");
      sent.put("contact.created','data':7}", "unreadable elevated");
      int key = 0;
      for (Map.Entry<String, String> one : sent.entrySet()) {
        String body = ("{'type':'" + one.getKey()).replace('\'', '"').replace("WORDS", CRISIS);
        // when
        Answer answer = hook(config, node, "k" + key++, body);
        // then
        assertThat(answer.status()).as(body).isEqualTo(202);
        String id = answer.body().replaceAll("(?s).*\\[\"([^\"]+)\"\\].*", "$1");
        String last = callers.get(Role.SUPERVISOR, Callers.CONTACTS + "/" + id).body();
        String tier = last.replaceAll("(?s).*?\"tier\":\"([^\"]+)\".*", "$1");
        String queue = last.replaceAll("(?s).*?\"queue\":\"([^\"]+)\".*", "$1");
        assertThat(queue.equals("unreadable") ? queue + " " + tier : tier)
            .as(body + " " + last)
            .isEqualTo(one.getValue());
      }
    }
  }

  @Test
  void shouldTellANavigatorThatTheirWordsHaveNoWayToThePerson() throws Exception {
    HavenConfig config = QuickStart.in(data);
    try (Node node = Node.start(config)) {
      Callers callers = new Callers(config, node);
      try (DesktopClient ana = callers.onDuty("ana")) {
        // given a chat that came by REST
        callers.contact("a");
        String id = ana.await("offer.created").at("/data/offerId").asText();
        ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
        ana.await("engagement.started");
        // when
        ana.command(
            "engagement.message", "3", "{\"engagementId\":\"" + id + "\",\"text\":\"I am here\"}");
        // then
        String said = ana.await("engagement.message").at("/data/message/id").asText();
        JsonNode told = ana.await("engagement.delivery").path("data");
        assertThat(told.path("messageId").asText()).isEqualTo(said);
        assertThat(told.path("status").asText()).isEqualTo("failed");
      }
      try (DesktopClient again = callers.desktop("ana")) {
        again.command("hello", "1", "{}");
        JsonNode said = again.await("snapshot").at("/data/engagements/0/conversation/1");
        assertThat(said.path("text").asText()).isEqualTo("I am here");
        assertThat(said.path("status").asText()).isEqualTo("failed");
      }
    }
  }

  @Test
  void shouldSayWhatANavigatorWroteInItsOrderWhenThePlatformFails() throws Exception {
    // given a platform that does not take the first message at once
    List<String> posted = new CopyOnWriteArrayList<>();
    HttpServer platform = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    platform.createContext(
        "/",
        exchange -> {
          JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
          posted.add(body.path("content").asText());
          exchange.sendResponseHeaders(posted.size() == 1 ? 503 : 200, -1);
          exchange.close();
        });
    platform.start();
    HavenConfig config =
        QuickStart.of(
            """
            http: {warmUp: 0s}
            endpoints:
              - id: desk
                adapter: chatwoot
                apiBaseUrl: "http://127.0.0.1:PORT"
                secret: {urlToken: "abcdefghijklmnopqrstuvwxyz012345", apiAccessToken: a}
            """
                .replace("PORT", Integer.toString(platform.getAddress().getPort())),
            data);
    try (Node node = Node.start(config);
        DesktopClient ana = new Callers(config, node).onDuty("ana")) {
      String hook = "/hooks/desk?token=abcdefghijklmnopqrstuvwxyz012345";
      String came =
          "{\"event\":\"message_created\",\"id\":1,\"message_type\":\"incoming\",\"content\":\"hello\","
              + "\"sender\":{\"id\":7},\"account\":{\"id\":1},\"conversation\":{\"id\":2}}";
      new Callers(config, node).post(Role.INTEGRATOR, hook, came);
      String id = ana.await("offer.created").at("/data/offerId").asText();
      ana.command("offer.accept", "2", "{\"offerId\":\"" + id + "\"}");
      ana.await("engagement.started");
      // when
      for (String text : List.of("one", "two", "three")) {
        ana.command(
            "engagement.message",
            text,
            "{\"engagementId\":\"" + id + "\",\"text\":\"" + text + "\"}");
      }
      // then
      for (int i = 0; i < 3; i++) {
        JsonNode told = ana.await("engagement.delivery").path("data");
        assertThat(told.path("status").asText()).isEqualTo("sent");
      }
      assertThat(posted).containsExactly("one", "one", "two", "three");
    } finally {
      platform.stop(0);
    }
  }

  private static Answer hook(HavenConfig config, Node node, String id, String body)
      throws Exception {
    String secret =
        DevelopmentKeys.of(DataFolder.open(Path.of(config.data())))
            .endpoints()
            .get("dev-webhook")
            .get("secret");
    long now = Instant.now().getEpochSecond();
    try (RawClient client = new RawClient(node.port())) {
      client.send(
          "POST /hooks/dev-webhook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "webhook-id: "
              + id
              + "\r\nwebhook-timestamp: "
              + now
              + "\r\nwebhook-signature: "
              + new Webhook(secret).sign(id, now, body)
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.answer();
    }
  }

  private static String message(String text) {
    return "{\"text\":\"" + text + "\",\"idempotencyKey\":\"1\"}";
  }
}
