package dev.haven.server.wiring;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers questions that block, those of a short while together in one trip to a worker thread: the
 * way there and back costs more than a look into the file system. Each asker gets their own answer
 * or failure, on their own event loop.
 *
 * <p>Safe for any event loop.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class Together<Q, A> {
  private final Vertx vertx;
  private final Duration wait;
  private final Look<Q, A> look;
  private List<Asked<Q, A>> open = new ArrayList<>();

  /** What blocks. */
  interface Look<Q, A> {
    A at(Q question) throws Exception;
  }

  private record Asked<Q, A>(Q question, Promise<A> answer) {}

  /**
   * @param wait for others, from the first question; 1 ms or more
   */
  Together(Vertx vertx, Duration wait, Look<Q, A> look) {
    this.vertx = vertx;
    this.wait = wait;
    this.look = look;
  }

  Future<A> ask(Q question) {
    Promise<A> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    boolean first;
    synchronized (this) {
      first = open.isEmpty();
      open.add(new Asked<>(question, answer));
    }
    if (first) {
      vertx.setTimer(wait.toMillis(), id -> lookAll());
    }
    return answer.future();
  }

  private void lookAll() {
    List<Asked<Q, A>> asked;
    synchronized (this) {
      asked = open;
      open = new ArrayList<>();
    }
    vertx
        .executeBlocking(
            () -> {
              asked.forEach(this::answer);
              return null;
            },
            false)
        .onFailure(e -> asked.forEach(one -> one.answer.tryFail(e)));
  }

  private void answer(Asked<Q, A> asked) {
    try {
      asked.answer.complete(look.at(asked.question));
    } catch (Exception e) {
      asked.answer.fail(e);
    }
  }
}
