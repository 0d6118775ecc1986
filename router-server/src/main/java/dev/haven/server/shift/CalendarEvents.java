package dev.haven.server.shift;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneInfo;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.DateStart;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

/**
 * The events of a calendar (RFC 5545) as they take place in a time. Rules of recurrence, exceptions
 * and moved occurrences are kept to, cancelled events are left out; times are those of the event's
 * zone, floating ones and whole days those of the site.
 */
final class CalendarEvents {
  private static final int MOST_EVENTS = 20_000;
  private static final int MOST_OCCURRENCES = 500;

  /**
   * One event as it takes place.
   *
   * @param wholeDays whether it is given in days, without a time
   */
  record Occurrence(VEvent event, Instant from, Instant to, boolean wholeDays) {}

  private CalendarEvents() {}

  /**
   * What begins between two moments.
   *
   * @throws IllegalArgumentException when the text is no calendar, or too large a one
   */
  static List<Occurrence> read(String text, Instant from, Instant to, ZoneId site) {
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
        moved.add(name(event, event.getRecurrenceId().getValue()));
      }
    }
    List<Occurrence> found = new ArrayList<>();
    for (VEvent event : events) {
      if (event.getDateStart() != null && !cancelled(event)) {
        occurrences(found, event, zone(calendar.getTimezoneInfo(), event, site), moved, from, to);
      }
    }
    return found;
  }

  private static boolean cancelled(VEvent event) {
    return event.getStatus() != null && event.getStatus().isCancelled();
  }

  private static String name(VEvent event, Date at) {
    return (event.getUid() == null ? "" : event.getUid().getValue()) + ' ' + at.getTime();
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
    if (zones.isFloating(start) || !start.getValue().hasTime()) {
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

  private static void occurrences(
      List<Occurrence> found,
      VEvent event,
      TimeZone zone,
      Set<String> moved,
      Instant from,
      Instant to) {
    Duration length = length(event);
    boolean wholeDays = !event.getDateStart().getValue().hasTime();
    DateIterator starts = event.getDateIterator(zone);
    starts.advanceTo(Date.from(from));
    for (int i = 0; i < MOST_OCCURRENCES && starts.hasNext(); i++) {
      Date start = starts.next();
      Instant begins = wholeDays ? beginOfDay(start, zone) : start.toInstant();
      if (begins.isAfter(to)) {
        return;
      }
      if (event.getRecurrenceId() != null || !moved.contains(name(event, start))) {
        found.add(new Occurrence(event, begins, begins.plus(length), wholeDays));
      }
    }
  }

  /** The library gives a day without a time as its midnight in UTC. */
  private static Instant beginOfDay(Date day, TimeZone zone) {
    return day.toInstant()
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .atStartOfDay(zone.toZoneId())
        .toInstant();
  }

  private static Duration length(VEvent event) {
    Duration length = Duration.ZERO;
    if (event.getDateEnd() != null) {
      length =
          Duration.between(
              event.getDateStart().getValue().toInstant(),
              event.getDateEnd().getValue().toInstant());
    } else if (event.getDuration() != null) {
      length = Duration.ofMillis(event.getDuration().getValue().toMillis());
    }
    return length.isNegative() ? Duration.ZERO : length;
  }
}
