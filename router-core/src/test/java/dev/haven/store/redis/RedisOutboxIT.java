package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.OutboxContract;
import dev.haven.flow.Settings;

/** The scripts pass the contract of what goes out on a real Redis. */
class RedisOutboxIT extends OutboxContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
