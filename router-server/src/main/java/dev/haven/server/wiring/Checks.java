package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.server.config.HavenConfig;
import io.vertx.core.Future;
import java.time.InstantSource;

/** What can be said of a configuration without starting a node. */
public final class Checks {
  private Checks() {}

  /**
   * Compiles the rules and makes the adapters.
   *
   * @throws dev.haven.server.config.ConfigException with what is wrong
   */
  public static void config(HavenConfig config) {
    Rules.workflow(config);
    Rules.settings(config);
    AdapterContext nowhere =
        AdapterContext.of(call -> Future.failedFuture("nothing is called"), InstantSource.system());
    Adapters.make(config, null, "http://localhost", nowhere);
  }
}
