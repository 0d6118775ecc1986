package dev.haven.flow.model;

import dev.haven.flow.DistressContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The model keeps the guarantees for a person in distress. */
class ModelDistressTest extends DistressContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
