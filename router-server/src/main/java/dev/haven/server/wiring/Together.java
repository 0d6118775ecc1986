package dev.haven.server.wiring;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  private record Asked<Q, A>(Q question, ContextInternal asker, Promise<A> answer) {}

  private record Told(ContextInternal asker, Runnable answer) {}

  /**
   * @param wait for others, from the first question; 1 ms or more
   */
  Together(Vertx vertx, Duration wait, Look<Q, A> look) {
    this.vertx = vertx;
    this.wait = wait;
    this.look = look;
  }

  Future<A> ask(Q question) {
    ContextInternal asker = (ContextInternal) vertx.getOrCreateContext();
    Promise<A> answer = asker.promise();
    boolean first;
    synchronized (this) {
      first = open.isEmpty();
      open.add(new Asked<>(question, asker, answer));
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
        .executeBlocking(() -> asked.stream().map(this::looked).toList(), false)
        .onSuccess(Together::tell)
        .onFailure(e -> asked.forEach(one -> one.answer.tryFail(e)));
  }

  /** Looks, and leaves what is to be told on the asker's event loop. */
  private Told looked(Asked<Q, A> asked) {
    try {
      A answer = look.at(asked.question);
      return new Told(asked.asker, () -> asked.answer.complete(answer));
    } catch (Exception e) {
      return new Told(asked.asker, () -> asked.answer.fail(e));
    }
  }

  /** Wakes each event loop once, however many of its questions are answered. */
  private static void tell(List<Told> all) {
    all.stream()
        .collect(Collectors.groupingBy(Told::asker))
        .forEach((asker, its) -> asker.runOnContext(v -> its.forEach(one -> one.answer.run())));
  }
}
