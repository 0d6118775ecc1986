package dev.haven.flow;

import java.time.Duration;

/**
 * When work that is owed to somebody begins and is over; the same on every node.
 *
 * @param handOff from the first awareness of an adverse event to the acknowledged hand-off of its
 *     report, 1 min to 30 days; zero: no reports are owed
 * @param reportStart from the first awareness until the report waits for any navigator, when
 *     whoever serves the contact has not submitted it by then; 0 to 7 days
 * @param lateAgain every so often a report that is late is told of again, 1 min to 24 h
 */
public record Obligations(Duration handOff, Duration reportStart, Duration lateAgain) {
  public Obligations {
    check("handOff", handOff, Duration.ZERO, Duration.ofDays(30));
    check("reportStart", reportStart, Duration.ZERO, Duration.ofDays(7));
    check("lateAgain", lateAgain, Duration.ofMinutes(1), Duration.ofDays(1));
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Obligations defaults() {
    return new Obligations(Duration.ofHours(24), Duration.ofMinutes(30), Duration.ofHours(1));
  }

  /** The scripts' settings. */
  String encode() {
    return handOff.toMillis() + "," + lateAgain.toMillis();
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", got " + value);
    }
  }
}
