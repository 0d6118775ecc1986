package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.MessageContract;
import dev.haven.flow.Settings;

/** The scripts pass the contract of further messages on a real Redis. */
class RedisMessageIT extends MessageContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
