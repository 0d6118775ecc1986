package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.urgency.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a known person came within the last hours and when they went unserved, as the transitions
 * noted it. Known by the person's id, never by an address alone; says nothing of what they wrote.
 */
record Tries(List<Try> all) {
  static final Tries NONE = new Tries(List.of());
  private static final Duration WITHIN = Duration.ofHours(6);

  /**
   * @param unserved whether this notes that the person was gone before anybody served them
   */
  record Try(Instant at, Channel channel, boolean unserved) {}

  /** Reads entries {@code ms,channel,what} with semicolons between, as the scripts write them. */
  static Tries of(String entries) {
    List<Try> tries = new ArrayList<>();
    for (String entry : entries.isEmpty() ? new String[0] : entries.split(";")) {
      String[] f = entry.split(",");
      tries.add(
          new Try(
              Instant.ofEpochMilli(Long.parseLong(f[0])),
              Channel.ofNumber(Integer.parseInt(f[1])),
              f[2].equals("g")));
    }
    return new Tries(List.copyOf(tries));
  }

  /**
   * What the scorer may weigh of the tries before a contact arrived.
   *
   * @param thermometer last Distress Thermometer, -1 for none
   * @param silentSeconds since the last words of a strict contact, 0 when it is not strict
   */
  Signals signals(
      boolean digit, int thermometer, Instant arrived, Channel channel, long silentSeconds) {
    int contacts = 1;
    boolean unserved = false;
    boolean elsewhere = false;
    for (Try one : all) {
      if (one.at().isBefore(arrived) && one.at().isAfter(arrived.minus(WITHIN))) {
        contacts += one.unserved() ? 0 : 1;
        unserved |= one.unserved();
        elsewhere |= one.channel() != channel;
      }
    }
    return new Signals(digit, thermometer, contacts, unserved, elsewhere, silentSeconds);
  }
}
