package dev.haven.channel;

import io.vertx.core.Future;

/**
 * Holds and connects calls. {@code hold}, {@code join} and {@code release} may be repeated with the
 * same {@code commandId} and have their effect once. {@code connect} may ring twice where the
 * platform knows no command ids; the caller is moved once all the same.
 *
 * <p>Connecting has two halves, because what the platform tells arrives at any node: {@link
 * #connect} rings the navigator and answers {@link BridgeResult#RINGING}; when an {@link
 * InboundStatus} with {@link BridgeResult#ANSWERED} and the same command arrives, the host calls
 * {@link #join}, which moves the caller exactly once. A platform that does both in one answers
 * {@link BridgeResult#CONNECTED} at once.
 */
public interface CallPort {
  /**
   * (Again) lets the caller hear that they wait. Platforms where the answer to the webhook does
   * this have nothing to do.
   */
  Future<Void> hold(CallRef caller, HoldPlan plan);

  /** Rings the navigator for this caller. */
  Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId);

  /**
   * Brings the caller to the navigator's leg that answered. Never answers {@link
   * BridgeResult#RINGING}.
   *
   * @param navigatorLeg as {@link InboundStatus#leg} or {@link Bridge#navigatorLeg} gave it
   * @param commandId of this half; it may be that of {@code connect} or another
   */
  Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId);

  /** Ends a leg, the caller's or a navigator's. One that is gone already is a success. */
  Future<Void> release(CallRef leg);
}
