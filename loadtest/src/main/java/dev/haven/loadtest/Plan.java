package dev.haven.loadtest;

/**
 * How contacts are sent.
 *
 * @param ratePerSecond open loop at that rate; 0 for a closed loop
 * @param underWay in a closed loop, how many contacts are under way at once
 * @param seconds how long new ones are sent, 1 to 3600
 * @param mix what is sent
 */
record Plan(int ratePerSecond, int underWay, int seconds, Mix mix) {
  static final int MOST = 5_000_000;

  Plan {
    if (seconds < 1 || seconds > 3600) {
      throw new IllegalArgumentException("seconds are 1 to 3600, got " + seconds);
    }
    if (ratePerSecond == 0 && (underWay < 1 || underWay > 10_000)) {
      throw new IllegalArgumentException("under way are 1 to 10000, got " + underWay);
    }
  }

  static Plan open(int rate, int seconds) {
    return new Plan(rate, 0, seconds, Mix.USUAL);
  }

  static Plan closed(int underWay, int seconds) {
    return new Plan(0, underWay, seconds, Mix.USUAL);
  }

  boolean isOpen() {
    return ratePerSecond > 0;
  }

  @Override
  public String toString() {
    String how =
        isOpen() ? "open loop " + ratePerSecond + "/s" : "closed loop, " + underWay + " under way";
    return how + ", " + seconds + " s";
  }
}
