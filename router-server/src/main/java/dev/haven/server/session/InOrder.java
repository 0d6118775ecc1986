package dev.haven.server.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs what has the same key one after the other, in the order it came, and different keys side by
 * side. It remembers only keys with work under way. On one event loop.
 */
final class InOrder {
  private final Map<String, Future<?>> last = new HashMap<>();

  /** Runs the work once everything before it with the same key is over, however that ended. */
  <T> Future<T> run(String key, Supplier<Future<T>> work) {
    Future<?> before = last.get(key);
    Future<T> mine =
        before == null ? work.get() : before.transform(over -> work.get()).map(done -> done);
    Promise<T> over = Promise.promise();
    last.put(key, over.future());
    mine.onComplete(done -> last.remove(key, over.future()));
    mine.onComplete(over);
    return over.future();
  }

  int underWay() {
    return last.size();
  }
}
