package dev.haven.flow;

import java.util.Arrays;

/**
 * How a queue served on a day.
 *
 * @param inTime of those offered, within the queue's target
 * @param answeredAfterMs of all answered together
 * @param abandoned gave up after the target
 * @param shortAbandoned gave up within it
 */
record ServiceCount(
    long offered,
    long inTime,
    long answered,
    long answeredAfterMs,
    long abandoned,
    long shortAbandoned) {
  static final ServiceCount NOBODY = new ServiceCount(0, 0, 0, 0, 0, 0);

  ServiceCount plus(ServiceCount other) {
    return new ServiceCount(
        offered + other.offered,
        inTime + other.inTime,
        answered + other.answered,
        answeredAfterMs + other.answeredAfterMs,
        abandoned + other.abandoned,
        shortAbandoned + other.shortAbandoned);
  }

  String text() {
    return offered
        + ","
        + inTime
        + ","
        + answered
        + ","
        + answeredAfterMs
        + ","
        + abandoned
        + ","
        + shortAbandoned;
  }

  static ServiceCount read(String text) {
    long[] n = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    return new ServiceCount(n[0], n[1], n[2], n[3], n[4], n[5]);
  }
}
