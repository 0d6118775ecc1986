package dev.haven.time;

import java.time.Duration;

/** Runs something later on the event loop of the caller. */
public interface Timers {
  /** Timers that never run, for what is made without an event loop. */
  Timers NONE =
      new Timers() {
        @Override
        public Handle every(Duration period, Runnable task) {
          return () -> {};
        }

        @Override
        public Handle after(Duration delay, Runnable task) {
          return () -> {};
        }
      };

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
