package dev.haven.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameFormTest {
  private static final NameForm FORM = new NameForm(4, "az", "09", "..", "--");

  @Test
  void shouldTakeWhatItsRangesHold() {
    assertThat(FORM.matches("a")).isTrue();
    assertThat(FORM.matches("z9.-")).isTrue();
  }

  @Test
  void shouldRefuseWhatIsEmptyTooLongOrElsewhere() {
    assertThat(FORM.matches("")).isFalse();
    assertThat(FORM.matches("abcde")).isFalse();
    assertThat(FORM.matches("A")).isFalse();
    assertThat(FORM.matches("a b")).isFalse();
    assertThat(FORM.matches("a\n")).isFalse();
    assertThat(FORM.matches("ñ")).isFalse();
    assertThat(FORM.matches("\u212a")).isFalse();
  }
}
