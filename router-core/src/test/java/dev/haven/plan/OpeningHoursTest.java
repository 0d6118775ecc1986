package dev.haven.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.plan.OpeningHours.Span;
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

class OpeningHoursTest {
  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

  @Test
  void shouldOpenByTheClocksOfItsZoneAndNotOnHolidays() {
    OpeningHours hours =
        hours(
            Map.of(
                DayOfWeek.THURSDAY, List.of(span("08:00", "12:00"), span("13:00", "17:00")),
                DayOfWeek.FRIDAY, List.of(span("08:00", "17:00"))),
            LocalDate.of(2026, 12, 25));

    assertThat(hours.isOpen(at("2026-12-24T14:00:00Z"))).as("08:00 on Thursday").isTrue();
    assertThat(hours.isOpen(at("2026-12-24T18:30:00Z"))).as("at lunch").isFalse();
    assertThat(hours.nextOpening(at("2026-12-24T18:30:00Z"))).hasValue(at("2026-12-24T19:00:00Z"));
    assertThat(hours.nextOpening(at("2026-12-24T23:00:00Z")))
        .as("over the holiday and the days without hours")
        .hasValue(at("2026-12-31T14:00:00Z"));
  }

  @Test
  void shouldFollowTheClocksInSpring() {
    // 2026-03-08: 02:00 in Chicago becomes 03:00.
    OpeningHours hours =
        hours(Map.of(DayOfWeek.SUNDAY, List.of(span("02:30", "05:00")), DayOfWeek.MONDAY, day()));

    assertThat(hours.isOpen(at("2026-03-08T07:59:59Z"))).isFalse();
    assertThat(hours.nextOpening(at("2026-03-08T07:00:00Z")))
        .as("02:30 does not exist")
        .hasValue(at("2026-03-08T08:30:00Z"));
    assertThat(hours.isOpen(at("2026-03-08T09:59:59Z"))).as("04:59:59").isTrue();
    assertThat(hours.isOpen(at("2026-03-08T10:00:00Z"))).as("05:00").isFalse();
    assertThat(hours.nextOpening(at("2026-03-08T10:00:00Z")))
        .as("08:00 is an hour earlier than the week before")
        .hasValue(at("2026-03-09T13:00:00Z"));
  }

  @Test
  void shouldFollowTheClocksInAutumn() {
    // 2026-11-01: 01:00 to 02:00 in Chicago comes twice.
    OpeningHours hours =
        hours(Map.of(DayOfWeek.SUNDAY, List.of(span("01:00", "02:00")), DayOfWeek.MONDAY, day()));

    assertThat(hours.isOpen(at("2026-11-01T06:30:00Z"))).as("the first 01:30").isTrue();
    assertThat(hours.isOpen(at("2026-11-01T07:30:00Z"))).as("the second").isTrue();
    assertThat(hours.isOpen(at("2026-11-01T08:00:00Z"))).as("02:00").isFalse();
    assertThat(hours.nextOpening(at("2026-11-01T08:00:00Z"))).hasValue(at("2026-11-02T14:00:00Z"));
  }

  @Test
  void shouldServeUrgentTiersWhenClosedAndDeferTheOthers() {
    OpeningHours hours = hours(Map.of(DayOfWeek.MONDAY, day()));
    Instant sunday = at("2026-06-07T12:00:00Z");

    assertThat(hours.deferred(Tier.CRISIS, sunday)).isEmpty();
    assertThat(hours.deferred(Tier.ROUTINE, sunday)).hasValue(at("2026-06-08T13:00:00Z"));
    assertThat(hours.deferred(Tier.ROUTINE, at("2026-06-08T13:00:00Z"))).as("open").isEmpty();
    assertThat(hours(Map.of()).deferred(Tier.ROUTINE, sunday)).as("never opens: now").isEmpty();
  }

  private static OpeningHours hours(Map<DayOfWeek, List<Span>> weekly, LocalDate... holidays) {
    return new OpeningHours(
        CHICAGO,
        weekly,
        Set.of(holidays),
        Set.of(Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.HIGH_DISTRESS));
  }

  private static List<Span> day() {
    return List.of(span("08:00", "00:00"));
  }

  private static Span span(String from, String to) {
    return new Span(LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}
