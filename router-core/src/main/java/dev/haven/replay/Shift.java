package dev.haven.replay;

import dev.haven.navigator.Navigator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Makes seats of people who come and go by the clock. */
public final class Shift {
  private Shift() {}

  /** On duty from the beginning to the end. */
  public static Seat allDay(Navigator navigator, long fromMs, long untilMs) {
    List<Seat.Move> moves = new ArrayList<>();
    moves.add(Seat.Move.joined(fromMs, navigator));
    come(moves, fromMs);
    moves.add(Seat.Move.activity(untilMs, "off_shift"));
    return new Seat(navigator.id(), moves);
  }

  /**
   * On duty in the same hours of every day.
   *
   * @param begin as the clocks of the zone show it
   * @param end on the next day when it is not behind the beginning
   */
  public static Seat daily(
      Navigator navigator, long fromMs, long untilMs, LocalTime begin, LocalTime end, ZoneId zone) {
    List<Seat.Move> moves = new ArrayList<>();
    moves.add(Seat.Move.joined(fromMs, navigator));
    LocalDate last = day(untilMs, zone);
    for (LocalDate day = day(fromMs, zone).minusDays(1);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      LocalDate until = end.isAfter(begin) ? day : day.plusDays(1);
      long from = Math.max(fromMs, ms(day, begin, zone));
      long to = ms(until, end, zone);
      if (to > fromMs && from < untilMs) {
        come(moves, from);
        moves.add(Seat.Move.activity(to, "off_shift"));
      }
    }
    return new Seat(navigator.id(), moves);
  }

  private static void come(List<Seat.Move> moves, long at) {
    moves.add(Seat.Move.of(at, Seat.What.OPENED));
    moves.add(Seat.Move.activity(at, "available"));
  }

  private static LocalDate day(long ms, ZoneId zone) {
    return Instant.ofEpochMilli(ms).atZone(zone).toLocalDate();
  }

  private static long ms(LocalDate day, LocalTime time, ZoneId zone) {
    return day.atTime(time).atZone(zone).toInstant().toEpochMilli();
  }
}
