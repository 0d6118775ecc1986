package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What can be said of a configuration without starting a node. */
public final class Checks {
  private Checks() {}

  /**
   * Compiles the rules, runs the site's own urgency tests and makes the adapters.
   *
   * @throws dev.haven.server.config.ConfigException with what is wrong
   */
  public static void config(HavenConfig config) {
    List<Problem> problems = new ArrayList<>();
    for (Runnable step :
        List.<Runnable>of(() -> Rules.workflow(config), () -> Rules.scorer(config))) {
      try {
        step.run();
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    Rules.settings(config);
    AdapterContext nowhere =
        AdapterContext.of(call -> Future.failedFuture("nothing is called"), InstantSource.system());
    Adapters.make(config, null, "http://localhost", nowhere);
  }
}
