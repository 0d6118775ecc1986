package dev.haven.server.http;

import dev.haven.flow.OverloadedException;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Holds a request while the store is away and tries it again, the same id each time, until it is
 * kept or its time is over. Pauses double from 50 ms to 1 s. What is put off because too much comes
 * is not tried again here, which would make still more of it. On one event loop.
 */
public final class Hold {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Timers timers;
  private final RouterClock clock;
  private final Duration budget;

  public Hold(Timers timers, RouterClock clock, Duration budget) {
    this.timers = timers;
    this.clock = clock;
    this.budget = budget;
  }

  /**
   * @param action repeats harmlessly
   */
  public <T> Future<T> until(Supplier<Future<T>> action) {
    Future<T> first = action.get();
    if (first.succeeded()) {
      return first;
    }
    Promise<T> promise = Promise.promise();
    long end = clock.nanos() + budget.toNanos();
    first.onComplete(
        done -> {
          if (done.succeeded()) {
            promise.complete(done.result());
          } else {
            again(action, promise, done.cause(), FIRST, end);
          }
        });
    return promise.future();
  }

  private <T> void again(
      Supplier<Future<T>> action, Promise<T> promise, Throwable cause, Duration pause, long end) {
    if (cause instanceof OverloadedException || clock.nanos() + pause.toNanos() - end > 0) {
      promise.fail(cause);
      return;
    }
    timers.after(
        pause,
        () ->
            action
                .get()
                .onComplete(
                    done -> {
                      if (done.succeeded()) {
                        promise.complete(done.result());
                      } else {
                        Duration doubled = pause.multipliedBy(2);
                        Duration next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
                        again(action, promise, done.cause(), next, end);
                      }
                    }));
  }
}
