package dev.haven.flow;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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

  private static Future<Boolean> take(Supplier<Future<Boolean>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
