package dev.haven.server.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.plan.OpeningHours;
import dev.haven.urgency.Tier;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HolidaysTest {
  private static final ZoneId SITE = ZoneId.of("America/New_York");
  private static final String YEAR =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:test
      BEGIN:VEVENT
      UID:christmas
      DTSTART;VALUE=DATE:20201225
      RRULE:FREQ=YEARLY
      SUMMARY:Christmas Day
      END:VEVENT
      BEGIN:VEVENT
      UID:change
      DTSTART;VALUE=DATE:20261101
      DTEND;VALUE=DATE:20261103
      SUMMARY:The day that clocks change, and the next
      END:VEVENT
      BEGIN:VEVENT
      UID:meeting
      DTSTART;TZID=America/New_York:20261104T120000
      DTEND;TZID=America/New_York:20261104T130000
      END:VEVENT
      BEGIN:VEVENT
      UID:off
      STATUS:CANCELLED
      DTSTART;VALUE=DATE:20261126
      END:VEVENT
      END:VCALENDAR
      """
          .replace("\n", "\r\n");

  @Test
  void shouldKnowWholeDaysOnly() {
    Set<LocalDate> days = Holidays.read(YEAR, Instant.parse("2026-10-20T12:00:00Z"), SITE);

    assertThat(days)
        .containsExactlyInAnyOrder(
            LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 2), LocalDate.of(2026, 12, 25));
  }

  @Test
  void shouldCloseAQueueAcrossAChangeOfClocks() {
    Map<DayOfWeek, List<OpeningHours.Span>> weekly =
        Map.of(
            DayOfWeek.MONDAY,
            List.of(new OpeningHours.Span(LocalTime.of(8, 0), LocalTime.of(17, 0))),
            DayOfWeek.TUESDAY,
            List.of(new OpeningHours.Span(LocalTime.of(8, 0), LocalTime.of(17, 0))));
    OpeningHours hours =
        new OpeningHours(SITE, weekly, Set.of(), Set.of(Tier.CRISIS))
            .closedOn(Holidays.read(YEAR, Instant.parse("2026-10-20T12:00:00Z"), SITE));

    // the Monday after the clocks went back is a holiday: Tuesday at 8, five hours behind UTC
    assertThat(hours.isOpen(Instant.parse("2026-11-02T15:00:00Z"))).isFalse();
    assertThat(hours.deferred(Tier.ROUTINE, Instant.parse("2026-10-31T15:00:00Z")))
        .contains(Instant.parse("2026-11-03T13:00:00Z"));
    assertThat(hours.deferred(Tier.CRISIS, Instant.parse("2026-11-02T15:00:00Z"))).isEmpty();
    assertThat(hours.isOpen(Instant.parse("2026-11-09T15:00:00Z"))).as("a week later").isTrue();
  }

  @Test
  void shouldRefuseWhatIsNoCalendar() {
    assertThatThrownBy(() -> Holidays.read("<html>", Instant.EPOCH, SITE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
