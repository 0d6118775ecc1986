package dev.haven.server.shift;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneInfo;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.DateStart;
import biweekly.property.RawProperty;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.haven.navigator.NavigatorId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The shifts around one moment, as a calendar (RFC 5545) has them. An event is a shift of the
 * navigator whose id stands in {@code X-HAVEN-NAVIGATOR}, else in its summary; events of others and
 * cancelled ones are none. Rules of recurrence, exceptions and moved occurrences are kept to; times
 * are those of the event's zone, floating ones those of the site.
 */
public final class ShiftPlan {
  static final ShiftPlan EMPTY = new ShiftPlan(Map.of());
  private static final Duration BACK = Duration.ofDays(2);
  private static final Duration AHEAD = Duration.ofDays(2);
  private static final Duration LONGEST = Duration.ofDays(2);
  private static final int MOST_EVENTS = 20_000;
  private static final int MOST_OCCURRENCES = 500;

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
    ICalendar calendar = Biweekly.parse(text).first();
    if (calendar == null) {
      throw new IllegalArgumentException("the feed is no iCalendar");
    }
    List<VEvent> events = calendar.getEvents();
    if (events.size() > MOST_EVENTS) {
      throw new IllegalArgumentException("the feed has more than " + MOST_EVENTS + " events");
    }
    Set<String> moved = new HashSet<>();
    for (VEvent event : events) {
      if (event.getRecurrenceId() != null) {
        moved.add(occurrence(event, event.getRecurrenceId().getValue()));
      }
    }
    Map<String, List<Shift>> shifts = new HashMap<>();
    for (VEvent event : events) {
      String navigator = navigator(event);
      if (navigator != null && event.getDateStart() != null && !cancelled(event)) {
        shifts
            .computeIfAbsent(navigator, n -> new ArrayList<>())
            .addAll(
                occurrences(event, zone(calendar.getTimezoneInfo(), event, site), moved, around));
      }
    }
    return new ShiftPlan(shifts);
  }

  private static boolean cancelled(VEvent event) {
    return event.getStatus() != null && event.getStatus().isCancelled();
  }

  private static String occurrence(VEvent event, Date at) {
    return (event.getUid() == null ? "" : event.getUid().getValue()) + ' ' + at.getTime();
  }

  private static @Nullable String navigator(VEvent event) {
    RawProperty own = event.getExperimentalProperty("X-HAVEN-NAVIGATOR");
    String name =
        own != null
            ? own.getValue()
            : event.getSummary() == null ? "" : event.getSummary().getValue();
    return name != null && NavigatorId.isValid(name.strip()) ? name.strip() : null;
  }

  /** Times that name no zone were read in the machine's; they are those of the site. */
  private static void settle(DateOrDateTimeProperty property, TimeZone site) {
    ICalDate read = property.getValue();
    if (read != null && read.getRawComponents() != null) {
      property.setValue(new ICalDate(read.getRawComponents().toDate(site), read.hasTime()));
    }
  }

  private static TimeZone zone(TimezoneInfo zones, VEvent event, ZoneId site) {
    DateStart start = event.getDateStart();
    if (zones.isFloating(start)) {
      TimeZone zone = TimeZone.getTimeZone(site.getId());
      settle(start, zone);
      if (event.getDateEnd() != null) {
        settle(event.getDateEnd(), zone);
      }
      return zone;
    }
    var known = zones.getTimezone(start);
    return known == null ? TimeZone.getTimeZone("UTC") : known.getTimeZone();
  }

  private static List<Shift> occurrences(
      VEvent event, TimeZone zone, Set<String> moved, Instant around) {
    List<Shift> found = new ArrayList<>();
    Duration length = length(event);
    DateIterator starts = event.getDateIterator(zone);
    starts.advanceTo(Date.from(around.minus(BACK)));
    for (int i = 0; i < MOST_OCCURRENCES && starts.hasNext(); i++) {
      Date start = starts.next();
      Instant from = start.toInstant();
      if (from.isAfter(around.plus(AHEAD))) {
        break;
      }
      if (event.getRecurrenceId() != null || !moved.contains(occurrence(event, start))) {
        found.add(new Shift(from, from.plus(length)));
      }
    }
    return found;
  }

  private static Duration length(VEvent event) {
    Duration length;
    if (event.getDateEnd() != null) {
      length =
          Duration.between(
              event.getDateStart().getValue().toInstant(),
              event.getDateEnd().getValue().toInstant());
    } else if (event.getDuration() != null) {
      length = Duration.ofMillis(event.getDuration().getValue().toMillis());
    } else {
      length = Duration.ZERO;
    }
    return length.isNegative() ? Duration.ZERO : length.compareTo(LONGEST) > 0 ? LONGEST : length;
  }

  /** Whether that navigator has a shift then; the first moment of one counts, the last does not. */
  public boolean onShift(String navigator, Instant now) {
    return shifts.getOrDefault(navigator, List.of()).stream()
        .anyMatch(shift -> !now.isBefore(shift.from()) && now.isBefore(shift.to()));
  }
}
