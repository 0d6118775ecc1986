package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The first seconds of a node: starts one, waits until it says ready, opens the desktops, and loads
 * it at once. The load generator itself is warmed on the yardstick first.
 */
@Command(
    name = "coldstart",
    mixinStandardHelpOptions = true,
    description = "Latency of the first seconds after ready.")
final class ColdStartCommand implements Callable<Integer> {
  @Option(
      names = "--haven",
      defaultValue = "router-server/target/haven.jar",
      description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(names = "--rounds", defaultValue = "3", description = "Starts (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--rate", defaultValue = "100", description = "A second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--seconds", defaultValue = "5", description = "(${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--navigators", defaultValue = "50", description = "(${DEFAULT-VALUE}).")
  private int navigators;

  @Option(names = "--jvm", description = "Flag for Haven's JVM; may be repeated.")
  private List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    int wrong = 0;
    Plot plot = new Plot().panel("p99 of the first " + seconds + " s, ms");
    try (Stage stage = output.stage()) {
      Target floor = stage.floor(stage.redis("floor", Stage.Aof.NO));
      try (Driver warm = new Driver(vertx, floor, navigators, false)) {
        warm.run(Plan.closed(64, 8));
      }
      for (int round = 1; round <= rounds; round++) {
        long begun = System.nanoTime();
        Target haven = stage.haven(jar, stage.redis("haven-" + round, Stage.Aof.EVERYSEC), jvm);
        double ready = (System.nanoTime() - begun) / 1e9;
        Result result;
        try (Driver driver = new Driver(vertx, haven, navigators, false)) {
          result = driver.run(Plan.open(rate, seconds));
        }
        wrong += result.wrong();
        System.out.printf(
            Locale.ROOT,
            "start %d load %s  ready after %.2f s  %s%n",
            round,
            Machine.loadAverage(),
            ready,
            result.line());
        stage.endLast();
        output.row(
            "coldstart",
            "start",
            round,
            "readySeconds",
            ready,
            "p50Ms",
            result.p(50),
            "p99Ms",
            result.p(99));
        plot.bar("start " + round, Spread.of(result.p(99)));
      }
    } finally {
      vertx.close();
    }
    output.write(plot);
    return wrong == 0 ? 0 : 1;
  }
}
