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

  /**
   * The platform told something of a caller who still waits, such as that the music is over. Where
   * each round of waiting is a command, this is what makes the next one; others ignore it. It may
   * come twice with the same {@link InboundStatus#idempotencyKey}.
   */
  default Future<Void> heard(InboundStatus status, HoldPlan plan) {
    return Future.succeededFuture();
  }

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

  /**
   * Takes a caller back from the navigator whom that command connected: the caller waits on with
   * music, the navigator's leg is let go. Again is harmless. Fails where the platform cannot.
   *
   * @param connectCommandId of the {@link #connect} that brought them together
   */
  default Future<Void> takeBack(CallRef caller, String connectCommandId, HoldPlan plan) {
    return Future.failedFuture(
        new UnsupportedOperationException("calls cannot be given on over this platform"));
  }

  /**
   * Whether a call that goes on with a navigator can be brought to another telephone; only then is
   * {@link #giveOn} called.
   */
  default boolean canGiveOn() {
    return false;
  }

  /**
   * Brings a caller who is with a navigator to another leg that answered; the navigator's leg is
   * let go. Again is harmless. Never answers {@link BridgeResult#RINGING}.
   *
   * @param connectCommandId of the {@link #connect} that brought the navigator's leg
   * @param leg as {@link InboundStatus#leg} or {@link Bridge#navigatorLeg} gave it
   * @param commandId of this half
   */
  default Future<Bridge> giveOn(
      CallRef caller, String connectCommandId, CallRef leg, String commandId, HoldPlan plan) {
    return takeBack(caller, connectCommandId, plan).compose(waits -> join(caller, leg, commandId));
  }

  /**
   * Whether a second navigator can be brought to a call that goes on; only then are the methods
   * below called. Each may be repeated. Commands name the {@link #connect} that brought a leg.
   */
  default boolean canConsult() {
    return false;
  }

  /**
   * Brings the second navigator's leg that answered to the first one's; the caller waits with music
   * meanwhile.
   */
  default Future<Bridge> consult(
      CallRef caller, String firstCommandId, CallRef secondLeg, HoldPlan plan) {
    return cannotConsult();
  }

  /** Caller and both navigators together. */
  default Future<Void> confer(CallRef caller, String firstCommandId) {
    return cannotConsult();
  }

  /** The caller goes on with the second navigator; the first one's leg is let go. */
  default Future<Void> handOver(CallRef caller, String firstCommandId, String secondCommandId) {
    return cannotConsult();
  }

  /** The caller goes on with the first navigator; the second one's leg is let go. */
  default Future<Void> part(CallRef caller, String firstCommandId, String secondCommandId) {
    return cannotConsult();
  }

  private static <T> Future<T> cannotConsult() {
    return Future.failedFuture(
        new UnsupportedOperationException("nobody can be consulted over this platform"));
  }

  /**
   * Whether a call that goes on can be steered: the caller put on hold and taken up again, the
   * navigator's microphone switched off and on. Only then is {@link #steer} called.
   */
  default boolean canSteer() {
    return false;
  }

  /**
   * Makes the telephones of a call as they should be, whatever they were; again is harmless.
   *
   * @param connectCommandId of the {@link #connect} that brought the navigator's leg
   */
  default Future<Void> steer(
      CallRef caller, String connectCommandId, TalkState state, HoldPlan plan) {
    return Future.failedFuture(
        new UnsupportedOperationException("calls cannot be steered over this platform"));
  }

  /**
   * Whether a third telephone, an interpreter's, can be brought into a call that goes on; only then
   * is {@link #bringIn} called.
   */
  default boolean canBringIn() {
    return false;
  }

  /**
   * Brings a leg that answered to caller and navigator; all three hear each other, and both go on
   * when it ends. Again is harmless.
   *
   * @param connectCommandId of the {@link #connect} that brought the navigator's leg
   * @param leg as {@link InboundStatus#leg} gave it
   */
  default Future<Bridge> bringIn(CallRef caller, String connectCommandId, CallRef leg) {
    return Future.failedFuture(
        new UnsupportedOperationException("nobody can be brought in over this platform"));
  }

  /**
   * Whether whoever answers outside can be asked to press a key; only then does {@link #connect}
   * get a question, and the methods below are called.
   */
  default boolean canAsk() {
    return false;
  }

  /**
   * Asks at a leg that answered. The key comes as {@link InboundStatus} with {@link
   * BridgeResult#CONFIRMED} or {@link BridgeResult#DECLINED} and the command of {@link #connect}.
   * Where the question went out with that command, nothing is left to do.
   */
  default Future<Void> ask(CallRef leg, Question question, String commandId) {
    return Future.succeededFuture();
  }

  /**
   * Ends the leg that this command rang and whose question was asked in vain. Where a question ends
   * by itself, nothing is left to do.
   */
  default Future<Void> dismiss(String connectCommandId) {
    return Future.succeededFuture();
  }

  /** Ends a leg, the caller's or a navigator's. One that is gone already is a success. */
  Future<Void> release(CallRef leg);
}
