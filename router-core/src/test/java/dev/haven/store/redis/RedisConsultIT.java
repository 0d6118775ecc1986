package dev.haven.store.redis;

import dev.haven.flow.ConsultContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The scripts let a second navigator be asked, on a real Redis. */
class RedisConsultIT extends ConsultContract {
  private static TestRedis redis;

  @BeforeAll
  static void start() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(redis, settings, startMs);
  }
}
