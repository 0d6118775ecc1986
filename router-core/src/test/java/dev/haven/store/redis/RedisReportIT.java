package dev.haven.store.redis;

import dev.haven.flow.Engine;
import dev.haven.flow.ReportsContract;
import dev.haven.flow.Settings;

/** The scripts owe reports of adverse events, on a real Redis. */
class RedisReportIT extends ReportsContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
