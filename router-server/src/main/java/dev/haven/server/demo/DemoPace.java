package dev.haven.server.demo;

import java.time.Duration;

/**
 * How fast the demo lives; times are means.
 *
 * @param betweenArrivals from one person to the next
 * @param betweenWaves from one small crowd to the next
 * @param answer from the offer on the screen to the click
 * @param talk of a call; the other channels take half of it
 * @param wrapUp from the last word to the disposition
 * @param rest how long a break is
 * @param patience how long a caller with something less than urgent stays on the line
 */
public record DemoPace(
    Duration betweenArrivals,
    Duration betweenWaves,
    Duration answer,
    Duration talk,
    Duration wrapUp,
    Duration rest,
    Duration patience) {

  /** A busy morning for that many navigators: they are free now and then, and now and then not. */
  public static DemoPace busyMorning(int navigators) {
    return new DemoPace(
        Duration.ofMillis(12_000 / navigators),
        Duration.ofSeconds(75),
        Duration.ofMillis(1_800),
        Duration.ofSeconds(24),
        Duration.ofSeconds(4),
        Duration.ofSeconds(20),
        Duration.ofMinutes(3));
  }
}
