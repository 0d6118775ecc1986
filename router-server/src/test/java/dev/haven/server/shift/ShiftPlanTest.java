package dev.haven.server.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ShiftPlanTest {
  private static final ZoneId SITE = ZoneId.of("America/New_York");
  private static final String WEEKDAYS =
      """
      BEGIN:VEVENT
      UID:week
      SUMMARY:nav-1
      DTSTART;TZID=America/New_York:20260302T090000
      DTEND;TZID=America/New_York:20260302T170000
      RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
      EXDATE;TZID=America/New_York:20260304T090000
      END:VEVENT
      BEGIN:VEVENT
      UID:week
      RECURRENCE-ID;TZID=America/New_York:20260305T090000
      SUMMARY:nav-1
      DTSTART;TZID=America/New_York:20260305T120000
      DTEND;TZID=America/New_York:20260305T200000
      END:VEVENT
      """;

  private static ShiftPlan plan(String events, String around) {
    return ShiftPlan.read(
        ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n" + events + "END:VCALENDAR\n")
            .replace("\n", "\r\n"),
        Instant.parse(around),
        SITE);
  }

  private static boolean onShift(String events, String at) {
    return plan(events, at).onShift("nav-1", Instant.parse(at));
  }

  @Test
  void shouldKnowAShiftFromItsFirstMomentToItsLast() {
    assertThat(onShift(WEEKDAYS, "2026-03-03T13:59:59Z")).isFalse();
    assertThat(onShift(WEEKDAYS, "2026-03-03T14:00:00Z")).isTrue();
    assertThat(onShift(WEEKDAYS, "2026-03-03T22:00:00Z")).isFalse();
    assertThat(onShift(WEEKDAYS, "2026-03-07T15:00:00Z")).as("a Saturday").isFalse();
  }

  @Test
  void shouldKeepToTheClockAcrossItsChange() {
    assertThat(onShift(WEEKDAYS, "2026-03-09T13:00:00Z")).isTrue();
    assertThat(onShift(WEEKDAYS, "2026-03-09T21:00:00Z")).isFalse();
  }

  @Test
  void shouldKeepToExceptionsAndMovedOccurrences() {
    assertThat(onShift(WEEKDAYS, "2026-03-04T15:00:00Z")).as("excepted").isFalse();
    assertThat(onShift(WEEKDAYS, "2026-03-05T15:00:00Z")).as("moved away").isFalse();
    assertThat(onShift(WEEKDAYS, "2026-03-05T23:00:00Z")).as("moved to").isTrue();
  }

  @Test
  void shouldTakeFloatingTimesAsTheSitesAndTheNavigatorFromItsOwnProperty() {
    String floating =
        """
        BEGIN:VEVENT
        UID:one
        SUMMARY:Night shift of somebody
        X-HAVEN-NAVIGATOR:nav-1
        DTSTART:20260303T220000
        DURATION:PT8H
        END:VEVENT
        """;

    assertThat(onShift(floating, "2026-03-04T03:00:00Z")).isTrue();
    assertThat(onShift(floating, "2026-03-04T10:59:00Z")).isTrue();
    assertThat(onShift(floating, "2026-03-04T11:00:00Z")).isFalse();
    String nightly = floating.replace("DURATION", "RRULE:FREQ=DAILY\nDURATION");
    assertThat(onShift(nightly, "2026-03-10T02:00:00Z")).as("22 h in summer time").isTrue();
    assertThat(onShift(nightly, "2026-03-10T01:59:00Z")).isFalse();
  }

  @Test
  void shouldPassOverCancelledEventsAndThoseOfNobody() {
    assertThat(
            onShift(
                WEEKDAYS.replace("SUMMARY", "STATUS:CANCELLED\nSUMMARY"), "2026-03-03T15:00:00Z"))
        .isFalse();
    assertThat(onShift(WEEKDAYS.replace("nav-1", "team meeting"), "2026-03-03T15:00:00Z"))
        .isFalse();
  }

  @Test
  void shouldRefuseWhatIsNoCalendar() {
    assertThatThrownBy(() -> ShiftPlan.read("<html>", Instant.EPOCH, SITE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSayWhoKeepsToTheirShift() {
    assertThat(Adherence.of(true, true)).isEqualTo(Adherence.AVAILABLE);
    assertThat(Adherence.of(true, false)).isEqualTo(Adherence.MISSING);
    assertThat(Adherence.of(false, true)).isEqualTo(Adherence.EXTRA);
    assertThat(Adherence.of(false, false)).isEqualTo(Adherence.OFF);
  }
}
