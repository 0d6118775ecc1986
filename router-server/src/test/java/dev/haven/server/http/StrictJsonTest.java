package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  private static ProblemException refused(byte[] bytes) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> StrictJson.object(bytes));
    assertThat(thrown).as(new String(bytes, StandardCharsets.ISO_8859_1)).isNotNull();
    return thrown;
  }

  private static ProblemException refused(String text) {
    return refused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadAnObject() {
    assertThat(StrictJson.object("{\"a\":\"😀\",\"b\":[1,null,{\"c\":true}],\"d\":1.5}"))
        .containsEntry("a", "😀")
        .containsEntry("b", Arrays.asList(1L, null, Map.of("c", true)))
        .containsEntry("d", 1.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"channel\":\"chat\",   | INVALID_JSON",
        "{\"a\":1,\"a\":2}         | DUPLICATE_KEY",
        "{\"a\":{\"b\":1,\"b\":2}} | DUPLICATE_KEY",
        "{\"a\":1e999}             | INVALID_JSON",
        "{\"a\":NaN}               | INVALID_JSON",
        "{\"a\":Infinity}          | INVALID_JSON",
        "{\"a\":99999999999999999999999} | INVALID_JSON",
        "{\"a\":1,}                | INVALID_JSON",
        "{/* c */\"a\":1}          | INVALID_JSON",
        "{\"a\":1} x               | INVALID_JSON",
        "{\"a\":1}{\"b\":1}        | INVALID_JSON",
        "{'a':1}                   | INVALID_JSON",
        "{\"a\":\"\\ud800\"}       | INVALID_JSON",
        "{\"a\":\"\\u0000\"}       | INVALID_JSON",
        "[]                        | SCHEMA",
        "\"text\"                  | SCHEMA",
        "``                        | INVALID_JSON",
      })
  void shouldRefuseWhatABrowserWouldNotSend(String text, Trouble expected) {
    assertThat(refused(text == null ? "" : text).trouble()).isEqualTo(expected);
  }

  @Test
  void shouldRefuseOtherEncodings() {
    assertThat(refused("{\"a\":\"ñ\"}".getBytes(StandardCharsets.ISO_8859_1)).trouble())
        .isEqualTo(Trouble.INVALID_ENCODING);
    assertThat(refused("{}".getBytes(StandardCharsets.UTF_16)).trouble())
        .isEqualTo(Trouble.INVALID_ENCODING);
    assertThat(refused("{}".getBytes(StandardCharsets.UTF_16LE)).trouble())
        .isEqualTo(Trouble.INVALID_JSON);
    assertThat(refused("\uFEFF{}").trouble()).isEqualTo(Trouble.INVALID_JSON);
  }

  @Test
  void shouldBoundDepthAndMembers() {
    assertThat(refused("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}").trouble())
        .isEqualTo(Trouble.INVALID_JSON);
    String many = "1,".repeat(1_000) + "1";
    assertThat(refused("{\"a\":[" + many + "]}").trouble()).isEqualTo(Trouble.INVALID_JSON);
  }

  @Test
  void shouldRepeatNothingOfTheInput() {
    for (String text : new String[] {"{\"a\": planted}", "{\"planted\":1,\"planted\":2}"}) {
      assertThat(refused(text).detail()).doesNotContain("planted");
    }
  }
}
