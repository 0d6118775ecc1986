package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.999999999Z",
        "2026-11-27T01:02:03.450Z",
        "2026-11-27T01:02:03.000450Z",
        "2026-11-27T01:02:03.000000007Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.500Z"
      })
  void shouldWriteWhatInstantWrites(String text) {
    assertThat(InstantText.of(Instant.parse(text))).isEqualTo(text);
  }

  @Test
  void shouldWriteAnyInstantAsInstantDoes() {
    Random random = new Random(7);
    int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
    for (int i = 0; i < 10_000; i++) {
      int unit = units[i % units.length];
      Instant at =
          Instant.ofEpochSecond(
              random.nextLong(8_000_000_000L), (long) random.nextInt(1_000_000_000 / unit) * unit);

      assertThat(InstantText.of(at)).isEqualTo(at.toString());
    }
  }
}
