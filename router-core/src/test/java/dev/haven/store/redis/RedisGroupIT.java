package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.GroupContract;
import dev.haven.flow.Settings;

/** The scripts join contacts of one person, on a real Redis. */
class RedisGroupIT extends GroupContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
