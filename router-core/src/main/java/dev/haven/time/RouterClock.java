package dev.haven.time;

import java.time.Instant;

/**
 * What time it is in the process. Decisions on contacts are made with the store's clock inside its
 * scripts; this one is for token and signature windows, log lines and measured durations. Safe for
 * any thread.
 */
public interface RouterClock {
  Instant now();

  /** Nanoseconds from an arbitrary origin, never backwards; for durations only. */
  long nanos();

  static RouterClock system() {
    return new RouterClock() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
