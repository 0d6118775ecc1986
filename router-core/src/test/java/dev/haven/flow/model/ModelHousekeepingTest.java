package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.HousekeepingContract;
import dev.haven.flow.Settings;

/** The model passes the contract of deadlines, leases and configuration. */
class ModelHousekeepingTest extends HousekeepingContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
