package dev.haven.time;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Steps that follow each other, however many. Composed futures would not do: each step's is
 * completed by the next one's, so that after some thousand steps the last ends them all at once and
 * the stack of the event loop overflows, which ends its thread.
 */
public final class Steps {
  private Steps() {}

  /**
   * Takes one step after the other while they answer true.
   *
   * @param step what it throws counts as its failure
   * @return completed when a step answered false; fails with the first step that fails
   */
  public static Future<Void> whileTrue(Supplier<Future<Boolean>> step) {
    Promise<Void> done = Promise.promise();
    goOn(step, done);
    return done.future();
  }

  /**
   * Does something for one element after the other; the next one begins when the last is done.
   *
   * @param of must not change meanwhile
   * @param step what it throws counts as its failure
   * @return completed when all are done; fails with the first that fails, and the rest is left
   */
  public static <T> Future<Void> each(
      Iterable<T> of, Function<? super T, ? extends Future<?>> step) {
    Iterator<T> rest = of.iterator();
    return whileTrue(
        () -> rest.hasNext() ? step.apply(rest.next()).map(true) : Future.succeededFuture(false));
  }

  private static void goOn(Supplier<Future<Boolean>> step, Promise<Void> done) {
    Future<Boolean> taken = take(step);
    while (taken.succeeded() && taken.result()) {
      taken = take(step);
    }
    taken.onComplete(
        more -> {
          if (more.failed()) {
            done.fail(more.cause());
          } else if (more.result()) {
            goOn(step, done);
          } else {
            done.complete();
          }
        });
  }

  /**
   * Takes one step.
   *
   * @return what it answers; fails with whatever it throws, an error too
   */
  public static <T> Future<T> take(Supplier<Future<T>> step) {
    return Future.<Void>succeededFuture().compose(v -> step.get());
  }
}
