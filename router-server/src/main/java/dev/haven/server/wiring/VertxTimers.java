package dev.haven.server.wiring;

import dev.haven.time.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of Vert.x: each runs on the event loop that set it. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;

  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Handle every(Duration period, Runnable task) {
    long id = vertx.setPeriodic(Math.max(1, period.toMillis()), fired -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Handle after(Duration delay, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
