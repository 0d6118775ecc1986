package dev.haven.server.session;

import dev.haven.time.Steps;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what has the same key one after the other, in the order it came, and different keys side by
 * side. It remembers only keys with work under way. On one event loop.
 */
final class InOrder {
  private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

  private final Map<String, Line> lines = new HashMap<>();

  /**
   * Runs the work once everything before it with the same key is over, however that ended. Work
   * must not wait for other work of its own key.
   */
  <T> Future<T> run(String key, Supplier<Future<T>> work) {
    Line line = lines.computeIfAbsent(key, k -> new Line());
    Promise<T> over = Promise.promise();
    line.waiting.add(
        () ->
            Steps.take(work)
                .onComplete(
                    done -> {
                      line.busy = false;
                      try {
                        over.handle(done);
                      } finally {
                        goOn(key, line);
                      }
                    }));
    goOn(key, line);
    return over.future();
  }

  /** Work that is over at once comes back here while its own line goes on, and changes nothing. */
  private void goOn(String key, Line line) {
    if (line.goingOn) {
      return;
    }
    line.goingOn = true;
    try {
      while (!line.busy && !line.waiting.isEmpty()) {
        line.busy = true;
        try {
          line.waiting.remove().run();
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("what listens to work in order failed");
        }
      }
    } finally {
      line.goingOn = false;
    }
    if (!line.busy) {
      lines.remove(key, line);
    }
  }

  int underWay() {
    return lines.size();
  }

  private static final class Line {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean goingOn;
  }
}
