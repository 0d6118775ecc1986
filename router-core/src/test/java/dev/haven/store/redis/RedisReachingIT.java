package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.ReachingContract;
import dev.haven.flow.Settings;

/** The scripts reach persons as promised, on a real Redis. */
class RedisReachingIT extends ReachingContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
