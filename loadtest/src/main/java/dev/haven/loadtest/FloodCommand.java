package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a person in distress waits while routine contacts flood the node, against the same people in
 * calm. Every sender has a connection of its own, as platforms have, so that nobody queues in the
 * client; who is told 503 is counted and does not come again.
 */
@Command(
    name = "flood",
    mixinStandardHelpOptions = true,
    description = "Distress among calm and among a flood of routine contacts, in turns.")
final class FloodCommand implements Callable<Integer> {
  private static final int DISTRESS = 2;
  private static final int ROUTINE = 3;

  /** As many as wait inside a node before it refuses, and some. */
  private static final int CONNECTIONS = 8_000;

  @Option(names = "--haven", description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(names = "--calm", defaultValue = "100", description = "Contacts a second in calm.")
  private int calm;

  @Option(names = "--flood", defaultValue = "1000", description = "And in the flood.")
  private int flood;

  @Option(
      names = "--distress",
      defaultValue = "5",
      description = "People in distress among them, a second (${DEFAULT-VALUE}).")
  private int distress;

  @Option(names = "--navigators", defaultValue = "200", description = "(${DEFAULT-VALUE}).")
  private int navigators;

  @Option(names = "--seconds", defaultValue = "20", description = "Of each run.")
  private int seconds;

  @Option(names = "--warm", defaultValue = "45", description = "Warm-up, s (${DEFAULT-VALUE}).")
  private int warm;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--webhook", description = "Signed webhooks instead of REST.")
  private boolean webhook;

  @Option(names = "--jvm", description = "Flag for Haven's JVM; may be repeated.")
  private List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    int wrong = 0;
    List<Result> calms = new ArrayList<>();
    List<Result> floods = new ArrayList<>();
    try (Stage stage = output.stage()) {
      Target haven = stage.haven(jar, stage.redis("haven", Stage.Aof.EVERYSEC), jvm);
      try (Driver driver = new Driver(vertx, haven, navigators, webhook, CONNECTIONS)) {
        driver.run(Plan.closed(32, Math.max(1, warm)));
        driver.settle();
        for (int round = 1; round <= rounds; round++) {
          Result quiet = driver.run(plan(calm));
          Result busy = driver.run(plan(flood));
          calms.add(quiet);
          floods.add(busy);
          wrong += row(round, "calm", calm, quiet) + row(round, "flood", flood, busy);
          System.out.printf(
              Locale.ROOT,
              "round %d  distress p99 in the flood / in calm: %.1f%n",
              round,
              p(busy, DISTRESS, 99) / p(quiet, DISTRESS, 99));
        }
      }
    } finally {
      vertx.close();
    }
    summary(calms, floods);
    return wrong == 0 ? 0 : 1;
  }

  private void summary(List<Result> calms, List<Result> floods) {
    Plot plot = new Plot();
    System.out.println("| to offer | calm | flood | ratio (median of the rounds' ratios) |");
    System.out.println("|---|---|---|---|");
    row(plot, "distress p50, ms", calms, floods, r -> p(r, DISTRESS, 50));
    row(plot, "distress p99, ms", calms, floods, r -> p(r, DISTRESS, 99));
    row(plot, "routine p50, ms", calms, floods, r -> p(r, ROUTINE, 50));
    row(plot, "routine p99, ms", calms, floods, r -> p(r, ROUTINE, 99));
    refused(calms, floods);
    output.write(plot);
  }

  private void row(
      Plot plot,
      String name,
      List<Result> calms,
      List<Result> floods,
      ToDoubleFunction<Result> figure) {
    double[] quiet = calms.stream().mapToDouble(figure).toArray();
    double[] busy = floods.stream().mapToDouble(figure).toArray();
    Spread calmly = Spread.of(quiet);
    Spread flooded = Spread.of(busy);
    Spread ratio = Spread.ofRatios(busy, quiet);
    System.out.printf(
        Locale.ROOT, "| %s | %s | %s | %.1f |%n", name, calmly, flooded, ratio.median());
    output.row("flood", "metric", name, "calm", calmly, "flood", flooded, "ratio", ratio);
    plot.panel(name).bar("calm", calmly).bar("flood", flooded);
  }

  /** Whoever was told 503 is in no latency above: how many they were, where there were any. */
  private void refused(List<Result> calms, List<Result> floods) {
    Spread calmly = Spread.of(calms.stream().mapToDouble(Result::allRefused).toArray());
    Spread flooded = Spread.of(floods.stream().mapToDouble(Result::allRefused).toArray());
    if (calmly.most() > 0 || flooded.most() > 0) {
      System.out.printf("| refused | %s | %s | - |%n", calmly, flooded);
      output.row(
          "flood", "metric", "refused", "calm", calmly, "flood", flooded, "ratio", Spread.of());
    }
  }

  private Plan plan(int rate) {
    if (rate < 1 || distress < 1) {
      throw new IllegalArgumentException("--calm, --flood and --distress are 1 or more");
    }
    return new Plan(rate, 0, seconds, new Mix(Math.max(1, rate / distress)));
  }

  private static double p(Result of, int tier, double percentile) {
    return of.byTier()[tier].getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * Answers what went wrong: lost, not completed, given to two, errors, or somebody in distress
   * refused.
   */
  private static int row(int round, String name, int rate, Result r) {
    System.out.printf(
        Locale.ROOT,
        "round %d  load %s  %-5s %5d/s  distress p50 %8.2f p99 %8.2f max %8.2f ms  routine p50"
            + " %8.2f p99 %8.2f ms  refused %d of %d  cpu us/contact router %.0f redis %.0f"
            + "  not_offered=%d not_completed=%d dup_offers=%d errors=%d distress_refused=%d%s%n",
        round,
        Machine.loadAverage(),
        name,
        rate,
        p(r, DISTRESS, 50),
        p(r, DISTRESS, 99),
        p(r, DISTRESS, 100),
        p(r, ROUTINE, 50),
        p(r, ROUTINE, 99),
        r.refused()[ROUTINE],
        r.sent(),
        r.routerCpu(),
        r.redisCpu(),
        r.notOffered(),
        r.notCompleted(),
        r.dupOffers(),
        r.errors(),
        r.refused()[DISTRESS],
        r.leftBehind());
    return r.wrong();
  }
}
