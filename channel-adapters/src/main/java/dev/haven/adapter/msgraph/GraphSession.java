package dev.haven.adapter.msgraph;

import dev.haven.channel.EventSink;
import dev.haven.channel.Session;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a subscription alive and catches up with mails of which no notification came; either goes
 * on when the other fails. A subscription that is not made or renewed is tried again on a timer of
 * its own. Only several rounds in a row that fail end the session.
 *
 * <p>On one event loop.
 */
final class GraphSession implements Session {
  /** So often a subscription is renewed within its life. */
  private static final int RENEWALS = 4;

  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int MOST_FAILURES = 4;

  private final GraphSubscription subscription;
  private final GraphCatchUp catchUp;
  private final EventSink sink;
  private final Timers timers;
  private final Promise<Void> ended = Promise.promise();
  private Timers.@Nullable Handle renewing;
  private Timers.@Nullable Handle again;
  private Timers.@Nullable Handle catching;
  private int failures;

  GraphSession(
      GraphSubscription subscription, GraphCatchUp catchUp, EventSink sink, Timers timers) {
    this.subscription = subscription;
    this.catchUp = catchUp;
    this.sink = sink;
    this.timers = timers;
  }

  /**
   * @param life of a subscription that is not renewed
   * @param every how often to catch up
   */
  GraphSession begin(Duration life, Duration every) {
    renewing = timers.every(life.dividedBy(RENEWALS), this::subscribe);
    catching = timers.every(every, this::catchUp);
    subscribe();
    catchUp();
    return this;
  }

  private void subscribe() {
    cancel(again);
    again = null;
    subscription
        .ensure()
        .onFailure(
            e -> {
              if (!isOver() && again == null) {
                again = timers.after(AGAIN, this::subscribe);
              }
            });
  }

  private void catchUp() {
    if (isOver()) {
      return;
    }
    catchUp
        .round(sink, this::isOver)
        .onSuccess(v -> failures = 0)
        .onFailure(
            e -> {
              failures++;
              if (failures >= MOST_FAILURES) {
                over(e);
              }
            });
  }

  /** Something was missed: catches up at once, or again when it is just doing so. */
  void missed() {
    Future<Void> under = catchUp.running();
    if (under == null) {
      catchUp();
    } else {
      under.onComplete(v -> catchUp());
    }
  }

  private boolean isOver() {
    return ended.future().isComplete();
  }

  private void over(@Nullable Throwable cause) {
    cancel(renewing);
    cancel(again);
    cancel(catching);
    if (cause == null) {
      ended.tryComplete();
    } else {
      ended.tryFail(cause);
    }
  }

  private static void cancel(Timers.@Nullable Handle timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> close() {
    over(null);
    return Future.succeededFuture();
  }
}
