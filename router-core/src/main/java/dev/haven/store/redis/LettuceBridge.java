package dev.haven.store.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Turns what Lettuce returns into a Vert.x future on the caller's context: the only place where the
 * two meet. Lettuce completes its stages on the thread that read the reply; that is the context's
 * own event loop when the connection shares it, and then nothing is handed over.
 */
final class LettuceBridge {
  private LettuceBridge() {}

  static <T> Future<T> toFuture(CompletionStage<T> stage, Context context) {
    Promise<T> promise = ((ContextInternal) context).promise();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.complete(value);
          } else {
            promise.fail(
                failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure);
          }
        });
    return promise.future();
  }
}
