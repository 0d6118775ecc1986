package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a connect command.
 *
 * @param navigatorLeg the leg that was made, to be released when the caller leaves first; null when
 *     there is none
 */
public record Bridge(BridgeResult result, @Nullable CallRef navigatorLeg) {
  public static Bridge of(BridgeResult result) {
    return new Bridge(result, null);
  }
}
