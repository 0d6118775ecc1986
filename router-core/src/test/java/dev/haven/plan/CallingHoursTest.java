package dev.haven.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallingHoursTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void shouldBeginWithTheWindowThatIsOpen() {
    List<CallingHours.Window> windows =
        CallingHours.STANDARD.windows(Instant.parse("2026-11-26T18:00:00Z"), NEW_YORK, 2);

    assertThat(windows)
        .containsExactly(
            window("2026-11-26T13:00:00Z", "2026-11-27T02:00:00Z"),
            window("2026-11-27T13:00:00Z", "2026-11-28T02:00:00Z"));
  }

  @Test
  void shouldBeginWithTomorrowOnceTheDayIsOver() {
    assertThat(
            CallingHours.STANDARD
                .windows(Instant.parse("2026-11-27T02:00:00Z"), NEW_YORK, 1)
                .get(0))
        .isEqualTo(window("2026-11-27T13:00:00Z", "2026-11-28T02:00:00Z"));
  }

  @Test
  void shouldKeepToTheClockOnTheDaysWhenItChanges() {
    List<CallingHours.Window> spring =
        CallingHours.STANDARD.windows(Instant.parse("2026-03-07T12:00:00Z"), NEW_YORK, 2);
    List<CallingHours.Window> autumn =
        new CallingHours(LocalTime.MIN, LocalTime.MIDNIGHT)
            .windows(Instant.parse("2026-11-01T04:00:00Z"), NEW_YORK, 1);

    assertThat(spring.get(0).from()).isEqualTo("2026-03-07T13:00:00Z");
    assertThat(spring.get(1).from()).isEqualTo("2026-03-08T12:00:00Z");
    assertThat(Duration.between(autumn.get(0).from(), autumn.get(0).to()))
        .isEqualTo(Duration.ofHours(25));
  }

  @Test
  void shouldRefuseHoursThatEndBeforeTheyBegin() {
    assertThatThrownBy(() -> new CallingHours(LocalTime.of(21, 0), LocalTime.of(8, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CallingHours.Window window(String from, String to) {
    return new CallingHours.Window(Instant.parse(from), Instant.parse(to));
  }
}
