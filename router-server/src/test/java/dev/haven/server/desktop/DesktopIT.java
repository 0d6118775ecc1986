package dev.haven.server.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.flow.CommandResult;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.DesktopLink;
import dev.haven.server.http.Attempts;
import dev.haven.server.http.Role;
import dev.haven.server.http.TokenBuckets;
import dev.haven.server.support.DesktopClient;
import dev.haven.server.support.FakeAttachments;
import dev.haven.server.support.FakeDesktops;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.TestDoors;
import dev.haven.time.RouterClock;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The desktop's WebSocket over real sockets: handshake, conversation, and every way it ends. */
class DesktopIT {
  private final FakeDesktops desktops = new FakeDesktops();
  private TestDoors doors;
  private DesktopDoor door;

  @BeforeEach
  void open() throws Exception {
    open(limits(Duration.ofSeconds(20), Duration.ofSeconds(20)));
  }

  private void open(Limits limits) throws Exception {
    if (doors != null) {
      doors.close();
    }
    doors =
        new TestDoors(
            Duration.ofSeconds(5),
            20,
            parts -> {
              door =
                  new DesktopDoor(
                      desktops,
                      new FakeAttachments(false),
                      parts.auth(),
                      parts.tickets(),
                      limits,
                      "https://desk.example.org"::equals,
                      Attempts.of(
                          new TokenBuckets(0.001, 3, 100, System::nanoTime), System::nanoTime),
                      parts.timers(),
                      RouterClock.system(),
                      parts.meters(),
                      new Random(1));
              return door::handle;
            });
  }

  @AfterEach
  void close() throws Exception {
    doors.close();
  }

  private static Limits limits(Duration ping, Duration hello) {
    return new Limits(
        ping,
        2,
        hello,
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        1_048_576,
        16_384,
        65_536,
        20,
        40,
        5,
        3);
  }

  private static String bearer(String navigator) {
    return "Authorization: Bearer " + TestDoors.token(navigator, Role.NAVIGATOR) + "\r\n";
  }

  private DesktopClient connect(String navigator) throws IOException {
    DesktopClient client = new DesktopClient(doors.port(), "/desktop", bearer(navigator));
    assertThat(client.answer().status()).isEqualTo(101);
    return client;
  }

  private DesktopClient greeted(String navigator) throws Exception {
    DesktopClient client = connect(navigator);
    client.command("hello", "h", "{\"lastSeq\":3}");
    client.await("snapshot");
    assertThat(asked()).isEqualTo("open main " + navigator + " 3 null");
    return client;
  }

  private String asked() throws InterruptedException {
    return Objects.requireNonNullElse(desktops.asked.poll(10, TimeUnit.SECONDS), "nothing");
  }

  private DesktopLink link() throws InterruptedException {
    return Objects.requireNonNull(desktops.links.poll(10, TimeUnit.SECONDS));
  }

  private int status(String path, String extra) throws IOException {
    try (DesktopClient client = new DesktopClient(doors.port(), path, extra)) {
      return client.answer().status();
    }
  }

  @Test
  void shouldGreetWithWelcomeThenSnapshot() throws Exception {
    try (DesktopClient client = connect("nav-1")) {
      assertThat(client.answer().header("sec-websocket-protocol")).isEqualTo(DesktopDoor.PROTOCOL);
      assertThat(client.answer().headers()).doesNotContainKey("sec-websocket-extensions");
      client.command("hello", "h1", "{\"lastSeq\":0,\"activity\":\"available\"}");
      JsonNode welcome = client.await("welcome");
      assertThat(welcome.path("id").asText()).isEqualTo("h1");
      assertThat(welcome.at("/data/sessionId").asText()).isEqualTo("s1");
      assertThat(client.await("snapshot").path("seq").asLong()).isEqualTo(7);
      assertThat(asked()).isEqualTo("open main nav-1 0 available");
      client.command("hello", "h2", "{}");
      assertThat(client.await("welcome").path("id").asText()).isEqualTo("h2");
      assertThat(asked()).isEqualTo("refresh");
    }
  }

  @Test
  void shouldTakeTheSameActivitiesWithAHelloAsByThemselves() throws Exception {
    for (String odd :
        new String[] {"", " ", "available ", "\\u202eelbaliava", "a\\u0007", "call Ann at home"}) {
      try (DesktopClient client = connect("nav-1")) {
        client.command("hello", "h1", "{\"lastSeq\":0,\"activity\":\"" + odd + "\"}");
        assertThat(client.await("error").at("/data/code").asText()).isEqualTo("bad-message");
        client.command("hello", "h2", "{\"lastSeq\":0,\"activity\":\"Available\"}");
        client.await("snapshot");
        assertThat(asked()).as(odd).isEqualTo("open main nav-1 0 available");
      }
      assertThat(asked()).isEqualTo("lost");
    }
  }

  @Test
  void shouldRefuseBadHandshakes() throws Exception {
    String good = bearer("nav-1");
    assertThat(status("/desktop", good + "Origin: https://evil.example\r\n")).isEqualTo(403);
    assertThat(status("/desktop", good + "Origin: null\r\n")).isEqualTo(403);
    assertThat(status("/desktop", good + "Origin: https://desk.example.org\r\n")).isEqualTo(101);
    assertThat(status("/desktop", good + "Origin: http://localhost\r\n")).isEqualTo(101);
    assertThat(status("/desktop", "")).isEqualTo(401);
    assertThat(status("/desktop?token=abc", "")).isEqualTo(401);
    assertThat(status("/desktop?ticket=abc", "")).isEqualTo(401);
    String ops = TestDoors.token("ops", Role.OPS);
    assertThat(status("/desktop", "Authorization: Bearer " + ops + "\r\n")).isEqualTo(403);
    String supervisor = TestDoors.token("boss", Role.SUPERVISOR);
    assertThat(status("/desktop", "Authorization: Bearer " + supervisor + "\r\n")).isEqualTo(101);
    assertThat(status("/desktop", "Authorization: Bearer x\r\nAuthorization: Bearer y\r\n"))
        .isEqualTo(401);
    // the three bad handshakes of this address are used up
    assertThat(status("/desktop", "")).isEqualTo(429);
    assertThat(status("/desktop", good)).isEqualTo(101);
  }

  @Test
  void shouldTakeGoodTicketsAndTokensFromAnAddressThatSentTooManyBadOnes() throws Exception {
    // given an address that others share, of whom one means ill
    for (int i = 0; i < 4; i++) {
      assertThat(status("/desktop?ticket=bad" + i, "")).isEqualTo(i < 3 ? 401 : 429);
    }
    for (int i = 0; i < 21; i++) {
      assertThat(status("/desktop", "Authorization: Bearer bad" + i + "\r\n"))
          .isEqualTo(i < 20 ? 401 : 429);
    }
    // when, then
    RawClient.Answer issued =
        RawClient.call(
            doors.port(),
            "POST",
            "/api/v1/desktop-tickets",
            TestDoors.token("nav-1", Role.NAVIGATOR),
            "",
            "");
    assertThat(issued.status()).as(issued.body()).isEqualTo(201);
    String ticket = issued.body().replaceFirst(".*\"ticket\":\"([^\"]+)\".*", "$1");
    assertThat(status("/desktop?ticket=" + ticket, "")).isEqualTo(101);
    assertThat(status("/desktop", bearer("nav-2"))).isEqualTo(101);
  }

  @Test
  void shouldAskForTheUpgradeItSpeaks() throws Exception {
    for (String[] row :
        new String[][] {
          {"", "426"},
          {"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 7\r\n", "426"},
          {
            "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: short\r\n",
            "400"
          },
        }) {
      try (RawClient client = doors.client()) {
        client.send(
            "GET /desktop HTTP/1.1\r\nHost: localhost\r\n" + bearer("nav-1") + row[0] + "\r\n");
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(Integer.parseInt(row[1]));
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      }
    }
  }

  @Test
  void shouldTakeATicketOnce() throws Exception {
    String ticket;
    try (RawClient client = doors.client()) {
      client.send(
          "POST /api/v1/desktop-tickets HTTP/1.1\r\nHost: localhost\r\n"
              + bearer("nav-1")
              + "Content-Length: 0\r\n\r\n");
      String body = client.answer().body();
      ticket = body.replaceAll(".*\"ticket\":\"([^\"]+)\".*", "$1");
    }
    assertThat(status("/desktop?ticket=" + ticket, "")).isEqualTo(101);
    assertThat(status("/desktop?ticket=" + ticket, "")).isEqualTo(401);
  }

  @Test
  void shouldAnswerEveryCommandWithItsId() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      String[][] commands = {
        {"activity.set", "{\"activity\":\"available\"}", "activity available"},
        {"offer.accept", "{\"offerId\":\"c1.1\"}", "accept c1.1"},
        {"offer.reject", "{\"offerId\":\"c1.1\",\"reason\":\"busy\"}", "reject c1.1 busy"},
        {
          "offer.reject",
          "{\"offerId\":\"c1.1\",\"reason\":\"I know her, let somebody else do it\"}",
          "reject c1.1 other"
        },
        {
          "engagement.message", "{\"engagementId\":\"c1.1\",\"text\":\"hola\"}", "message c1.1 hola"
        },
        {"engagement.hold", "{\"engagementId\":\"c1.1\"}", "hold c1.1"},
        {"engagement.resume", "{\"engagementId\":\"c1.1\"}", "resume c1.1"},
        {"engagement.park", "{\"engagementId\":\"c1.1\"}", "park c1.1"},
        {
          "engagement.transfer",
          "{\"engagementId\":\"c1.1\",\"to\":{\"queue\":\"q\"},\"mode\":\"warm\"}",
          "transfer c1.1 null q true"
        },
        {
          "engagement.transfer",
          "{\"engagementId\":\"c1.1\",\"to\":{\"outside\":\"hospital\"}}",
          "send outside c1.1 hospital"
        },
        {
          "engagement.consult",
          "{\"engagementId\":\"c1.1\",\"to\":{\"navigator\":\"bob\"}}",
          "consult c1.1 bob null"
        },
        {"engagement.conference", "{\"engagementId\":\"c1.1\"}", "conference c1.1"},
        {"engagement.take_back", "{\"engagementId\":\"c1.1\"}", "take back c1.1"},
        {
          "engagement.message",
          "{\"engagementId\":\"c1.1\",\"text\":\"psst\",\"to\":\"navigator\"}",
          "note c1.1 psst"
        },
        {"engagement.finish", "{\"engagementId\":\"c1.1\"}", "finish c1.1"},
        {
          "engagement.complete",
          "{\"engagementId\":\"c1.1\",\"disposition\":\"resolved\",\"notes\":\"\"}",
          "complete c1.1 resolved"
        },
      };
      for (int i = 0; i < commands.length; i++) {
        client.command(commands[i][0], "m" + i, commands[i][1]);
        assertThat(client.await("ack").path("id").asText()).isEqualTo("m" + i);
        assertThat(asked()).isEqualTo(commands[i][2]);
      }
      client.command("offer.accept", "x", "{\"offerId\":\"c9.9\"}");
      assertThat(client.await("error").at("/data/code").asText()).isEqualTo("offer-expired");
      client.command("offer.accept", "y", "{\"offerId\":\"not an id\"}");
      assertThat(client.await("error").at("/data/code").asText()).isEqualTo("offer-not-found");
      client.command("ping", "p", "{}");
      assertThat(client.await("pong").at("/data/seq").asLong()).isEqualTo(7);
    }
  }

  @Test
  void shouldGiveNobodyToNobody() throws Exception {
    String[] commands = {
      "engagement.transfer %s warm", "engagement.transfer %s cold", "engagement.consult %s"
    };
    String[] nobody = {
      "{\"navigator\":\"\"}",
      "{\"navigator\":\" \"}",
      "{\"navigator\":\"a b\"}",
      "{\"queue\":\"\"}",
      "{\"queue\":\" \"}",
      "{\"outside\":\"\"}",
      "{\"navigator\":\"bob\",\"queue\":\"\"}",
      "{}"
    };
    for (String command : commands) {
      String[] parts = command.split(" ");
      for (String to : nobody) {
        try (DesktopClient client = greeted("nav-1")) {
          String mode = parts.length > 2 ? ",\"mode\":\"" + parts[2] + "\"" : "";
          client.command(parts[0], "t", "{\"engagementId\":\"c1.1\",\"to\":" + to + mode + "}");
          assertThat(client.answer("t").at("/data/code").asText())
              .as(command + to)
              .isEqualTo("bad-message");
        }
        assertThat(asked()).isEqualTo("lost");
      }
    }
  }

  @Test
  void shouldSayNothingWithoutWords() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      for (String text : new String[] {"", " \\n", "\\u200b"}) {
        client.command(
            "engagement.message", "m", "{\"engagementId\":\"c1.1\",\"text\":\"" + text + "\"}");
        assertThat(client.await("error").at("/data/code").asText()).isEqualTo("bad-message");
      }
    }
    assertThat(asked()).isEqualTo("lost");
  }

  @Test
  void shouldRunCommandsOneAfterTheOther() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      Promise<CommandResult> slow = desktops.nextIsSlow();
      client.command("engagement.finish", "1", "{\"engagementId\":\"c1.1\"}");
      client.command(
          "engagement.complete", "2", "{\"engagementId\":\"c1.1\",\"disposition\":\"resolved\"}");
      assertThat(asked()).isEqualTo("finish c1.1");
      assertThat(desktops.asked).isEmpty();
      slow.complete(CommandResult.DONE);
      assertThat(asked()).isEqualTo("complete c1.1 resolved");
      assertThat(client.await("ack").path("id").asText()).isEqualTo("1");
      assertThat(client.await("ack").path("id").asText()).isEqualTo("2");
    }
  }

  @Test
  void shouldCloseAfterFiveBadMessages() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      client.text("not json");
      client.text("{\"type\":\"nonsense\",\"id\":\"1\"}");
      client.text("{\"type\":\"offer.accept\"}");
      client.command("offer.accept", "2", "{\"offerId\":5}");
      for (int i = 0; i < 4; i++) {
        assertThat(client.await("error").at("/data/code").asText()).isEqualTo("bad-message");
      }
      client.command("offer.accept", "3", "{\"offerId\":\"c1.1\",\"extra\":1}");
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.BAD_MESSAGES);
      assertThat(asked()).isEqualTo("lost");
    }
  }

  @Test
  void shouldNameEveryBreachOfTheProtocol() throws Exception {
    byte[] tooBig = new byte[16_385];
    Object[][] rows = {
      {0x82, new byte[] {1}, CloseCode.BINARY},
      {0x81, new byte[] {(byte) 0xc3, 0x28}, CloseCode.NOT_UTF8},
      {0xc1, "{}".getBytes(StandardCharsets.UTF_8), CloseCode.PROTOCOL},
      {0x83, new byte[0], CloseCode.PROTOCOL},
      {0x80, new byte[0], CloseCode.PROTOCOL},
      {0x09, new byte[0], CloseCode.PROTOCOL},
      {0x89, new byte[126], CloseCode.PROTOCOL},
      {0x88, new byte[] {3}, CloseCode.PROTOCOL},
      {0x88, new byte[] {3, (byte) 0xed}, CloseCode.PROTOCOL},
      {0x81, tooBig, CloseCode.TOO_BIG},
    };
    for (Object[] row : rows) {
      try (DesktopClient client = connect("nav-1")) {
        client.frame((int) row[0], (byte[]) row[1]);
        assertThat(client.awaitClose().code()).as("first byte %x", row[0]).isEqualTo(row[2]);
      }
    }
    try (DesktopClient client = connect("nav-1")) {
      client.raw(new byte[] {(byte) 0x81, 2, '{', '}'});
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.PROTOCOL);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"x,x", "語,語", "\",\\\""})
  void shouldTakeTheLongestTextInOneFrameHoweverItIsWritten(String character, String written)
      throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      client.command(
          "engagement.message",
          "m".repeat(128),
          "{\"engagementId\":\"c1.1\",\"text\":\"" + written.repeat(Commands.MAX_TEXT) + "\"}");
      assertThat(client.await("ack").path("id").asText()).isEqualTo("m".repeat(128));
      assertThat(asked()).isEqualTo("message c1.1 " + character.repeat(Commands.MAX_TEXT));
    }
  }

  @Test
  void shouldAnswerATextThatIsTooLong() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      String engagement = "{\"engagementId\":\"c1.1\",";
      String text = "x".repeat(Commands.MAX_TEXT + 1);
      client.command("engagement.message", "1", engagement + "\"text\":\"" + text + "\"}");
      JsonNode error = client.await("error");
      assertThat(error.path("id").asText()).isEqualTo("1");
      assertThat(error.at("/data/code").asText()).isEqualTo("bad-message");
      assertThat(error.at("/data/detail").asText())
          .isEqualTo("/data/text has at most 5000 characters.");
      client.command(
          "engagement.complete",
          "2",
          engagement + "\"disposition\":\"resolved\",\"notes\":\"" + "x".repeat(15_000) + "\"}");
      assertThat(client.await("error").at("/data/detail").asText())
          .isEqualTo("/data/notes has at most 5000 characters.");
      assertThat(desktops.asked).isEmpty();
    }
  }

  @Test
  void shouldBoundMessagesInPieces() throws Exception {
    try (DesktopClient client = connect("nav-1")) {
      client.frame(0x01, new byte[16_000]);
      for (int i = 0; i < 4; i++) {
        client.frame(0x00, new byte[16_000]);
      }
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.TOO_BIG);
    }
    try (DesktopClient client = connect("nav-1")) {
      client.frame(0x01, new byte[0]);
      for (int i = 0; i < 1_024; i++) {
        client.frame(0x00, new byte[0]);
      }
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.POLICY);
    }
  }

  @Test
  void shouldCloseAFloodOfPingsAndOfMessages() throws Exception {
    try (DesktopClient client = connect("nav-1")) {
      for (int i = 0; i < 60; i++) {
        client.frame(0x89, new byte[0]);
      }
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.TOO_FAST_OR_SLOW);
    }
    try (DesktopClient client = connect("nav-1")) {
      for (int i = 0; i < 150; i++) {
        client.command("ping", "p" + i, "{}");
      }
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.TOO_FAST_OR_SLOW);
    }
  }

  @Test
  void shouldCloseASilentDesktop() throws Exception {
    open(limits(Duration.ofMillis(100), Duration.ofSeconds(20)));
    try (DesktopClient client = connect("nav-1")) {
      client.ignorePings();
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.SILENT);
    }
    open(limits(Duration.ofSeconds(20), Duration.ofMillis(100)));
    try (DesktopClient client = connect("nav-1")) {
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.SILENT);
    }
  }

  @Test
  void shouldCloseADesktopThatDoesNotRead() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      DesktopLink link = link();
      DesktopFrame.Line line =
          new DesktopFrame.Line("person", "x".repeat(60_000), java.time.Instant.EPOCH);
      doors.run(
          () -> {
            for (int i = 1; i < 400; i++) {
              link.deliver(
                  new DesktopFrame.EngagementMessage(
                      7 + i,
                      new dev.haven.offer.OfferId("c1.1"),
                      new dev.haven.contact.ContactId("c1"),
                      line));
            }
          });
      assertThat(asked()).isEqualTo("lost");
      assertThat(client.answer().status()).isEqualTo(101);
    }
  }

  @Test
  void shouldTellTheSessionHowTheDesktopLeft() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      client.frame(0x88, new byte[] {3, (byte) 0xe8});
      assertThat(asked()).isEqualTo("close");
    }
    try (DesktopClient client = greeted("nav-1")) {
      client.frame(0x88, new byte[] {3, (byte) 0xe9});
      assertThat(asked()).isEqualTo("lost");
    }
    try (DesktopClient client = greeted("nav-1")) {
      assertThat(client.answer().status()).isEqualTo(101);
    }
    assertThat(asked()).isEqualTo("lost");
  }

  @Test
  void shouldCloseWhatThePipelineCloses() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      DesktopLink link = link();
      doors.run(() -> link.close(CloseCode.CONNECTED_ELSEWHERE, "a newer desktop is active"));
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.CONNECTED_ELSEWHERE);
    }
  }

  @Test
  void shouldKeepStrangersOutAndBoundSocketsOfOneNavigator() throws Exception {
    try (DesktopClient client = connect("stranger")) {
      client.command("hello", "h", "{}");
      assertThat(client.awaitClose().code()).isEqualTo(CloseCode.NOT_ALLOWED);
    }
    try (DesktopClient first = connect("nav-1");
        DesktopClient second = connect("nav-1");
        DesktopClient third = connect("nav-1");
        DesktopClient fourth = connect("nav-1")) {
      assertThat(fourth.awaitClose().code()).isEqualTo(CloseCode.TOO_FAST_OR_SLOW);
      for (DesktopClient other : new DesktopClient[] {first, second, third}) {
        other.command("ping", "p", "{}");
        other.await("pong");
      }
    }
  }

  @Test
  void shouldSendDesktopsAwayWhenTheNodeStops() throws Exception {
    try (DesktopClient client = greeted("nav-1")) {
      doors.run(door::closeAll);
      DesktopClient.Close close = client.awaitClose();
      assertThat(close.code()).isEqualTo(CloseCode.RESTART);
      assertThat(close.reason()).matches("\\{\"retryAfterMs\":\\d+}");
    }
  }
}
