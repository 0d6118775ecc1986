package dev.haven.plan;

import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long a contact is held for its designated navigator, by tier; zero means that they are merely
 * preferred when free.
 */
public final class HoldTimes {
  /** 0, 0, 10 s, 60 s and 600 s, most urgent first. */
  public static final HoldTimes DEFAULT = new HoldTimes(0, 0, 10_000, 60_000, 600_000);

  /** For somebody a supervisor gives it to: a minute for strict tiers, ten for the others. */
  public static final HoldTimes ASSIGNED = new HoldTimes(60_000, 60_000, 60_000, 600_000, 600_000);

  private final long[] ms;

  private HoldTimes(long... ms) {
    this.ms = ms;
  }

  /** The same time for every tier; what a transfer to a navigator uses. */
  public static HoldTimes same(Duration time) {
    long[] all = new long[Tier.values().length];
    Arrays.fill(all, time.toMillis());
    return new HoldTimes(all);
  }

  public HoldTimes with(Tier tier, Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a hold is 0 to 1 day, got " + time);
    }
    long[] changed = ms.clone();
    changed[tier.rank()] = time.toMillis();
    return new HoldTimes(changed);
  }

  /** Milliseconds by tier, comma between, as the scripts read them. */
  public String encode() {
    StringBuilder text = new StringBuilder();
    for (long time : ms) {
      text.append(text.isEmpty() ? "" : ",").append(time);
    }
    return text.toString();
  }
}
