package dev.haven.server.shift;

import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The days on which every queue that has hours is closed, from a calendar's events of whole days.
 * Used by one event loop.
 */
public final class Holidays {
  private static final Duration BACK = Duration.ofDays(32);
  private static final Duration AHEAD = Duration.ofDays(400);
  private static final int LONGEST_DAYS = 31;

  private final CalendarFeed<Set<LocalDate>> feed;
  private final Consumer<Set<LocalDate>> changed;

  /**
   * @param source reads the calendar; null when the site has none
   * @param site zone of the calendar's days
   * @param changed told the days whenever they were read
   */
  public Holidays(
      @Nullable Supplier<Future<String>> source,
      ZoneId site,
      RouterClock clock,
      RouterMeters meters,
      Consumer<Set<LocalDate>> changed) {
    this.feed =
        new CalendarFeed<>(
            source, text -> read(text, clock.now(), site), Set.of(), "holidays_unread", meters);
    this.changed = changed;
  }

  /** Reads the feed again; completes when it was read or could not be. */
  public Future<Void> refresh() {
    return feed.refresh()
        .map(
            read -> {
              if (read) {
                changed.accept(feed.value());
              }
              return null;
            });
  }

  /**
   * The days of 400 days from a moment on, and of the month before it.
   *
   * @throws IllegalArgumentException when the text is no calendar, or too large a one
   */
  static Set<LocalDate> read(String text, Instant now, ZoneId site) {
    Set<LocalDate> days = new TreeSet<>();
    for (CalendarEvents.Occurrence one :
        CalendarEvents.read(text, now.minus(BACK), now.plus(AHEAD), site)) {
      if (one.wholeDays()) {
        LocalDate first = one.from().atZone(site).toLocalDate();
        // A day of 23 or 25 hours is a day.
        long hours = Duration.between(one.from(), one.to()).toHours();
        long count = Math.min(LONGEST_DAYS, Math.max(1, Math.round(hours / 24.0)));
        for (int i = 0; i < count; i++) {
          days.add(first.plusDays(i));
        }
      }
    }
    return days;
  }
}
