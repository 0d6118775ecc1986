package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.server.support.TestDoors;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification's walk does not show: keys, encodings, tokens, pace. */
class RestIT {
  private static final String TOKEN = TestDoors.token("platform", Role.INTEGRATOR);
  private TestDoors doors;

  @BeforeEach
  void open() throws Exception {
    doors = new TestDoors();
  }

  @AfterEach
  void close() throws Exception {
    doors.close();
  }

  private Answer post(String path, String body, String headers) throws IOException {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private Answer post(String path, byte[] body, String headers) throws IOException {
    return send("POST", path, body, headers);
  }

  private Answer put(String path, String body) throws IOException {
    return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), json(TOKEN));
  }

  private Answer send(String method, String path, byte[] body, String headers) throws IOException {
    try (RawClient client = doors.client()) {
      client.send(
          method
              + " /api/v1/"
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + body.length
              + "\r\n"
              + headers
              + "\r\n");
      return client.send(body).answer();
    }
  }

  private static String json(String token) {
    return "Content-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n";
  }

  private static String contact(String more) {
    return "{\"channel\":\"chat\",\"from\":\"a\",\"text\":\"hola\"" + more + "}";
  }

  @Test
  void shouldTakeATableLineByLineHoweverLongItIs() throws Exception {
    StringBuilder table = new StringBuilder("id,kind,name\n");
    for (int i = 0; i < 20_000; i++) {
      table.append(i % 10 == 0 ? "p " : "p-").append(i).append(",patient,");
      table.append("x".repeat(40)).append('\n');
    }
    Answer answer =
        post(
            "people:import",
            table.toString(),
            "Content-Type: text/csv\r\nAuthorization: Bearer " + TOKEN + "\r\n");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"imported\":18000,\"refusedLines\":2000")
        .contains("{\"line\":2,")
        .contains("{\"line\":9992,")
        .doesNotContain("{\"line\":10002,");
    assertThat(doors.directory.mostPersonsAtOnce()).isBetween(1, 32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff\u00fe\n",
        "\u00ff\u00fe",
        "\u00ff,kind\np-1,patient\n",
        "id,id,kind\np-1,p-2,patient\n",
        "id,\"kind\" \"\np-1,patient\n"
      })
  void shouldRefuseATableWhoseNamesAreWrong(String table) throws Exception {
    Answer answer =
        post(
            "people:import",
            table.getBytes(StandardCharsets.ISO_8859_1),
            "Content-Type: text/csv\r\nAuthorization: Bearer " + TOKEN + "\r\n");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("\"code\":\"schema\"").contains("Line 1, the one of names,");
    assertThat(doors.directory.mostPersonsAtOnce()).isZero();
  }

  @Test
  void shouldMakeOneContactOfOneKey() throws Exception {
    String keyed = contact(",\"idempotencyKey\":\"k1\"");
    Answer first = post("contacts", keyed, json(TOKEN));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("location")).isEqualTo("/api/v1/contacts/c1");
    Answer again = post("contacts", contact(""), json(TOKEN) + "Idempotency-Key: k1\r\n");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(again.header("idempotency-key")).isEqualTo("k1");
    Answer other =
        post("contacts", contact(",\"subject\":\"s\",\"idempotencyKey\":\"k1\""), json(TOKEN));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body()).contains("idempotency-key-reused");
    String elsewhere = TestDoors.token("crm", Role.INTEGRATOR);
    assertThat(post("contacts", keyed, json(elsewhere)).status()).isEqualTo(201);
    Answer two = post("contacts", keyed, json(TOKEN) + "Idempotency-Key: k2\r\n");
    assertThat(two.status()).isEqualTo(422);
  }

  @Test
  void shouldHoldAKeyedContactWhileTheStoreIsAway() throws Exception {
    doors.contacts.failNext(2);
    assertThat(post("contacts", contact(",\"idempotencyKey\":\"k1\""), json(TOKEN)).status())
        .isEqualTo(201);
    doors.contacts.failNext(1);
    Answer answer = post("contacts", contact(""), json(TOKEN));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("2");
  }

  @Test
  void shouldScheduleWhatIsOwed() throws Exception {
    String due = Instant.now().plusSeconds(63_000_000).truncatedTo(ChronoUnit.SECONDS).toString();
    assertThat(post("callbacks", contact(",\"dueAt\":\"" + due + "\""), json(TOKEN)).status())
        .isEqualTo(201);
    assertThat(post("outreach", contact(""), json(TOKEN)).status()).isEqualTo(201);
    assertThat(post("contacts", contact(",\"dueAt\":\"" + due + "\""), json(TOKEN)).status())
        .isEqualTo(422);
    assertThat(doors.contacts.arrivals)
        .extracting(Arrival::kind)
        .containsExactly(ContactKind.CALLBACK, ContactKind.OUTREACH);
    assertThat(doors.contacts.arrivals.get(0).dueAt()).isEqualTo(Instant.parse(due));
  }

  @Test
  void shouldRefuseAConsentThatIsDatedAhead() throws Exception {
    String person =
        "{\"kind\":\"patient\",\"consents\":[{\"purpose\":\"education\",\"granted\":true,\"at\":\"%s\"}]}";
    Answer near = put("people/p-1", person.formatted(Instant.now().plusSeconds(240)));
    Answer far = put("people/p-1", person.formatted(Instant.now().plusSeconds(50_400)));
    assertThat(near.status()).as(near.body()).isEqualTo(200);
    assertThat(far.status()).as(far.body()).isEqualTo(422);
    assertThat(far.body()).contains("{\"pointer\":\"/consents/0/at\",\"code\":\"out-of-range\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"callbacks", "outreach"})
  void shouldRefuseWhatIsDueLongAgoOrFarAhead(String path) throws Exception {
    for (String due :
        List.of(
            "2020-01-01T10:00:00Z",
            "-292275055-05-16T16:47:04Z",
            Instant.now().minusSeconds(86_410).toString(),
            Instant.now().plusSeconds(63_200_000).toString(),
            "9999-12-31T23:59:59-18:00",
            "+292278994-08-17T07:12:55Z")) {
      Answer answer = post(path, contact(",\"dueAt\":\"" + due + "\""), json(TOKEN));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body())
          .contains("\"code\":\"schema\"")
          .contains("{\"pointer\":\"/dueAt\",\"code\":\"out-of-range\"");
    }
    assertThat(doors.contacts.arrivals).isEmpty();
  }

  @Test
  void shouldRefuseTimesThatCannotBeWritten() throws Exception {
    for (String at :
        List.of("-292275055-05-16T16:47:04Z", "0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
      Answer consent =
          put(
              "people/p-1",
              "{\"kind\":\"patient\",\"consents\":[{\"purpose\":\"education\",\"granted\":true,\"at\":\""
                  + at
                  + "\"}]}");
      assertThat(consent.status()).as(at).isEqualTo(422);
      assertThat(consent.body())
          .contains("{\"pointer\":\"/consents/0/at\",\"code\":\"out-of-range\"");
      String boss = TestDoors.token("boss", Role.SUPERVISOR);
      Answer reports =
          send("GET", "reports?dueBy=" + at.replace("+", "%2B"), new byte[0], json(boss));
      assertThat(reports.status()).as(at).isEqualTo(422);
    }
  }

  @Test
  void shouldTakeWhatIsLateByHours() throws Exception {
    Instant due = Instant.now().minusSeconds(36_000);
    assertThat(post("callbacks", contact(",\"dueAt\":\"" + due + "\""), json(TOKEN)).status())
        .isEqualTo(201);
    assertThat(doors.contacts.arrivals.get(0).dueAt()).isEqualTo(due);
  }

  @Test
  void shouldKnowARepeatOfWhatIsDueLongAgoByNow() throws Exception {
    // given what was made in time
    String due = ",\"dueAt\":\"2020-01-01T10:00:00Z\"";
    byte[] body = contact(due).getBytes(StandardCharsets.UTF_8);
    Fields in = new Fields(StrictJson.object(body));
    doors.contacts.receive(
        new WorkspaceId("main"),
        ArrivalDecoder.decode(in, "token:platform", "k1", ContactKind.CALLBACK, null));
    // when
    Answer again = post("callbacks", body, json(TOKEN) + "Idempotency-Key: k1\r\n");
    // then
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(post("callbacks", contact(due), json(TOKEN) + "Idempotency-Key: k2\r\n").body())
        .contains("/dueAt");
  }

  @Test
  void shouldRefuseABodyOfTwoTypes() throws Exception {
    Answer answer = post("contacts", contact(""), "Content-Type: text/plain\r\n" + json(TOKEN));
    assertThat(answer.status()).isEqualTo(415);
    Answer other = post("contacts", contact(""), json(TOKEN) + "Content-Type: text/plain\r\n");
    assertThat(other.status()).isEqualTo(415);
  }

  @Test
  void shouldRefuseAMessageWithTwoKeys() throws Exception {
    post("contacts", contact(""), json(TOKEN));
    String keyed = "{\"text\":\"y otra cosa\",\"idempotencyKey\":\"k1\"}";
    String same = json(TOKEN) + "Idempotency-Key: k1\r\n";
    assertThat(post("contacts/c1/messages", keyed, same).status()).isEqualTo(200);
    String other = json(TOKEN) + "Idempotency-Key: k2\r\n";
    Answer answer = post("contacts/c1/messages", keyed, other);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("{\"pointer\":\"/idempotencyKey\",\"code\":\"conflict\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"channel\":\"chat\",|400|invalid-json",
        "{\"channel\":\"chat\",\"channel\":\"sms\"}|400|duplicate-key",
        "[]|422|schema",
        "{\"channel\":\"pigeon\"}|422|schema",
        "{\"channel\":\"chat\",\"score\":99}|422|unknown-member",
        "{\"channel\":\"chat\",\"assignedTo\":\"me\"}|422|unknown-member",
        "{\"channel\":\"chat\",\"text\":5}|422|schema",
        "{\"channel\":\"chat\",\"attributes\":{\"a\":1}}|422|schema",
        "{}|422|schema",
      })
  void shouldNameWhatIsWrongWithABody(String body, int status, String code) throws Exception {
    Answer answer = post("contacts", body, json(TOKEN));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.body()).doesNotContain("pigeon");
  }

  @Test
  void shouldTakeOnlyJsonAsItIs() throws Exception {
    String auth = "Authorization: Bearer " + TOKEN + "\r\n";
    for (String type :
        new String[] {
          "",
          "Content-Type: text/plain\r\n",
          "Content-Type: application/json; charset=utf-16\r\n",
          "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
        }) {
      assertThat(post("contacts", contact(""), auth + type).status()).as(type).isEqualTo(415);
    }
    String utf8 = "Content-Type: application/json; charset=\"UTF-8\"\r\n";
    assertThat(post("contacts", contact(""), auth + utf8).status()).isEqualTo(201);
    byte[] latin = "{\"channel\":\"chat\",\"text\":\"ñ\"}".getBytes(Charset.forName("ISO-8859-1"));
    Answer answer = post("contacts", latin, json(TOKEN));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid-encoding");
  }

  @Test
  void shouldRefuseTokensThatAreNotOneGoodBearer() throws Exception {
    String type = "Content-Type: application/json\r\n";
    for (String auth :
        new String[] {
          "",
          "Authorization: Basic YTpi\r\n",
          "Authorization: Bearer a.b.c\r\n",
          "Authorization: Bearer " + TOKEN + "\r\nAuthorization: Bearer " + TOKEN + "\r\n",
          "Authorization: Bearer " + TestDoors.token("x", Role.INTEGRATOR, "unknown") + "\r\n",
        }) {
      Answer answer = post("contacts", contact(""), type + auth);
      assertThat(answer.status()).as(auth).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).startsWith("Bearer");
    }
    assertThat(post("contacts?token=" + TOKEN, contact(""), type).status()).isEqualTo(401);
    assertThat(doors.contacts.arrivals).isEmpty();
  }

  @Test
  void shouldAskToComeAgainAndChargeNobodyWhileTheIssuerIsSilent() throws Exception {
    // given
    doors.close();
    doors = new TestDoors(java.time.Duration.ofSeconds(5), 1, parts -> (x, aside) -> {});
    doors.issuerIsSilent(true);
    // when
    for (int i = 0; i < 3; i++) {
      Answer answer = post("contacts", contact(""), json(TOKEN));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("2");
      assertThat(answer.body()).contains("\"code\":\"unavailable\"");
    }
    // then
    doors.issuerIsSilent(false);
    assertThat(post("contacts", contact(""), json("bad")).status()).isEqualTo(401);
    assertThat(post("contacts", contact(""), json("bad")).status()).isEqualTo(429);
    assertThat(post("contacts", contact(""), json(TOKEN)).status()).isEqualTo(201);
  }

  @Test
  void shouldChangeNoUrgencyWithoutAReason() throws Exception {
    post("contacts", contact(""), json(TOKEN));
    String boss = json(TestDoors.token("boss", Role.SUPERVISOR));
    for (String reason : new String[] {"", " ", "\\n", "\\u200b", "\\u00a0\\u2028\\u0007"}) {
      String body = "{\"tier\":\"routine\",\"reason\":\"" + reason + "\"}";
      Answer answer = post("contacts/c1/urgency", body, boss);
      assertThat(answer.status()).as(body).isEqualTo(422);
      assertThat(answer.body()).contains("/reason");
    }
    String said = "{\"tier\":\"routine\",\"reason\":\"\\u00f1?\"}";
    assertThat(post("contacts/c1/urgency", said, boss).status()).isEqualTo(200);
  }

  @Test
  void shouldPassRefusalsOfThePipelineOn() throws Exception {
    post("contacts", contact(""), json(TOKEN));
    Answer answer =
        post(
            "contacts/c1/urgency",
            "{\"tier\":\"crisis\",\"reason\":\"refuse\"}",
            json(TestDoors.token("boss", Role.SUPERVISOR)));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("contact-closed");
  }

  @Test
  void shouldShowSpansOfFindingsToSupervisorsOnly() throws Exception {
    post("contacts", contact(""), json(TOKEN));
    assertThat(explanation(TestDoors.token("boss", Role.SUPERVISOR)))
        .contains(
            "\"seen\":[{\"message\":1,\"code\":\"crisis.active\",\"outcome\":\"denied\",\"start\":0,\"end\":4}]");
    assertThat(explanation(TOKEN)).contains("\"outcome\":\"denied\",\"start\":null,\"end\":null");
  }

  private String explanation(String token) throws IOException {
    try (RawClient client = doors.client()) {
      client.send(
          "GET /api/v1/contacts/c1/explanation HTTP/1.1\r\nHost: localhost\r\n"
              + "Authorization: Bearer "
              + token
              + "\r\n\r\n");
      return client.answer().body();
    }
  }
}
