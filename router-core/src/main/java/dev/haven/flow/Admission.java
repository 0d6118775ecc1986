package dev.haven.flow;

import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Steps;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which scored contacts reach the store when more come than it takes. Commands on a
 * connection are answered in the order of sending, so whatever is sent at once stands in front of a
 * crisis that comes a moment later, and in front of the accept of a navigator. So only some are
 * under way at a time; the rest waits here by tier, and what is not strict is refused beyond a
 * bound ({@link OverloadedException}): its sender is told so at once and tries again.
 *
 * <p>Nothing that waits here is acknowledged yet. On one event loop.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /** Some seconds of what the store takes; then a sender had better come again. */
  static final int MOST_WAITING = 4_000;

  private final int underWayAtMost;
  private final int waitingAtMost;
  private final RouterMeters meters;
  private final List<Queue<Runnable>> waiting = new ArrayList<>();
  private int underWay;
  private int waitingNow;
  private boolean goingOn;

  /**
   * @param underWayAtMost what stands before a crisis is at most these: {@link
   *     Transitions#placementsAtOnce}
   */
  Admission(int underWayAtMost, int waitingAtMost, RouterMeters meters) {
    this.underWayAtMost = underWayAtMost;
    this.waitingAtMost = waitingAtMost;
    this.meters = meters;
    for (int i = 0; i < Tier.values().length; i++) {
      waiting.add(new ArrayDeque<>());
    }
  }

  /**
   * Runs the call now or when its turn comes: the most urgent tier first, within a tier who came
   * first.
   *
   * @return what the call answers; fails with {@link OverloadedException} when too many wait and
   *     the tier is not strict
   */
  <T> Future<T> admit(Tier tier, Supplier<Future<T>> call) {
    if (underWay < underWayAtMost && waitingNow == 0) {
      return run(call);
    }
    if (waitingNow >= waitingAtMost && !tier.strict()) {
      meters.admissionRefused();
      return Future.failedFuture(new OverloadedException());
    }
    Promise<T> answer = Promise.promise();
    waiting.get(tier.rank()).add(() -> run(call).onComplete(answer));
    waitingNow++;
    meters.admissionWaits(1);
    return answer.future();
  }

  private <T> Future<T> run(Supplier<Future<T>> call) {
    underWay++;
    return Steps.take(call).onComplete(done -> over());
  }

  /**
   * Lets others begin. One whose call fails at once, as all do while the store is away, is over
   * before it returns here: the round that let it begin goes on, or thousands would stand inside
   * each other.
   */
  private void over() {
    underWay--;
    if (goingOn) {
      return;
    }
    goingOn = true;
    try {
      for (Runnable next = next(); next != null; next = next()) {
        try {
          next.run();
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("what listens to an admission failed");
        }
      }
    } finally {
      goingOn = false;
    }
  }

  /** The most urgent that waits; null when nobody does, or enough are under way. */
  private @Nullable Runnable next() {
    if (underWay >= underWayAtMost) {
      return null;
    }
    for (Queue<Runnable> tier : waiting) {
      Runnable first = tier.poll();
      if (first != null) {
        waitingNow--;
        meters.admissionWaits(-1);
        return first;
      }
    }
    return null;
  }
}
