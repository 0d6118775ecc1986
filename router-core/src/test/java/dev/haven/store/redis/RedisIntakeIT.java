package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.IntakeContract;
import dev.haven.flow.Settings;

/** The scripts pass the contract of what comes in on a real Redis. */
class RedisIntakeIT extends IntakeContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
