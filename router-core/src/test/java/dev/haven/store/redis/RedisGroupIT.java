package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.GroupContract;
import dev.haven.flow.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The scripts join contacts of one person, on a real Redis. */
class RedisGroupIT extends GroupContract {
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
