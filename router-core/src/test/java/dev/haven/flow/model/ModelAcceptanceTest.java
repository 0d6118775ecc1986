package dev.haven.flow.model;

import dev.haven.flow.AcceptanceContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The model passes what people complain about elsewhere. */
class ModelAcceptanceTest extends AcceptanceContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
