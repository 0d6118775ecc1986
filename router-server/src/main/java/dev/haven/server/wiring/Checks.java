package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** What can be said of a configuration without starting a node. */
public final class Checks {
  private Checks() {}

  /**
   * Compiles the rules and makes the adapters.
   *
   * @return what endpoints lack for what their platforms can do, such as answering; a node starts
   *     without
   * @throws dev.haven.server.config.ConfigException with what is wrong
   */
  public static List<Problem> config(HavenConfig config) {
    Rules.workflow(config);
    Rules.settings(config);
    AdapterContext nowhere =
        AdapterContext.of(call -> Future.failedFuture("nothing is called"), InstantSource.system());
    return Adapters.lacking(config, Adapters.make(config, null, "http://localhost", nowhere));
  }
}
