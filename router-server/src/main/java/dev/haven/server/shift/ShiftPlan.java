package dev.haven.server.shift;

import biweekly.component.VEvent;
import biweekly.property.RawProperty;
import dev.haven.navigator.NavigatorId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shifts around one moment, as a calendar (RFC 5545) has them. An event is a shift of the
 * navigator whose id stands in {@code X-HAVEN-NAVIGATOR}, else in its summary; events of others are
 * none. How they take place, {@link CalendarEvents} says.
 */
public final class ShiftPlan {
  static final ShiftPlan EMPTY = new ShiftPlan(Map.of());
  private static final Duration BACK = Duration.ofDays(2);
  private static final Duration AHEAD = Duration.ofDays(2);
  private static final Duration LONGEST = Duration.ofDays(2);

  private record Shift(Instant from, Instant to) {}

  private final Map<String, List<Shift>> shifts;

  private ShiftPlan(Map<String, List<Shift>> shifts) {
    this.shifts = shifts;
  }

  /**
   * Reads what lies within two days of a moment.
   *
   * @throws IllegalArgumentException when it is no calendar, or too large a one
   */
  static ShiftPlan read(String text, Instant around, ZoneId site) {
    Map<String, List<Shift>> shifts = new HashMap<>();
    for (CalendarEvents.Occurrence one :
        CalendarEvents.read(text, around.minus(BACK), around.plus(AHEAD), site)) {
      String navigator = navigator(one.event());
      if (navigator != null) {
        Instant longest = one.from().plus(LONGEST);
        Instant to = one.to().isAfter(longest) ? longest : one.to();
        shifts.computeIfAbsent(navigator, n -> new ArrayList<>()).add(new Shift(one.from(), to));
      }
    }
    return new ShiftPlan(shifts);
  }

  private static @Nullable String navigator(VEvent event) {
    RawProperty own = event.getExperimentalProperty("X-HAVEN-NAVIGATOR");
    String name =
        own != null
            ? own.getValue()
            : event.getSummary() == null ? "" : event.getSummary().getValue();
    return name != null && NavigatorId.isValid(name.strip()) ? name.strip() : null;
  }

  /** Whether that navigator has a shift then; the first moment of one counts, the last does not. */
  public boolean onShift(String navigator, Instant now) {
    return shifts.getOrDefault(navigator, List.of()).stream()
        .anyMatch(shift -> !now.isBefore(shift.from()) && now.isBefore(shift.to()));
  }
}
