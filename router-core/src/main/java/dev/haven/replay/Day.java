package dev.haven.replay;

import dev.haven.navigator.Navigator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What comes from outside: people and navigators. How they are brought together is what a replay
 * decides anew.
 *
 * @param fromMs of its first line, milliseconds since 1970
 * @param untilMs of its last
 * @param visits by arrival
 * @param seats by id
 * @param leftOut contacts that cannot be played because their beginning is not in the journal
 */
public record Day(long fromMs, long untilMs, List<Visit> visits, List<Seat> seats, int leftOut) {
  public Day {
    visits =
        visits.stream()
            .sorted(Comparator.comparingLong(Visit::arrivedMs).thenComparing(Visit::id))
            .toList();
    seats = seats.stream().sorted(Comparator.comparing(s -> s.id().value())).toList();
  }

  /** The same day with other seats. */
  public Day with(List<Seat> others) {
    return new Day(fromMs, untilMs, visits, others, leftOut);
  }

  /**
   * The same day with what that navigator now offers: somebody who was there comes and goes as they
   * did, anybody else is there all day.
   */
  public Day offering(Navigator navigator) {
    for (Seat seat : seats) {
      if (seat.id().equals(navigator.id())) {
        return plus(
            new Seat(
                seat.id(),
                seat.moves().stream()
                    .map(
                        m ->
                            m.what() == Seat.What.JOINED
                                ? Seat.Move.joined(m.atMs(), navigator)
                                : m)
                    .toList()));
      }
    }
    return plus(Shift.allDay(navigator, fromMs, untilMs));
  }

  /** The same day with one seat more; a seat of the same id is replaced. */
  public Day plus(Seat seat) {
    List<Seat> all = new ArrayList<>(seats);
    all.removeIf(s -> s.id().equals(seat.id()));
    all.add(seat);
    return with(all);
  }
}
