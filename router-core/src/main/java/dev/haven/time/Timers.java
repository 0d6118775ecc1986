package dev.haven.time;

import java.time.Duration;

/** Runs something later on the event loop of the caller. */
public interface Timers {
  /**
   * @param task runs on the event loop that called; never concurrently with itself
   */
  Handle every(Duration period, Runnable task);

  Handle after(Duration delay, Runnable task);

  /** Stops a timer; again is harmless. */
  interface Handle {
    void cancel();
  }
}
