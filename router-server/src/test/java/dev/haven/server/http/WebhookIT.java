package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.haven.contact.Arrival;
import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.server.support.TestDoors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host of webhooks, with requests signed by the scheme's own library. */
class WebhookIT {
  private TestDoors doors;

  @BeforeEach
  void open() throws Exception {
    doors = new TestDoors();
  }

  @AfterEach
  void close() throws Exception {
    doors.close();
  }

  private Answer post(String id, String body, String extra) throws Exception {
    long now = Instant.now().getEpochSecond();
    String signature = new Webhook(TestDoors.WEBHOOK_SECRET).sign(id, now, body);
    return send(id, now, signature, body, extra);
  }

  private Answer send(String id, long at, String signature, String body, String extra)
      throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (RawClient client = doors.client()) {
      client.send(
          "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "webhook-id: "
              + id
              + "\r\nwebhook-timestamp: "
              + at
              + "\r\nwebhook-signature: "
              + signature
              + "\r\n"
              + extra
              + "Content-Length: "
              + bytes.length
              + "\r\n\r\n");
      return client.send(bytes).answer();
    }
  }

  private static String contact(String text) {
    return "{\"type\":\"contact.created\",\"data\":{\"channel\":\"sms\",\"from\":\"+15551230001\",\"to\":\"+15559990000\",\"text\":\""
        + text
        + "\"}}";
  }

  @Test
  void shouldTakeASignedContactInOnceHoweverOftenItComes() throws Exception {
    Answer first = post("m1", contact("hola"), "");
    assertThat(first.status()).isEqualTo(202);
    Answer again = post("m1", contact("hola"), "");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(doors.contacts.arrivals).hasSize(1);
    Arrival arrival = doors.contacts.arrivals.get(0);
    assertThat(arrival.source()).isEqualTo("endpoint:hook");
    assertThat(arrival.text()).isEqualTo("hola");
  }

  @Test
  void shouldKeepASignedKeyWithAnotherBodyAsAContactOfItsOwn() throws Exception {
    post("m1", contact("hola"), "");
    assertThat(post("m1", contact("adios"), "").status()).isIn(200, 202);
    assertThat(doors.contacts.arrivals).extracting(Arrival::text).containsExactly("hola", "adios");
  }

  @Test
  void shouldNeverDropWhatIsSignedAndCannotBeRead() throws Exception {
    assertThat(post("m2", "{\"type\":\"contact.created\",\"data\":[}", "").status()).isEqualTo(202);
    Arrival arrival = doors.contacts.arrivals.get(0);
    assertThat(arrival.unreadable()).isTrue();
    assertThat(arrival.text()).isEqualTo("contact.created");
  }

  @Test
  void shouldHandOnTheWordsOfWhatIsNotAsAgreed() throws Exception {
    String odd = contact("I am in danger").replace("\"text\"", "\"zzz\":1,\"text\"");
    assertThat(post("m2", odd, "").body()).contains("contactIds", "\"unreadable\":true");
    Arrival arrival = doors.contacts.arrivals.get(0);
    assertThat(arrival.unreadable()).isTrue();
    assertThat(arrival.text()).isEqualTo("I am in danger");
  }

  @Test
  void shouldHoldTheRequestWhileTheStoreIsAway() throws Exception {
    doors.contacts.failNext(3);
    assertThat(post("m3", contact("wait for me"), "").status()).isEqualTo(202);
    assertThat(doors.contacts.arrivals).hasSize(1);
  }

  @Test
  void shouldTellTheSenderToComeAgainWhenTheStoreStaysAway() throws Exception {
    doors.contacts.failNext(1_000);
    Answer answer = post("m4", contact("nobody hears"), "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("2");
    assertThat(answer.body()).contains("unavailable").doesNotContain("nobody");
    doors.contacts.failNext(0);
    assertThat(post("m4", contact("nobody hears"), "").status()).isEqualTo(202);
    assertThat(doors.contacts.arrivals).hasSize(1);
  }

  @Test
  void shouldAcknowledgeWhatIsNoContact() throws Exception {
    assertThat(post("m5", "{\"type\":\"account.updated\",\"data\":{}}", "").status())
        .isEqualTo(202);
    assertThat(doors.contacts.arrivals).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNotSignedAsItStands() throws Exception {
    long now = Instant.now().getEpochSecond();
    String body = contact("hola");
    String good = new Webhook(TestDoors.WEBHOOK_SECRET).sign("m6", now, body);
    assertThat(send("m6", now, good, body + " ", "").status()).isEqualTo(401);
    assertThat(send("m6", now - 600, good, body, "").status()).isEqualTo(401);
    Answer refused = send("m7", now, good, body, "");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("www-authenticate")).isEqualTo("Webhook-Signature");
    assertThat(refused.body())
        .contains("\"type\":\"/problems/signature-invalid\"")
        .contains("\"detail\":\"The signature does not fit.\"");
    assertThat(post("m6", body, "Content-Encoding: gzip\r\n").status()).isEqualTo(415);
    assertThat(send("m6", now, good, body, "").status()).isEqualTo(202);
    assertThat(
            doors
                .registry
                .counter("haven.webhooks.rejected", "reason", "signature_mismatch")
                .count())
        .isEqualTo(3);
  }

  @Test
  void shouldTellAnAddressWithManyBadSignaturesToStopButNotItsGoodOnes() throws Exception {
    doors.close();
    doors = new TestDoors(java.time.Duration.ofSeconds(5), 3, parts -> (x, aside) -> {});
    long now = Instant.now().getEpochSecond();
    for (int i = 0; i < 3; i++) {
      assertThat(send("b", now, "v1,AAAA", contact("x"), "").status()).isEqualTo(401);
    }
    Answer answer = send("b", now, "v1,AAAA", contact("x"), "");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("retry-after")).isEqualTo("60");
    assertThat(post("good", contact("x"), "").status()).isEqualTo(202);
  }

  @Test
  void shouldTellOnlyTheSenderToStopWhoseAddressATrustedProxyNames() throws Exception {
    doors.close();
    doors = new TestDoors(java.time.Duration.ofSeconds(5), 1, parts -> (x, aside) -> {});
    doors.standBehindProxies();
    long now = Instant.now().getEpochSecond();
    String bad = "X-Forwarded-For: 192.0.2.1\r\n";
    assertThat(send("b", now, "v1,AAAA", contact("x"), bad).status()).isEqualTo(401);
    assertThat(send("b", now, "v1,AAAA", contact("x"), bad).status()).isEqualTo(429);
    String other = "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n";
    assertThat(send("b", now, "v1,AAAA", contact("x"), other).status()).isEqualTo(401);
  }

  /** A body that is announced as long as it may be, of which that many bytes were sent. */
  private RawClient slow(int bytes) throws Exception {
    RawClient client = doors.client();
    client.send(
        "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nwebhook-id: m\r\nwebhook-timestamp: 1\r\n"
            + "webhook-signature: v1,AAAA\r\nContent-Length: 262144\r\n\r\n");
    return client.send(new byte[bytes]);
  }

  private void awaitCollecting(long bytes) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (doors.collecting() != bytes && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(doors.collecting()).isEqualTo(bytes);
  }

  @Test
  void shouldCutTheLargestBodyWhenThereIsNoRoomAndTakeSmallOnes() throws Exception {
    doors.close();
    doors = new TestDoors(java.time.Duration.ofSeconds(30), 1_000, parts -> (x, aside) -> {});
    // given as many bytes of bodies as there is room for, beside the largest
    try (RawClient largest = slow(250_000);
        RawClient third = slow(230_000)) {
      try (RawClient second = slow(240_000);
          RawClient fourth = slow(220_000)) {
        awaitCollecting(940_000);
        // when
        assertThat(post("m1", contact("hola"), "").status()).isEqualTo(202);
        fourth.send(new byte[12_000]);
        // then
        Answer answer = largest.answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("2");
        assertThat(answer.header("connection")).isEqualTo("close");
        awaitCollecting(702_000);
        // when the largest is whole
        second.send(new byte[262_144 - 240_000]);
        assertThat(second.answer().status()).isEqualTo(401);
        awaitCollecting(462_000);
      }
      // when senders go
      third.send("x");
      awaitCollecting(230_001);
    }
    awaitCollecting(0);
  }

  @Test
  void shouldForgetBodiesThatAreTooLateOrTooLong() throws Exception {
    try (RawClient late = slow(100_000);
        RawClient endless = doors.client()) {
      endless.send(
          "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nwebhook-id: m\r\nwebhook-timestamp: 1\r\n"
              + "webhook-signature: v1,AAAA\r\nTransfer-Encoding: chunked\r\n\r\n40001\r\n");
      endless.send(new byte[0x40001]);
      assertThat(endless.answer().status()).isEqualTo(413);
      assertThat(late.answer().status()).isEqualTo(408);
      awaitCollecting(0);
    }
  }

  @Test
  void shouldNotReadMuchOfWhatHasNoSignature() throws Exception {
    String unsigned = "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\n";
    try (RawClient client = doors.client()) {
      client.send(unsigned + "Transfer-Encoding: chunked\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(401);
    }
  }

  @Test
  void shouldNotKnowOtherEndpoints() throws Exception {
    try (RawClient client = doors.client()) {
      client.send("POST /hooks/other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(404);
    }
  }
}
