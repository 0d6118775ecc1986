package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.GroupContract;
import dev.haven.flow.Settings;

/** The model joins contacts as the scripts do. */
class ModelGroupTest extends GroupContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
