package dev.haven.flow;

import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The order in which scored contacts reach the store when more come than it takes. What is sent at
 * once would stand in front of a crisis that comes a moment later, and in front of the accept of a
 * navigator. So only some are under way at a time ({@link Gate}); the rest waits here by tier, and
 * what is not strict is refused beyond a bound ({@link OverloadedException}): its sender is told so
 * at once and tries again.
 *
 * <p>Nothing that waits here is acknowledged yet. On one event loop.
 */
final class Admission {
  /** Some seconds of what the store takes; then a sender had better come again. */
  static final int MOST_WAITING = 4_000;

  private final int waitingAtMost;
  private final RouterMeters meters;
  private final Gate gate;

  /**
   * @param underWayAtMost what stands before a crisis is at most these: {@link
   *     Transitions#placementsAtOnce}
   */
  Admission(int underWayAtMost, int waitingAtMost, RouterMeters meters) {
    this.waitingAtMost = waitingAtMost;
    this.meters = meters;
    this.gate = new Gate(underWayAtMost, Tier.values().length, meters::admissionWaits);
  }

  /**
   * Runs the call now or when its turn comes: the most urgent tier first, within a tier who came
   * first.
   *
   * @return what the call answers; fails with {@link OverloadedException} when too many wait and
   *     the tier is not strict
   */
  <T> Future<T> admit(Tier tier, Supplier<Future<T>> call) {
    if (gate.isFull() && gate.waiting() >= waitingAtMost && !tier.strict()) {
      meters.admissionRefused();
      return Future.failedFuture(new OverloadedException());
    }
    return gate.enter(tier.rank(), call);
  }
}
