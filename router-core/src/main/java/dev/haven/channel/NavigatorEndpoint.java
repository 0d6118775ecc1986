package dev.haven.channel;

import java.time.Duration;

/**
 * Where a telephone is that a caller is to be connected with: a navigator's, or one outside.
 *
 * @param navigatorId whose it is; of a number outside, what the site calls it
 * @param voice a SIP URI or a number, as configured
 * @param ringFor how long it may ring
 * @param outside whether it is outside: telephone systems may reach those by another line
 */
public record NavigatorEndpoint(
    String navigatorId, String voice, Duration ringFor, boolean outside) {
  /** A navigator's telephone. */
  public NavigatorEndpoint(String navigatorId, String voice, Duration ringFor) {
    this(navigatorId, voice, ringFor, false);
  }

  @Override
  public String toString() {
    return "NavigatorEndpoint[" + navigatorId + "]";
  }
}
