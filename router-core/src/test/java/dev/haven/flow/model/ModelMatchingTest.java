package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.MatchingContract;
import dev.haven.flow.Settings;

/** The model passes the contract of who is offered what. */
class ModelMatchingTest extends MatchingContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
