package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.QueueSwitchContract;
import dev.haven.flow.Settings;

/** The model switches queues as the scripts do. */
class ModelQueueSwitchTest extends QueueSwitchContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
