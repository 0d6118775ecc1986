package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Haven against the yardstick in the same minutes: both run all the time, and take turns in each
 * mode of each round, so that the neighbours' noise falls on both. Prints every run and, at the
 * end, medians and ratios.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Runs Haven and the yardstick in turns and prints the ratios.")
final class CompareCommand implements Callable<Integer> {
  @Option(
      names = "--haven",
      defaultValue = "router-server/target/haven.jar",
      description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "6", description = "Of each run (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--warm", defaultValue = "12", description = "Warm-up, s (${DEFAULT-VALUE}).")
  private int warm;

  @Option(names = "--rate", defaultValue = "1000", description = "Open loop (${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--navigators", defaultValue = "200", description = "(${DEFAULT-VALUE}).")
  private int navigators;

  @Option(
      names = "--haven-aof",
      defaultValue = "EVERYSEC",
      description = "How Haven's Redis keeps: no, everysec, always (${DEFAULT-VALUE}).")
  private Stage.Aof havenAof = Stage.Aof.EVERYSEC;

  @Option(
      names = "--floor-aof",
      defaultValue = "NO",
      description = "How the yardstick's Redis keeps (${DEFAULT-VALUE}).")
  private Stage.Aof floorAof = Stage.Aof.NO;

  @Option(names = "--webhook", description = "Haven takes signed webhooks instead of REST.")
  private boolean webhook;

  @Option(names = "--jvm", description = "Flag for Haven's JVM; may be repeated.")
  private List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

  @Override
  public Integer call() {
    Map<String, Plan> modes = new LinkedHashMap<>();
    modes.put("one at a time", Plan.closed(1, seconds));
    modes.put("open loop", Plan.open(rate, seconds));
    modes.put("64 under way", Plan.closed(64, seconds));
    Map<String, List<Result>> results = new LinkedHashMap<>();
    Vertx vertx = Vertx.vertx();
    int wrong = 0;
    try (Stage stage = new Stage()) {
      Target floor = stage.floor(stage.redis("floor", floorAof));
      Target haven = stage.haven(jar, stage.redis("haven", havenAof), jvm);
      try (Driver a = new Driver(vertx, floor, navigators);
          Driver b = new Driver(vertx, haven, navigators)) {
        for (Driver driver : List.of(a, b)) {
          driver.run(Plan.closed(64, warm));
          driver.run(Plan.open(rate, Math.max(1, warm / 3)));
        }
        for (int round = 1; round <= rounds; round++) {
          for (Map.Entry<String, Plan> mode : modes.entrySet()) {
            for (Driver driver : List.of(a, b)) {
              boolean isHaven = driver == b;
              Result r = driver.run(mode.getValue().byWebhook(webhook && isHaven));
              String key = (isHaven ? "haven" : "floor") + ", " + mode.getKey();
              results.computeIfAbsent(key, k -> new ArrayList<>()).add(r);
              wrong += r.notOffered() + r.dupOffers() + r.errors();
              System.out.printf(
                  Locale.ROOT,
                  "round %d load %s  %-21s %s%n",
                  round,
                  Machine.loadAverage(),
                  key,
                  r.line());
            }
          }
        }
        System.out.printf(
            Locale.ROOT,
            "resident MB: floor %d, haven %d%n",
            Machine.residentBytes(floor.serverPid()) >> 20,
            Machine.residentBytes(haven.serverPid()) >> 20);
      }
    } finally {
      vertx.close();
    }
    summary(results);
    return wrong == 0 ? 0 : 1;
  }

  private static void summary(Map<String, List<Result>> results) {
    System.out.println("| metric | floor | haven | ratio (median of the rounds' ratios) |");
    System.out.println("|---|---|---|---|");
    row(results, "p50 one at a time, ms", "one at a time", r -> r.p(50));
    row(results, "p99 one at a time, ms", "one at a time", r -> r.p(99));
    row(results, "p50 open loop, ms", "open loop", r -> r.p(50));
    row(results, "p99 open loop, ms", "open loop", r -> r.p(99));
    row(results, "p99.9 open loop, ms", "open loop", r -> r.p(99.9));
    row(results, "contacts/s, 64 under way", "64 under way", Result::perSecond);
    row(results, "router CPU us, busy", "64 under way", Result::routerCpu);
    row(results, "Redis CPU us, busy", "64 under way", Result::redisCpu);
    row(results, "router + Redis CPU us, busy", "64 under way", r -> r.routerCpu() + r.redisCpu());
    row(results, "Redis scripts per contact", "64 under way", Result::scripts);
    row(results, "Redis commands per contact", "64 under way", Result::commands);
    for (Map.Entry<String, List<Result>> e : results.entrySet()) {
      if (e.getKey().startsWith("haven, 64")) {
        Result last = e.getValue().get(e.getValue().size() - 1);
        System.out.println("commands by name, per contact (last busy run):");
        last.redis()
            .calls()
            .forEach(
                (name, n) ->
                    System.out.printf(
                        Locale.ROOT,
                        "  %-20s %6.2f  %7.2f us%n",
                        name,
                        (double) n / last.done(),
                        (double) last.redis().micros().getOrDefault(name, 0L) / last.done()));
      }
      if (e.getKey().startsWith("haven, open")) {
        System.out.println("by tier (last open-loop run):");
        System.out.print(e.getValue().get(e.getValue().size() - 1).tiers());
      }
    }
  }

  private static void row(
      Map<String, List<Result>> results, String name, String mode, ToDoubleFunction<Result> of) {
    double[] floor = values(results, "floor, " + mode, of);
    double[] haven = values(results, "haven, " + mode, of);
    double[] ratios = new double[Math.min(floor.length, haven.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = haven[i] / floor[i];
    }
    System.out.printf(
        Locale.ROOT, "| %s | %s | %s | %.2f |%n", name, range(floor), range(haven), median(ratios));
  }

  private static double[] values(
      Map<String, List<Result>> results, String key, ToDoubleFunction<Result> of) {
    return results.getOrDefault(key, List.of()).stream().mapToDouble(of).toArray();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  static String range(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "%s [%s-%s]",
        number(median(values)),
        number(sorted[0]),
        number(sorted[sorted.length - 1]));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
