package dev.haven.store.redis;

import dev.haven.flow.ConsultContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The scripts let a second navigator be asked, on a real Redis. */
class RedisConsultIT extends ConsultContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
