package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.MessageContract;
import dev.haven.flow.Settings;

/** The model passes the contract of further messages. */
class ModelMessageTest extends MessageContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
