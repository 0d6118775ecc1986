package dev.haven.flow;

import dev.haven.plan.CallingHours;
import java.time.Duration;

/**
 * When work that is owed to somebody begins and is over; the same on every node.
 *
 * @param handOff from the first awareness of an adverse event to the acknowledged hand-off of its
 *     report, 1 min to 30 days; zero: no reports are owed
 * @param reportStart from the first awareness until the report waits for any navigator, when
 *     whoever serves the contact has not submitted it by then; 0 to 7 days
 * @param lateAgain every so often a report that is late is told of again, 1 min to 24 h
 * @param callbackAgain from a callback that reached nobody to the next try, 1 min to 24 h
 * @param callbackAlarm after how many tries each an alarm tells of it, 1 to 20; it has no end
 * @param followUp from the closing of a CRISIS to its follow-up, 0 (none) to 30 days
 * @param quiet when a person may be reached by outreach and follow-ups, on their own clock
 */
public record Obligations(
    Duration handOff,
    Duration reportStart,
    Duration lateAgain,
    Duration callbackAgain,
    int callbackAlarm,
    Duration followUp,
    CallingHours quiet) {
  public Obligations {
    check("handOff", handOff, Duration.ZERO, Duration.ofDays(30));
    check("reportStart", reportStart, Duration.ZERO, Duration.ofDays(7));
    check("lateAgain", lateAgain, Duration.ofMinutes(1), Duration.ofDays(1));
    check("callbackAgain", callbackAgain, Duration.ofMinutes(1), Duration.ofDays(1));
    check("followUp", followUp, Duration.ZERO, Duration.ofDays(30));
    if (callbackAlarm < 1 || callbackAlarm > 20) {
      throw new IllegalArgumentException("callbackAlarm is 1 to 20, got " + callbackAlarm);
    }
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Obligations defaults() {
    return new Obligations(
        Duration.ofHours(24),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofMinutes(15),
        5,
        Duration.ofHours(24),
        CallingHours.STANDARD);
  }

  /** The scripts' settings. */
  String encode() {
    return handOff.toMillis()
        + ","
        + lateAgain.toMillis()
        + ","
        + callbackAgain.toMillis()
        + ","
        + callbackAlarm
        + ","
        + followUp.toMillis();
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", got " + value);
    }
  }
}
