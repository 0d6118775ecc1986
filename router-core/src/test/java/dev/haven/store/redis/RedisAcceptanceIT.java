package dev.haven.store.redis;

import dev.haven.flow.AcceptanceContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The scripts pass what people complain about elsewhere, on a real Redis. */
class RedisAcceptanceIT extends AcceptanceContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
