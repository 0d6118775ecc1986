package dev.haven.server.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a session is opened again: doubled with each failure in a row, and spread
 * over half of it, so that nodes and endpoints that failed together do not come back together.
 */
final class Pauses {
  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private int failures;

  Pauses(RandomGenerator random) {
    this.random = random;
  }

  /** The next pause, from half of its full length to all of it. */
  Duration next() {
    long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, 16));
    failures++;
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /** A session came up: the next failure is a first one again. */
  void reset() {
    failures = 0;
  }
}
