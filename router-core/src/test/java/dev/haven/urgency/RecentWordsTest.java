package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentWordsTest {
  private final List<String> asked = new ArrayList<>();
  private final RecentWords<String> words =
      new RecentWords<>(
          word -> {
            asked.add(word);
            return "of " + word;
          });

  @Test
  void shouldFindOutAboutAWordOnce() {
    assertThat(words.of("pain")).isEqualTo("of pain");
    assertThat(words.of("pains".toCharArray(), 4)).isEqualTo("of pain");
    assertThat(words.of("pains".toCharArray(), 5)).isEqualTo("of pains");

    assertThat(asked).containsExactly("pain", "pains");
  }

  @Test
  void shouldKeepTwoWordsOfOneHashAndForgetTheOlderOneForAThird() {
    for (String word : List.of("AaAa", "BBBB", "AaAa", "BBBB")) {
      assertThat(words.of(word)).isEqualTo("of " + word);
    }
    assertThat(asked).containsExactly("AaAa", "BBBB");

    words.of("AaBB");

    assertThat(words.of("BBBB")).isEqualTo("of BBBB");
    assertThat(asked).containsExactly("AaAa", "BBBB", "AaBB");
    assertThat(words.of("AaAa")).isEqualTo("of AaAa");
    assertThat(asked).containsExactly("AaAa", "BBBB", "AaBB", "AaAa");
  }

  @Test
  void shouldNotKeepAWordThatIsNone() {
    String endless = "a".repeat(1_000);

    words.of(endless);
    words.of(endless);

    assertThat(asked).containsExactly(endless, endless);
  }

  @Test
  void shouldKeepAMeasurementAndNoLongNumber() {
    for (String word : List.of("103", "103", "5551234", "5551234")) {
      words.of(word);
    }

    assertThat(asked).containsExactly("103", "5551234", "5551234");
  }
}
