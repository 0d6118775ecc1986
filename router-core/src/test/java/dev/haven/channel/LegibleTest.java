package dev.haven.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegibleTest {
  private static final String WORDS = "I want to kill myself tonight";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to kill myself tonight",
        "{\"a\":{\"b\":[1,\"I want to kill myself tonight\"]}}",
        "{\"a\":\"hello\",\"a\":\"I want to kill myself tonight\",\"a\":\"thanks\"}",
        "{\"a\":\"I want to kill myself tonight\",\"b\":[}",
        "{\"a\":\"I want to kill myself tonight",
        "{\"a\":[},\"b\":\"I want to kill myself tonight\"}",
        "{\"a\":[},\"b\":\"I want to k\\u0069ll myself tonight\"}",
        "{\"I want to kill myself tonight\":true}",
        "a=1&Body=I+want+to%20kill+myself+tonight&b=%",
        "<a><b>I want to kill myself tonight</b></a>",
        "\u0000\u0001\u0007\u0000I want to kill myself tonight\u0000"
      })
  void shouldFindWordsInWhateverForm(String payload) {
    assertThat(Legible.of(payload.getBytes(StandardCharsets.UTF_8)).lines()).contains(WORDS);
  }

  @Test
  void shouldFindWordsInAnotherEncoding() {
    assertThat(Legible.of(WORDS.getBytes(StandardCharsets.UTF_16BE))).isEqualTo(WORDS);
    assertThat(Legible.of("mamá, quiero morir".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("mamá, quiero morir");
  }

  @Test
  void shouldFindNothingWhereNobodyWrote() {
    for (String payload : new String[] {"", "{}", "[1,2,null]", "17/23", "\u0001\u0002", "a="}) {
      assertThat(Legible.of(payload)).as(payload).isEmpty();
    }
    assertThat(Legible.of("{\"file\":\"" + "QUJD".repeat(1_000) + "\"}")).isEmpty();
  }

  @Test
  void shouldKeepBothEndsOfWhatIsTooLong() {
    byte[] much = new byte[5_000_000];
    Arrays.fill(much, (byte) '.');
    byte[] words = (WORDS + "\n").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(words, 0, much, 0, words.length);
    assertThat(Legible.of(much)).contains(WORDS).hasSizeLessThanOrEqualTo(Legible.MOST + 1);

    Arrays.fill(much, (byte) '.');
    much[much.length - words.length - 1] = '\n';
    System.arraycopy(words, 0, much, much.length - words.length, words.length);
    assertThat(Legible.of(much)).contains(WORDS).hasSizeLessThanOrEqualTo(Legible.MOST + 1);
  }

  @Test
  void shouldReadAsDeepAsItGoes() {
    String deep = "[".repeat(5_000) + "\"" + WORDS + "\"" + "]".repeat(5_000);
    assertThat(Legible.of(deep)).isEqualTo(WORDS);
    String deeper = "[".repeat(500_000) + "\"" + WORDS + "\"";
    assertThat(Legible.of(deeper)).contains(WORDS);
  }
}
