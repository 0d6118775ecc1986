package dev.haven.server.desktop;

/** How much one desktop may still say: tokens that grow with time up to a burst. */
final class Allowance {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long at;

  Allowance(int perSecond, int burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.at = nowNanos;
  }

  double tokens(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - at) / NANOS * perSecond);
    at = nowNanos;
    return tokens;
  }

  void take() {
    tokens -= 1;
  }
}
