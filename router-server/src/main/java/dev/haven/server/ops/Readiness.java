package dev.haven.server.ops;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What must hold for a node to take work, and what for it to live, each with a name that the health
 * page shows. Set up before the port opens; checks are quick and safe for any thread.
 */
public final class Readiness {
  /** An event loop that did not come round for so long takes no work now; it may be busy. */
  private static final Duration TURNS_WITHIN = Duration.ofSeconds(5);

  /** After so long its thread is taken for ended or stuck, which only a restart mends. */
  private static final Duration LIVES_WITHIN = Duration.ofSeconds(60);

  private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
  private final Map<String, BooleanSupplier> toLive = new LinkedHashMap<>();
  private final Map<String, Supplier<Map<String, String>>> details = new LinkedHashMap<>();
  private volatile boolean started;
  private volatile boolean stopping;

  public Readiness require(String name, BooleanSupplier holds) {
    checks.put(name, holds);
    return this;
  }

  /**
   * Requires that event loops turn, to take work and, with more patience, to live.
   *
   * @param silences how long ago each last came round; quick and safe for any thread
   */
  public Readiness turning(Supplier<List<Duration>> silences) {
    require("event-loops", () -> allWithin(silences, TURNS_WITHIN));
    toLive.put("event-loops", () -> allWithin(silences, LIVES_WITHIN));
    return this;
  }

  private static boolean allWithin(Supplier<List<Duration>> silences, Duration time) {
    return silences.get().stream().allMatch(silence -> silence.compareTo(time) < 0);
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

  /** The same of what it needs to live; all hold while it stops, which has its own time. */
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
