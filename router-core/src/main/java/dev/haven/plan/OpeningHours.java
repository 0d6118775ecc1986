package dev.haven.plan;

import dev.haven.urgency.Tier;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a queue is open, by the clocks of its zone; right across their changes. A span that begins
 * in the hour that a change leaves out begins when that hour would have ended; in the hour that
 * comes twice it is open both times. Pure.
 *
 * @param weekly spans of each day; a day without any is closed
 * @param holidays days that are closed whatever the week says
 * @param served tiers that are served when it is closed too; the others wait for the next opening
 */
public record OpeningHours(
    ZoneId zone, Map<DayOfWeek, List<Span>> weekly, Set<LocalDate> holidays, Set<Tier> served) {
  private static final int DAYS_AHEAD = 400;

  public OpeningHours {
    weekly = Map.copyOf(weekly);
    holidays = Set.copyOf(holidays);
    served = Set.copyOf(served);
  }

  /**
   * @param to the first moment that is closed again; midnight stands for the end of the day
   */
  public record Span(LocalTime from, LocalTime to) {
    public Span {
      if (!to.equals(LocalTime.MIDNIGHT) && !to.isAfter(from)) {
        throw new IllegalArgumentException("a span ends after it begins, got " + from + "-" + to);
      }
    }

    boolean holds(LocalTime time) {
      return !time.isBefore(from) && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
    }
  }

  /** With more days closed. */
  public OpeningHours closedOn(Set<LocalDate> more) {
    Set<LocalDate> all = new HashSet<>(holidays);
    all.addAll(more);
    return new OpeningHours(zone, weekly, all, served);
  }

  public boolean isOpen(Instant now) {
    ZonedDateTime at = now.atZone(zone);
    return spans(at.toLocalDate()).stream().anyMatch(span -> span.holds(at.toLocalTime()));
  }

  /** When it opens next; empty while it is open, and when it never opens again within 400 days. */
  public Optional<Instant> nextOpening(Instant now) {
    if (isOpen(now)) {
      return Optional.empty();
    }
    LocalDate today = now.atZone(zone).toLocalDate();
    for (int i = 0; i <= DAYS_AHEAD; i++) {
      LocalDate day = today.plusDays(i);
      Optional<Instant> opening =
          spans(day).stream()
              .map(span -> day.atTime(span.from()).atZone(zone).toInstant())
              .filter(from -> from.isAfter(now))
              .min(Instant::compareTo);
      if (opening.isPresent()) {
        return opening;
      }
    }
    return Optional.empty();
  }

  /** When a new contact of that tier is to be served; empty for now. */
  public Optional<Instant> deferred(Tier tier, Instant now) {
    return served.contains(tier) ? Optional.empty() : nextOpening(now);
  }

  private List<Span> spans(LocalDate day) {
    return holidays.contains(day) ? List.of() : weekly.getOrDefault(day.getDayOfWeek(), List.of());
  }
}
