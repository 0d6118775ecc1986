package dev.haven.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What must hold before a node takes work, each with a name that the health page shows. Set up
 * before the port opens; checks are quick and safe for any thread.
 */
public final class Readiness {
  private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
  private volatile boolean started;
  private volatile boolean stopping;

  public Readiness require(String name, BooleanSupplier holds) {
    checks.put(name, holds);
    return this;
  }

  public void started() {
    started = true;
  }

  public void stopping() {
    stopping = true;
  }

  boolean isStarted() {
    return started;
  }

  /** Every check by name with whether it holds. */
  Map<String, Boolean> results() {
    Map<String, Boolean> results = new LinkedHashMap<>();
    results.put("started", started);
    results.put("not-stopping", !stopping);
    checks.forEach((name, holds) -> results.put(name, holds.getAsBoolean()));
    return results;
  }
}
