package dev.haven.channel;

import java.time.Duration;

/**
 * What whoever answers outside is asked before they get the caller: one sentence, spoken twice,
 * that says who waits and that {@link #KEY} takes them. Any other key declines.
 *
 * @param language BCP 47 tag of the sentence, the person's
 * @param within how long they may take
 */
public record Question(String language, Duration within) {
  /** Takes the caller. */
  public static final String KEY = "1";

  /** What a key that was pressed means. */
  public static BridgeResult meaning(String digit) {
    return digit.equals(KEY) ? BridgeResult.CONFIRMED : BridgeResult.DECLINED;
  }
}
