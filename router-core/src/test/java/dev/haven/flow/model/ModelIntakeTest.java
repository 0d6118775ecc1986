package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.IntakeContract;
import dev.haven.flow.Settings;

/** The model passes the contract of what comes in. */
class ModelIntakeTest extends IntakeContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
