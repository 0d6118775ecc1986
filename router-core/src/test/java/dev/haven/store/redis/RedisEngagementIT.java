package dev.haven.store.redis;

import dev.haven.flow.EngagementContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The scripts pass the contract of offers and work on a real Redis. */
class RedisEngagementIT extends EngagementContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
