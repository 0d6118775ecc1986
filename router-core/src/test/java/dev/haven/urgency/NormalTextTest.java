package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormalTextTest {
  @Test
  void shouldPointAtTheSamePlaceInATextInWhichNothingMoved() {
    NormalText text = NormalText.of("¿Qué DÍA?");

    assertThat(plain(text)).isEqualTo(" que dia?");
    for (int i = 0; i < text.length; i++) {
      assertThat(text.start(i)).isEqualTo(i);
      assertThat(text.end(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void shouldPointBackFromWhereCharactersMoved() {
    String original = "a\u200bb ﬁn 😭 é";

    NormalText text = NormalText.of(original);

    assertThat(plain(text)).isEqualTo("ab fin  emojicry  e");
    assertThat(original.substring(text.start(1), text.end(1))).isEqualTo("b");
    assertThat(original.substring(text.start(3), text.end(3))).isEqualTo("ﬁ");
    assertThat(original.substring(text.start(4), text.end(4))).isEqualTo("ﬁ");
    int cry = plain(text).indexOf("cry");
    assertThat(original.substring(text.start(cry), text.end(cry))).isEqualTo("😭");
    int last = text.length - 1;
    assertThat(original.substring(text.start(last), text.end(last))).isEqualTo("é");
  }

  private static String plain(NormalText text) {
    return new String(text.chars, 0, text.length);
  }
}
