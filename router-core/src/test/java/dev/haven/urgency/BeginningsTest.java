package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  @Test
  void shouldTellWhatAllBeginningsOfAWordMeanTheShortestFirst() {
    var beginnings = new Beginnings<>(Map.of("sui", 1, "suicid", 2, "suicidal", 3, "cid", 4));

    assertThat(beginnings.of("suicide")).containsExactly(1, 2);
    assertThat(beginnings.of("suicidal")).containsExactly(1, 2, 3);
    assertThat(beginnings.of("su")).isEmpty();
    assertThat(beginnings.of("")).isEmpty();
  }

  @Test
  void shouldTellApartBeginningsOfOneHash() {
    var beginnings = new Beginnings<>(new TreeMap<>(Map.of("Aa", 1, "BB", 2, "AaAa", 3)));

    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(beginnings.of("AaBB")).containsExactly(1);
    assertThat(beginnings.of("BBAa")).containsExactly(2);
    assertThat(beginnings.of("AaAa")).containsExactly(1, 3);
  }

  @Test
  void shouldKnowNothingOfNoBeginnings() {
    assertThat(new Beginnings<>(Map.<String, String>of()).of("word")).isEmpty();
  }
}
