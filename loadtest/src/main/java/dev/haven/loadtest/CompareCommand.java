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

  @Option(
      names = "--transport",
      defaultValue = "auto",
      description = "Of Haven: auto, nio, epoll or io_uring (${DEFAULT-VALUE}).")
  private String transport = "auto";

  @Option(names = "--jvm", description = "Flag for Haven's JVM; may be repeated.")
  private List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    try (Stage stage = output.stage()) {
      Target floor = stage.floor(stage.redis("floor", floorAof));
      Target haven =
          stage.haven(
              "haven",
              jar,
              stage.redis("haven", havenAof),
              jvm,
              "http: {transport: " + transport + "}");
      try (Driver a = new Driver(vertx, floor, navigators, false);
          Driver b = new Driver(vertx, haven, navigators, webhook)) {
        Rounds rounds = new Rounds(List.of(a, b), rate);
        rounds.warm(warm);
        rounds.play(this.rounds, seconds);
        System.out.printf(
            Locale.ROOT,
            "resident MB: floor %d, haven %d%n",
            Machine.residentBytes(floor.serverPid()) >> 20,
            Machine.residentBytes(haven.serverPid()) >> 20);
        summary(rounds);
        return rounds.wrong() == 0 ? 0 : 1;
      }
    } finally {
      vertx.close();
    }
  }

  private void summary(Rounds rounds) {
    Plot plot = new Plot();
    System.out.println("| metric | floor | haven | ratio (median of the rounds' ratios) |");
    System.out.println("|---|---|---|---|");
    row(rounds, plot, "p50 one at a time, ms", Rounds.ALONE, r -> r.p(50));
    row(rounds, plot, "p99 one at a time, ms", Rounds.ALONE, r -> r.p(99));
    row(rounds, plot, "p50 open loop, ms", Rounds.OPEN, r -> r.p(50));
    row(rounds, plot, "p99 open loop, ms", Rounds.OPEN, r -> r.p(99));
    row(rounds, plot, "p99.9 open loop, ms", Rounds.OPEN, r -> r.p(99.9));
    row(rounds, plot, "contacts/s, 64 under way", Rounds.BUSY, Result::perSecond);
    row(rounds, plot, "router CPU us, busy", Rounds.BUSY, Result::routerCpu);
    row(rounds, plot, "Redis CPU us, busy", Rounds.BUSY, Result::redisCpu);
    row(
        rounds,
        plot,
        "router + Redis CPU us, busy",
        Rounds.BUSY,
        r -> r.routerCpu() + r.redisCpu());
    row(rounds, plot, "Redis scripts per contact", Rounds.BUSY, Result::scripts);
    row(rounds, plot, "Redis commands per contact", Rounds.BUSY, Result::commands);
    refused(rounds);
    Result busy = last(rounds, Rounds.BUSY);
    System.out.println("commands by name, per contact (last busy run):");
    busy.redis()
        .calls()
        .forEach(
            (name, n) ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-20s %6.2f  %7.2f us%n",
                    name,
                    (double) n / busy.done(),
                    (double) busy.redis().micros().getOrDefault(name, 0L) / busy.done()));
    System.out.println("by tier (last open-loop run):");
    System.out.print(last(rounds, Rounds.OPEN).tiers());
    output.write(plot);
  }

  /** Whoever was told 503 is in no latency above: how many they were, where there were any. */
  private void refused(Rounds rounds) {
    Spread floor = rounds.spread("floor", Rounds.OPEN, Result::allRefused);
    Spread haven = rounds.spread("haven", Rounds.OPEN, Result::allRefused);
    if (floor.most() > 0 || haven.most() > 0) {
      System.out.printf("| refused, open loop | %s | %s | - |%n", floor, haven);
      output.row(
          "compare",
          "metric",
          "refused, open loop",
          "floor",
          floor,
          "haven",
          haven,
          "ratio",
          Spread.of());
    }
  }

  private static Result last(Rounds rounds, String mode) {
    List<Result> of = rounds.of("haven", mode);
    return of.get(of.size() - 1);
  }

  private void row(
      Rounds rounds, Plot plot, String name, String mode, ToDoubleFunction<Result> of) {
    Spread floor = rounds.spread("floor", mode, of);
    Spread haven = rounds.spread("haven", mode, of);
    Spread ratio =
        Spread.ofRatios(
            rounds.of("haven", mode).stream().mapToDouble(of).toArray(),
            rounds.of("floor", mode).stream().mapToDouble(of).toArray());
    System.out.printf(Locale.ROOT, "| %s | %s | %s | %.2f |%n", name, floor, haven, ratio.median());
    output.row("compare", "metric", name, "floor", floor, "haven", haven, "ratio", ratio);
    plot.panel(name).bar("floor", floor).bar("haven", haven);
  }
}
