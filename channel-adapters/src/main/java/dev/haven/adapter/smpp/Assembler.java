package dev.haven.adapter.smpp;

import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts the parts of a message together. Parts wait for each other a short while, unanswered; what
 * is missing then may never come, or the carrier sends it only after the answer, so that what is
 * there goes on as it is. On one event loop.
 */
final class Assembler {
  /** Most messages that wait for parts; beyond it the oldest goes on as it is. */
  private static final int MOST = 1_000;

  /**
   * What becomes of the parts that are there, in their order; succeeds with the answer's status.
   */
  @FunctionalInterface
  interface Next {
    Future<Integer> take(SortedMap<Integer, ShortMessage> parts);
  }

  private final class Open {
    private final SortedMap<Integer, ShortMessage> parts = new TreeMap<>();
    private final List<Promise<Integer>> answers = new ArrayList<>();
    private final Timers.Handle late;

    Open(String key) {
      late = timers.after(patience, () -> go(key));
    }
  }

  private final Timers timers;
  private final Duration patience;
  private final Next next;
  private final Map<String, Open> open = new HashMap<>();

  Assembler(Timers timers, Duration patience, Next next) {
    this.timers = timers;
    this.patience = patience;
    this.next = next;
  }

  /** Succeeds with the status of the answer to this one. */
  Future<Integer> take(ShortMessage message) {
    if (message.isWhole()) {
      SortedMap<Integer, ShortMessage> alone = new TreeMap<>();
      alone.put(1, message);
      return next.take(alone);
    }
    String key =
        message.source()
            + "\n"
            + message.destination()
            + "\n"
            + message.reference()
            + "\n"
            + message.total();
    if (!open.containsKey(key) && open.size() >= MOST) {
      go(open.keySet().iterator().next());
    }
    Open waiting = open.computeIfAbsent(key, Open::new);
    Promise<Integer> answer = Promise.promise();
    waiting.parts.put(message.part(), message);
    waiting.answers.add(answer);
    if (waiting.parts.size() >= message.total()) {
      go(key);
    }
    return answer.future();
  }

  private void go(String key) {
    Open ready = open.remove(key);
    if (ready != null) {
      ready.late.cancel();
      next.take(ready.parts)
          .onComplete(
              status ->
                  ready.answers.forEach(
                      answer -> {
                        if (status.succeeded()) {
                          answer.complete(status.result());
                        } else {
                          answer.fail(status.cause());
                        }
                      }));
    }
  }

  /** The line is gone: nobody waits for answers, and the carrier sends everything again. */
  void forget() {
    open.values().forEach(one -> one.late.cancel());
    open.clear();
  }
}
