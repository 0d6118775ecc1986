package dev.haven.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferIdTest {
  @Test
  void shouldNameItsContact() {
    assertThat(new OfferId("c7.12").contact().value()).isEqualTo("c7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c7", ".1", "c7.", "c7.x", "C7.1", "c7.1.2", "c7.1234567890", "c7.1 "})
  void shouldRefuseWhatIsNoContactAndNumber(String text) {
    assertThat(OfferId.isValid(text)).isFalse();
    assertThatThrownBy(() -> new OfferId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
