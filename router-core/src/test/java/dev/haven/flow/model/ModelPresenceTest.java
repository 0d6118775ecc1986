package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.PresenceContract;
import dev.haven.flow.Settings;

/** The model passes the contract of desktops and activities. */
class ModelPresenceTest extends PresenceContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
