package dev.haven.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP",
        " stop. ",
        "Stop!",
        "¡ALTO!",
        "Baja",
        "CANCELAR",
        "no más",
        "opt-out",
        "Fin"
      })
  void shouldHearTheWordByItself(String text) {
    assertThat(OptOut.of(text)).isEqualTo(OptOut.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "unstop", "Alta", "INICIAR"})
  void shouldHearThatMessagesAreWantedAgain(String text) {
    assertThat(OptOut.of(text)).isEqualTo(OptOut.START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "please stop",
        "I want it to end",
        "stop the bleeding",
        "no puedo más",
        "the end is near, I cannot go on and I do not know whom to ask"
      })
  void shouldLeaveSentencesToAPerson(String text) {
    assertThat(OptOut.of(text)).isEqualTo(OptOut.NONE);
  }
}
