package dev.haven.server.demo;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** The demo's chance; nothing of it is secret. For one thread. */
final class Dice {
  private final Random random;

  Dice(Random random) {
    this.random = random;
  }

  /** True that often, 0 to 1. */
  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** The time to the next of events that come by themselves, at least 1 ms. */
  Duration next(Duration mean) {
    double factor = -Math.log(1 - random.nextDouble());
    return Duration.ofMillis(Math.max(1, Math.round(mean.toMillis() * factor)));
  }

  /** Any time between half and one and a half of that, at least 1 ms. */
  Duration about(Duration time) {
    return Duration.ofMillis(
        Math.max(1, Math.round(time.toMillis() * (0.5 + random.nextDouble()))));
  }

  /** 32 lower-case hex digits. */
  String id() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
