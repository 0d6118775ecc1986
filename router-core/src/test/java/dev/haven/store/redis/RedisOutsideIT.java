package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.OutsideContract;
import dev.haven.flow.Settings;

/** The scripts bring calls to numbers outside, on a real Redis. */
class RedisOutsideIT extends OutsideContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
