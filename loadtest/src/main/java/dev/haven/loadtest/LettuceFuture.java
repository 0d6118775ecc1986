package dev.haven.loadtest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CompletionStage;

/** What Lettuce returns, as a future on an event loop. */
final class LettuceFuture {
  private LettuceFuture() {}

  static <T> Future<T> of(CompletionStage<T> stage, Context context) {
    Promise<T> promise = ((ContextInternal) context).promise();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.complete(value);
          } else {
            promise.fail(failure);
          }
        });
    return promise.future();
  }
}
