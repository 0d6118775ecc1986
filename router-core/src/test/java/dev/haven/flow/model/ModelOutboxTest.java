package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.OutboxContract;
import dev.haven.flow.Settings;

/** The model passes the contract of what goes out. */
class ModelOutboxTest extends OutboxContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
