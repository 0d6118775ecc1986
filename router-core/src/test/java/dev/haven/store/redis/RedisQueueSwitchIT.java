package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.QueueSwitchContract;
import dev.haven.flow.Settings;

/** The scripts switch queues, on a real Redis. */
class RedisQueueSwitchIT extends QueueSwitchContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
