package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Throws changed requests and documents at the parsers of the doors: they refuse, they never throw
 * anything else, and they do not take long. The seed is printed.
 */
@Timeout(60)
class ParserFuzzTest {
  private static final int ROUNDS = 30_000;
  private static final List<String> HEADS =
      List.of(
          "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "POST /hooks/a?b=%20c HTTP/1.1\r\nHost: a.example:8080\r\nContent-Length: 12\r\n\r\n",
          "POST /api/v1/contacts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n");
  private static final List<String> DOCUMENTS =
      List.of(
          "{\"channel\":\"sms\",\"from\":\"+15551230001\",\"text\":\"h\\u00e9\\n\",\"attributes\":{}}",
          "{\"type\":\"hello\",\"id\":\"1\",\"data\":{\"lastSeq\":9007199254740991}}",
          "{\"a\":[1,2.5e10,-0,true,null,{\"b\":[[[]]]}],\"c\":\"\\ud83d\\ude00\"}");
  private static final String[] PIECES = {
    "\r\n",
    "\n",
    "\0",
    " ",
    "\t",
    ":",
    ",",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u",
    "\\ud800",
    "1e999",
    "NaN",
    "/*",
    "//",
    "\ufeff",
    "chunked",
    "Content-Length: 1\r\n",
    "Host: b\r\n",
    "%",
    "%zz",
    "HTTP/2.0",
    "é",
  };

  private Random random;
  private long seed;

  @BeforeEach
  void sow() {
    seed = Long.getLong("fuzz.seed", 20_261_126L);
    System.out.println("parsers from seed " + seed);
    random = new Random(seed);
  }

  @Test
  void shouldReadAHeadTheSameHoweverItComes() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(HEADS);
      RequestHead whole = new RequestHead();
      whole.read(bytes, bytes.length);
      RequestHead growing = new RequestHead();
      int end = 0;
      while (end < bytes.length && growing.refusal == null && growing.length == 0) {
        end = Math.min(bytes.length, end + 1 + random.nextInt(9));
        growing.read(bytes, end);
      }

      String what = "seed " + seed + ", round " + round + ", " + Arrays.toString(bytes);
      if (whole.refusal == null) {
        assertThat(growing.refusal).as(what).isNull();
      }
      if (growing.length > 0) {
        assertThat(whole.length).as(what).isEqualTo(growing.length);
        assertThat(whole.contentLength).as(what).isEqualTo(growing.contentLength).isNotNegative();
        assertThat(whole.chunked).as(what).isEqualTo(growing.chunked);
      }
    }
  }

  @Test
  void shouldReadADocumentOrSayThatItIsNone() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(DOCUMENTS);
      try {
        assertThat(StrictJson.object(bytes)).isNotNull();
      } catch (ProblemException refused) {
        assertThat(refused.detail()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", round " + round + ", " + Arrays.toString(bytes), e);
      }
    }
  }

  /** One of them with up to six pieces put in, cut out, doubled or overwritten. */
  private byte[] changed(List<String> originals) {
    StringBuilder text = new StringBuilder(originals.get(random.nextInt(originals.size())));
    for (int i = random.nextInt(7); i > 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
        case 2 ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
        case 3 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.insert(at, "[".repeat(random.nextInt(200)));
      }
    }
    return text.toString()
        .getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }
}
