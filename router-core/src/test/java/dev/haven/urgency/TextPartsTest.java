package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPartsTest {
  private static final String SAID = "please call me\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- ",
        "Sent from my phone",
        "Enviado desde mi telefono",
        "--- Original Message ---",
        "----- Mensaje reenviado -----",
        "Begin forwarded message:",
        "________",
        "On Mon, Jan 5, 2026 at 9:00 AM Help Desk wrote:",
        "El lun, 5 ene 2026, Ayuda <ayuda@example.org> escribió:",
        "From: Help Desk <help@example.org>",
        "De: Ayuda <ayuda@example.org>",
        "Enviado el: lunes",
        "Sent: Monday",
        "  CONFIDENTIALITY NOTICE: who reads this",
        "*** Aviso de privacidad ***",
        "# If you are not the intended reader",
        "This e-mail may contain secrets",
        "Este correo electrónico es confidencial",
        "Si ha recibido este mensaje",
        "MSG & DATA rates may apply",
        "View in browser",
        "no responda a este correo",
        "Copyright 2026",
        "All rights reserved",
      })
  void shouldTellStandingTextFromWhatWasSaid(String line) {
    NormalText text = NormalText.of(SAID + line + "\nmore of it");

    TextParts parts = TextParts.of(text);

    assertThat(parts.own()).singleElement().isEqualTo(new int[] {0, SAID.length()});
    assertThat(parts.around()).singleElement().isEqualTo(new int[] {SAID.length(), text.length});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on monday I fell",
        "this is bad",
        "el dolor sigue",
        "no puedo",
        "i want to die",
        "x",
        "\u0445",
        "-5 degrees"
      })
  void shouldTakeWhatBeginsAlikeForSaid(String line) {
    NormalText text = NormalText.of(SAID + line);

    assertThat(TextParts.of(text).around()).isEmpty();
  }
}
