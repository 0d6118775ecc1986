package dev.haven.store.redis;

import dev.haven.flow.AcceptanceContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The scripts pass what people complain about elsewhere, on a real Redis. */
class RedisAcceptanceIT extends AcceptanceContract {
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
