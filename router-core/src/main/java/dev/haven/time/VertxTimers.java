package dev.haven.time;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers of a Vert.x event loop; called on it. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;

  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Handle every(Duration period, Runnable task) {
    long id = vertx.setPeriodic(period.toMillis(), tick -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Handle after(Duration delay, Runnable task) {
    long id = vertx.setTimer(Math.max(1, delay.toMillis()), tick -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
