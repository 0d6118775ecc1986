package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.ReachingContract;
import dev.haven.flow.Settings;

/** The model reaches persons as promised. */
class ModelReachingTest extends ReachingContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
