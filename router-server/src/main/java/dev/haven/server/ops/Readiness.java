package dev.haven.server.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What must hold for a node to take work, and what for it to live, each with a name that the health
 * page shows. Set up before the port opens; checks are quick and safe for any thread.
 */
public final class Readiness {
  private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
  private final Map<String, BooleanSupplier> toLive = new LinkedHashMap<>();
  private final Map<String, Supplier<Map<String, String>>> details = new LinkedHashMap<>();
  private volatile boolean started;
  private volatile boolean stopping;

  public Readiness require(String name, BooleanSupplier holds) {
    checks.put(name, holds);
    return this;
  }

  /** What only a restart mends when it does not hold. */
  public Readiness toLive(String name, BooleanSupplier holds) {
    toLive.put(name, holds);
    return this;
  }

  /**
   * Shows something beside the checks that does not decide whether the node takes work.
   *
   * @param what names to words of a closed list; quick and safe for any thread
   */
  public Readiness tell(String name, Supplier<Map<String, String>> what) {
    details.put(name, what);
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

  /**
   * The same of what it needs to live; all hold while it stops, which takes as long as it takes.
   */
  Map<String, Boolean> signsOfLife() {
    Map<String, Boolean> signs = new LinkedHashMap<>();
    toLive.forEach((name, holds) -> signs.put(name, stopping || holds.getAsBoolean()));
    return signs;
  }

  /** What is shown beside the checks. */
  Map<String, Map<String, String>> details() {
    Map<String, Map<String, String>> told = new LinkedHashMap<>();
    details.forEach((name, what) -> told.put(name, what.get()));
    return told;
  }
}
