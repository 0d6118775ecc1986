package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.Settings;
import dev.haven.flow.TransitionsContract;

/** The model passes the contract of the transitions. */
class ModelTransitionsTest extends TransitionsContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
