package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.OutsideContract;
import dev.haven.flow.Settings;

/** The model brings calls to numbers outside. */
class ModelOutsideTest extends OutsideContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
