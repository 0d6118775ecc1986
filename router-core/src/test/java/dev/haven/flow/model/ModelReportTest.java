package dev.haven.flow.model;

import dev.haven.flow.Engine;
import dev.haven.flow.ReportsContract;
import dev.haven.flow.Settings;

/** The model owes reports as the scripts do. */
class ModelReportTest extends ReportsContract {
  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new ModelEngine(settings, startMs);
  }
}
