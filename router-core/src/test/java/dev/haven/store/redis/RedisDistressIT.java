package dev.haven.store.redis;

import dev.haven.flow.DistressContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The scripts keep the guarantees for a person in distress, on a real Redis. */
class RedisDistressIT extends DistressContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
