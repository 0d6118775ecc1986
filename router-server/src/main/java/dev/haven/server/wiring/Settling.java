package dev.haven.server.wiring;

/**
 * Whether what is done over and over still becomes faster, by the time that each {@value #WINDOW}
 * take. It has settled when {@value #STEADY} such times in a row were no shorter, by a twentieth,
 * than the shortest before. For one thread.
 */
final class Settling {
  static final int WINDOW = 250;
  static final int STEADY = 4;
  private static final double FASTER = 0.95;

  private long since;
  private long shortest = Long.MAX_VALUE;
  private int inWindow;
  private int steady;

  /** The first is being done from now on. */
  void begin(long nowNanos) {
    since = nowNanos;
  }

  /** One more was done, now. */
  void done(long nowNanos) {
    if (++inWindow < WINDOW) {
      return;
    }
    long took = nowNanos - since;
    steady = took < shortest * FASTER ? 0 : steady + 1;
    shortest = Math.min(shortest, took);
    since = nowNanos;
    inWindow = 0;
  }

  boolean settled() {
    return steady >= STEADY;
  }
}
