package dev.haven.server.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.haven.flow.Obligations;
import dev.haven.plan.CallingHours;
import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Pattern;

/**
 * How persons are reached.
 *
 * @param hours when, on the person's own clock
 * @param callbackAgain from a callback that reached nobody to the next try
 * @param callbackAlarm after how many tries each an alarm tells of it
 * @param followUpAfter from the closing of a CRISIS to its follow-up; zero for none
 */
public record OutreachConfig(
    CallingHours hours, Duration callbackAgain, int callbackAlarm, Duration followUpAfter) {
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d|24:00");

  static OutreachConfig read(Block block) {
    Obligations standard = Obligations.defaults();
    OutreachConfig config =
        new OutreachConfig(
            hours(block),
            block.duration("callbackAgain", standard.callbackAgain(), ofMinutes(1), ofHours(24)),
            block.integer("callbackAlarm", standard.callbackAlarm(), 1, 20),
            block.duration("followUpAfter", standard.followUp(), ZERO, ofDays(30)));
    block.done();
    return config;
  }

  private static CallingHours hours(Block block) {
    String from = block.text("from", "08:00", TIME, "a time such as 08:00");
    String to = block.text("to", "21:00", TIME, "a time such as 21:00, or 24:00");
    LocalTime end = to.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(to);
    if (from.equals("24:00")
        || (!end.equals(LocalTime.MIDNIGHT) && !end.isAfter(LocalTime.parse(from)))
        || to.equals("00:00")) {
      block.problem("to", "must be later on the same day than from");
      return CallingHours.STANDARD;
    }
    return new CallingHours(LocalTime.parse(from), end);
  }
}
