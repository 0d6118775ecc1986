package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static RequestHead read(String text) {
    RequestHead head = new RequestHead();
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    head.read(bytes, bytes.length);
    return head;
  }

  private static String lines(String text) {
    return text.replace("|", "\r\n").replace("\\0", "\0").replace("\\n", "\n");
  }

  @Test
  void shouldFindTheEndOfAHeadAndTheFraming() {
    String text = "POST /a?b=%20c HTTP/1.1\r\nHost: x\r\nContent-Length:  12 \r\n\r\nbody";
    RequestHead head = read(text);
    assertThat(head.refusal).isNull();
    assertThat(head.length).isEqualTo(text.length() - 4);
    assertThat(head.contentLength).isEqualTo(12);
    assertThat(head.chunked).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|Host: a|Host: a||",
        "GET / HTTP/1.1||",
        "POST / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked||",
        "POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1||",
        "POST / HTTP/1.1|Host: a|Content-Length: +1||",
        "POST / HTTP/1.1|Host: a|Content-Length: 1, 1||",
        "POST / HTTP/1.1|Host: a|Content-Length:||",
        "POST / HTTP/1.1|Host: a|Content-Length: 9999999999999999999||",
        "POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked||",
        "GET / HTTP/1.1|Host: a|X: 1| folded: 2||",
        "GET / HTTP/1.1|Host: a|X : 1||",
        "GET / HTTP/1.1|Host: a|: 1||",
        "GET / HTTP/1.1|Host: a|nothing||",
        "GET / HTTP/1.1|Host: a|X: a\\0b||",
        "GET / HTTP/1.1|Host: a|X: a\\nb||",
        "GET / HTTP/1.1\\nHost: a\\n\\n",
        "GET /%zz HTTP/1.1|Host: a||",
        "GET /% HTTP/1.1|Host: a||",
        "GET  / HTTP/1.1|Host: a||",
        "GET / |Host: a||",
        "GET|",
        "PRI * HTTP/2.0||",
        "\u0016\u0003\u0001",
        " GET / HTTP/1.1|Host: a||",
        "{\"not\":\"http\"}",
        "GET / HTTQ/1.1|Host: a||",
      })
  void shouldRefuseWhatIsNotWellFormed(String text) {
    assertThat(read(lines(text)).refusal).isEqualTo(Refusal.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/9.9|Host: a||, VERSION",
    "GET / HTTP/2.0|Host: a||, VERSION",
    "POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||, TRANSFER_CODING",
    "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip||, TRANSFER_CODING",
  })
  void shouldSayWhatItDoesNotSpeak(String text, Refusal expected) {
    assertThat(read(lines(text)).refusal).isEqualTo(expected);
  }

  @Test
  void shouldBoundTheTargetTheLinesAndTheBytes() {
    String host = " HTTP/1.1\r\nHost: a\r\n";
    assertThat(read("GET /" + "a".repeat(4_096)).refusal).isEqualTo(Refusal.URI_TOO_LONG);
    assertThat(read("GET /" + "a".repeat(4_095) + host + "\r\n").refusal).isNull();
    assertThat(read("GET /" + host + "X: 1\r\n".repeat(63) + "\r\n").refusal).isNull();
    assertThat(read("GET /" + host + "X: 1\r\n".repeat(64) + "\r\n").refusal)
        .isEqualTo(Refusal.HEADERS_TOO_LARGE);
    assertThat(read("GET /" + host + "X: " + "a".repeat(8_200)).refusal)
        .isEqualTo(Refusal.HEADERS_TOO_LARGE);
  }

  @Test
  void shouldWaitForMoreAtEveryCutOfAGoodHead() {
    String text = lines("|POST /hooks/a HTTP/1.1|Host: a|X-A: b c|Transfer-Encoding: Chunked||");
    for (int cut = 0; cut < text.length(); cut++) {
      RequestHead head = read(text.substring(0, cut));
      assertThat(head.refusal).as("cut at %d", cut).isNull();
      assertThat(head.length).isZero();
    }
    RequestHead whole = read(text);
    assertThat(whole.length).isEqualTo(text.length());
    assertThat(whole.chunked).isTrue();
  }
}
