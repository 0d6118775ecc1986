package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class CodesTest {
  private static Fields with(String text) {
    return new Fields(Map.of("reason", text));
  }

  @ParameterizedTest
  @CsvSource({
    "resolved, resolved",
    "Resolved, resolved",
    "Called back, called_back",
    "no-answer, no-answer",
    "Left a voicemail, left_a_voicemail"
  })
  void shouldReadALabelAsItsCode(String text, String code) {
    // given
    Fields in = with(text);
    // when
    String read = Codes.required(in, "reason");
    // then
    in.done();
    assertThat(read).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "She told me about her son", "ana@example.org", "+15551230001"})
  void shouldRefuseWhatIsNoCode(String text) {
    // given
    Fields in = with(text);
    // when
    Codes.required(in, "reason");
    // then
    assertThatThrownBy(in::done).isInstanceOf(ProblemException.class);
  }

  @Test
  void shouldNotRefuseWhereAnotherCodeWillDo() {
    // given
    Fields in = with("I am her sister, somebody else should take this one");
    // when
    String read = Codes.or(in, "reason", 100, "other");
    // then
    in.done();
    assertThat(read).isEqualTo("other");
  }
}
