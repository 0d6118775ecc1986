package dev.haven.server.desktop;

/** How much one peer may still say: tokens that grow with time up to a burst. */
public final class Allowance {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double tokens;
  private long at;

  public Allowance(int perSecond, int burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.at = nowNanos;
  }

  public double tokens(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - at) / NANOS * perSecond);
    at = nowNanos;
    return tokens;
  }

  public void take() {
    tokens -= 1;
  }
}
