package dev.haven.flow.model;

import dev.haven.flow.ConsultContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;

/** The model lets a second navigator be asked. */
class ModelConsultTest extends ConsultContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
