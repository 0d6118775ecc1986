package dev.haven.flow;

import dev.haven.time.Steps;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets some calls of the store be under way at a time; the rest waits, the lowest rank first,
 * within a rank who came first. Commands on a connection are answered in the order of sending, so
 * whatever is sent at once stands in front of all that comes a moment later.
 *
 * <p>On one event loop.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final int underWayAtMost;
  private final IntConsumer onWaiting;
  private final List<Queue<Runnable>> waiting = new ArrayList<>();
  private int underWay;
  private int waitingNow;
  private boolean goingOn;

  /**
   * @param ranks how many there are, from 0
   * @param onWaiting hears 1 when one more waits, -1 when one fewer does
   */
  Gate(int underWayAtMost, int ranks, IntConsumer onWaiting) {
    this.underWayAtMost = underWayAtMost;
    this.onWaiting = onWaiting;
    for (int i = 0; i < ranks; i++) {
      waiting.add(new ArrayDeque<>());
    }
  }

  int waiting() {
    return waitingNow;
  }

  /** Whether a call would have to wait. */
  boolean isFull() {
    return underWay >= underWayAtMost || waitingNow > 0;
  }

  /**
   * Runs the call now or when its turn comes.
   *
   * @return what the call answers
   */
  <T> Future<T> enter(int rank, Supplier<Future<T>> call) {
    if (!isFull()) {
      return run(call);
    }
    Promise<T> answer = Promise.promise();
    waiting.get(rank).add(() -> run(call).onComplete(answer));
    waitingNow++;
    onWaiting.accept(1);
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
          LOG.atError().setCause(e).log("what listens to a call of the store failed");
        }
      }
    } finally {
      goingOn = false;
    }
  }

  /** The first of the lowest rank; null when nobody waits, or enough are under way. */
  private @Nullable Runnable next() {
    if (underWay >= underWayAtMost) {
      return null;
    }
    for (Queue<Runnable> rank : waiting) {
      Runnable first = rank.poll();
      if (first != null) {
        waitingNow--;
        onWaiting.accept(-1);
        return first;
      }
    }
    return null;
  }
}
