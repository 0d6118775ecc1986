package dev.haven.channel;

import java.time.Duration;

/**
 * Where a navigator's telephone is.
 *
 * @param voice a SIP URI or a number, as configured for the navigator
 * @param ringFor how long it may ring
 */
public record NavigatorEndpoint(String navigatorId, String voice, Duration ringFor) {
  @Override
  public String toString() {
    return "NavigatorEndpoint[" + navigatorId + "]";
  }
}
