package dev.haven.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a telephone is that a caller is to be connected with: a navigator's, or one outside.
 *
 * @param navigatorId whose it is; of a number outside, what the site calls it
 * @param voice a SIP URI or a number, as configured
 * @param ringFor how long it may ring
 * @param outside whether it is outside: telephone systems may reach those by another line
 * @param question what whoever answers is asked first; null for nothing
 */
public record NavigatorEndpoint(
    String navigatorId,
    String voice,
    Duration ringFor,
    boolean outside,
    @Nullable Question question) {
  /** A navigator's telephone. */
  public NavigatorEndpoint(String navigatorId, String voice, Duration ringFor) {
    this(navigatorId, voice, ringFor, false, null);
  }

  @Override
  public String toString() {
    return "NavigatorEndpoint[" + navigatorId + "]";
  }
}
