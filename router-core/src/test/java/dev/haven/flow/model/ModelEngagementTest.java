package dev.haven.flow.model;

import dev.haven.flow.EngagementContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The model passes the contract of offers and work. */
class ModelEngagementTest extends EngagementContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
