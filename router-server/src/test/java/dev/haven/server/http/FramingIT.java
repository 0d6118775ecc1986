package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.support.RawClient;
import dev.haven.server.support.RawClient.Answer;
import dev.haven.server.support.TestDoors;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row by row what the HTTP codec alone would let pass; over real sockets. */
class FramingIT {
  /** Has what a signed request has; whether it fits is seen when the body was read. */
  private static final String SIGNED =
      "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nwebhook-id: m\r\nwebhook-timestamp: 1\r\n"
          + "webhook-signature: v1,AAAA\r\n";

  private static TestDoors doors;

  @BeforeAll
  static void open() throws Exception {
    doors = new TestDoors();
  }

  @AfterAll
  static void close() throws Exception {
    doors.close();
  }

  private static String lines(String text) {
    return text.replace("|", "\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET /x HTTP/1.1|Host: localhost|Host: localhost||; 400; malformed-request",
        "POST /x HTTP/1.1|Host: localhost|Content-Length: 2|Transfer-Encoding: chunked||{}; 400; malformed-request",
        "POST /x HTTP/1.1|Host: localhost|Transfer-Encoding: xchunked||; 501; transfer-coding-unknown",
        "GET /x HTTP/1.1|Host: localhost|A: b| c: d||; 400; malformed-request",
        "GET /x HTTP/9.9|Host: localhost||; 505; http-version",
        "PRI * HTTP/2.0||SM||; 400; malformed-request",
        "GET /%zz HTTP/1.1|Host: localhost||; 400; malformed-request",
        "GET /x HTTP/1.1||; 400; malformed-request",
        "GET /x HTTP/1.1|Host: evil.example||; 421; misdirected-request",
        "GET /nothing HTTP/1.1|Host: localhost||; 404; not-found",
        "GET http://evil.example/nothing HTTP/1.1|Host: localhost||; 421; misdirected-request",
        "GET http://localhost@evil.example/nothing HTTP/1.1|Host: localhost||; 421; misdirected-request",
        "GET http://localhost/nothing HTTP/1.1|Host: localhost||; 404; not-found",
        "GET /../../etc/passwd HTTP/1.1|Host: localhost||; 404; not-found",
        "GET /%2e%2e%2fetc/passwd HTTP/1.1|Host: localhost||; 404; not-found",
        "TRACE /api/v1/queues HTTP/1.1|Host: localhost||; 405; method-not-allowed",
        "OPTIONS /api/v1/queues HTTP/1.1|Host: localhost|Origin: https://evil.example||; 405; method-not-allowed",
        "OPTIONS /api/v1/queues HTTP/1.1|Host: localhost|Access-Control-Request-Method: POST||; 403; origin-not-allowed",
      })
  void shouldAnswerWithAProblem(String request, int status, String code) throws IOException {
    try (RawClient client = doors.client()) {
      Answer answer = client.send(lines(request)).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.headers()).doesNotContainKey("server");
      assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
      assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
      if (answer.header("connection").equals("close")) {
        assertThat(client.closes()).isTrue();
      }
    }
  }

  @Test
  void shouldCloseOnGarbageAndOnATlsHello() throws IOException {
    for (byte[] garbage :
        new byte[][] {{0x16, 0x03, 0x01, 0x02}, {0, 1, 2, 3}, "{\"a\":1}".getBytes()}) {
      try (RawClient client = doors.client()) {
        assertThat(client.send(garbage).answer().status()).isEqualTo(400);
        assertThat(client.closes()).isTrue();
      }
    }
  }

  @Test
  void shouldBoundTargetHeadersAndLines() throws IOException {
    try (RawClient client = doors.client()) {
      assertThat(client.send("GET /" + "a".repeat(5_000)).answer().status()).isEqualTo(414);
    }
    try (RawClient client = doors.client()) {
      String many = "A: b\r\n".repeat(64);
      Answer answer = client.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n").answer();
      assertThat(answer.status()).isEqualTo(431);
    }
    try (RawClient client = doors.client()) {
      String large = "A: " + "b".repeat(9_000);
      Answer answer =
          client.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + large + "\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(431);
    }
  }

  @Test
  void shouldKeepTheConnectionOverKeepAliveAndPipelining() throws IOException {
    String get = "GET /problems/not-found HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String post = "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nGET /";
    String chunked =
        "POST /hooks/gone HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n0\r\nT: u\r\n\r\n";
    try (RawClient client = doors.client()) {
      client.send(get + get);
      assertThat(client.answer().status()).isEqualTo(200);
      assertThat(client.answer().status()).isEqualTo(200);
      // byte by byte, as a slow but honest sender
      for (byte b : get.getBytes()) {
        client.send(new byte[] {b});
      }
      assertThat(client.answer().status()).isEqualTo(200);
    }
    for (String body : new String[] {post, chunked}) {
      try (RawClient client = doors.client()) {
        Answer answer = client.send(body).answer();
        assertThat(answer.status()).isEqualTo(404);
      }
    }
  }

  @Test
  void shouldNotTakeARefusalForTheAnswerOfAnEarlierRequest() throws IOException {
    try (RawClient client = doors.client()) {
      client.send(
          "GET /problems/not-found HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nBad\r\n\r\n");
      Answer first = client.answer();
      assertThat(first.status()).isIn(200, 0);
    }
  }

  @Test
  void shouldRefuseABrokenChunkSize() throws IOException {
    try (RawClient client = doors.client()) {
      client.send(SIGNED + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.closes()).isTrue();
    }
  }

  @Test
  void shouldAnswerOnceWhereTheDoorRefusesWhatIsBrokenToo() throws IOException {
    try (RawClient client = doors.client()) {
      client.send(
          "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
      assertThat(client.answer().status()).isEqualTo(401);
      assertThat(client.closes()).isTrue();
    }
  }

  @Test
  void shouldCloseASilentConnectionAndASlowHead() throws IOException {
    try (RawClient client = doors.client()) {
      assertThat(client.closes()).isTrue();
    }
    try (RawClient client = doors.client()) {
      assertThat(client.send("GET / HT").answer().status()).isEqualTo(408);
      assertThat(client.closes()).isTrue();
    }
  }

  @Test
  void shouldEndASlowBodyHoweverSteadilyItDrips() throws Exception {
    try (RawClient client = doors.client()) {
      client.send("POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n");
      Thread dripping =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 50_000; i++) {
                    client.send("x");
                    Thread.onSpinWait();
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                  }
                } catch (IOException e) {
                  // The server ended it: that is what this is about.
                }
              });
      dripping.setDaemon(true);
      dripping.start();
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("request-timeout");
    }
  }

  @Test
  void shouldRefuseALargeBodyBeforeAndWhileReading() throws IOException {
    try (RawClient client = doors.client()) {
      client.send(SIGNED + "Content-Length: 262145\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.closes()).isTrue();
    }
    try (RawClient client = doors.client()) {
      client.send(SIGNED + "Transfer-Encoding: chunked\r\n\r\n");
      client.send("50000\r\n" + "x".repeat(0x50000) + "\r\n0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.closes()).isTrue();
    }
  }

  @Test
  void shouldNotAskForABodyBeforeItKnowsTheSender() throws IOException {
    try (RawClient client = doors.client()) {
      client.send(
          "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(401);
    }
    try (RawClient client = doors.client()) {
      client.send(
          "POST /api/v1/contacts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(401);
    }
    String token = TestDoors.token("platform", Role.INTEGRATOR);
    try (RawClient client = doors.client()) {
      client.send(
          "POST /api/v1/contacts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("{}").answer().status()).isEqualTo(422);
    }
  }

  @Test
  void shouldSayTheSameForEveryBadSignature() throws IOException {
    String head = "POST /hooks/hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n";
    String body = null;
    for (String signature : new String[] {"v1,AAAA", "v1,", "", "v2,AAAA"}) {
      try (RawClient client = doors.client()) {
        Answer answer =
            client
                .send(
                    head
                        + "webhook-id: a\r\nwebhook-timestamp: "
                        + java.time.Instant.now().getEpochSecond()
                        + "\r\nwebhook-signature: "
                        + signature
                        + "\r\n\r\n{}")
                .answer();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(body == null || body.equals(answer.body()) || signature.isEmpty()).isTrue();
        body = answer.body();
      }
    }
  }
}
