package dev.haven.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * When a person may be reached by something they did not just ask for: the same hours each day, on
 * their own clock. On the days when clocks change, the hours are those that their clock shows.
 *
 * @param from the first moment of the day
 * @param to the first moment that is quiet again, after {@code from}; midnight for the day's end
 */
public record CallingHours(LocalTime from, LocalTime to) {
  /** 8 to 21 h, as the telephone rules of the United States have it (47 CFR 64.1200(c)(1)). */
  public static final CallingHours STANDARD =
      new CallingHours(LocalTime.of(8, 0), LocalTime.of(21, 0));

  public CallingHours {
    if (!to.equals(LocalTime.MIDNIGHT) && !to.isAfter(from)) {
      throw new IllegalArgumentException("hours end after they begin, got " + from + "-" + to);
    }
  }

  /**
   * @param to the first moment outside
   */
  public record Window(Instant from, Instant to) {}

  /** The windows of so many days, from the one that holds {@code start} or comes next. */
  public List<Window> windows(Instant start, ZoneId zone, int days) {
    List<Window> windows = new ArrayList<>();
    LocalDate day = start.atZone(zone).toLocalDate();
    for (; windows.size() < days; day = day.plusDays(1)) {
      Instant opens = day.atTime(from).atZone(zone).toInstant();
      Instant closes =
          (to.equals(LocalTime.MIDNIGHT) ? day.plusDays(1).atStartOfDay() : day.atTime(to))
              .atZone(zone)
              .toInstant();
      if (closes.isAfter(start) && closes.isAfter(opens)) {
        windows.add(new Window(opens, closes));
      }
    }
    return windows;
  }
}
