package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RefusalReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How old a signed request may be. Both ends of the window belong to it. */
public final class Freshness {
  /** What Standard Webhooks, Slack and Telnyx recommend: five minutes either way. */
  public static final long DEFAULT_TOLERANCE_SECONDS = 300;

  private Freshness() {}

  /** Null when the time is near enough to now, else the reason. */
  public static @Nullable RefusalReason check(
      long epochSeconds, Instant now, long toleranceSeconds) {
    long age = now.getEpochSecond() - epochSeconds;
    if (age > toleranceSeconds) {
      return RefusalReason.STALE_TIMESTAMP;
    }
    return age < -toleranceSeconds ? RefusalReason.FUTURE_TIMESTAMP : null;
  }

  /**
   * The same with the endpoint's {@code toleranceSeconds}, and a time as a header has it; no number
   * is malformed.
   */
  public static @Nullable RefusalReason check(
      String epochSeconds, Instant now, EndpointConfig endpoint) {
    Long seconds = seconds(epochSeconds);
    return seconds == null
        ? RefusalReason.MALFORMED
        : check(seconds, now, endpoint.number("toleranceSeconds", DEFAULT_TOLERANCE_SECONDS));
  }

  /** Whole seconds of 1 to 12 digits, null for anything else. */
  public static @Nullable Long seconds(String text) {
    String digits = text.strip();
    if (digits.isEmpty()
        || digits.length() > 12
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return Long.valueOf(digits);
  }
}
