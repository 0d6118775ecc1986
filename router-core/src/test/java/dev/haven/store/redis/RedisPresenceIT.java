package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.PresenceContract;
import dev.haven.flow.Settings;

/** The scripts pass the contract of desktops and activities on a real Redis. */
class RedisPresenceIT extends PresenceContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
