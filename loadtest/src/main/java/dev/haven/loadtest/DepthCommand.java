package dev.haven.loadtest;

import dev.haven.flow.Outcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the scripts cost against how many wait, how many serve and how many combinations there are:
 * the transitions themselves on a throwaway Redis each, their time as Redis counts it. Also what a
 * waiting contact takes of Redis' memory.
 */
@Command(
    name = "depth",
    mixinStandardHelpOptions = true,
    description = "Script cost by depth, navigators and combinations; bytes per waiting contact.")
final class DepthCommand implements Callable<Integer> {
  @Option(names = "--waiting", split = ",", defaultValue = "1000,100000,1000000")
  private List<Integer> waiting = List.of();

  @Option(names = "--navigators", split = ",", defaultValue = "100,10000,100000")
  private List<Integer> navigators = List.of();

  @Option(names = "--combinations", split = ",", defaultValue = "10,1000")
  private List<Integer> combinations = List.of();

  @Option(names = "--samples", defaultValue = "2000", description = "Per figure.")
  private int samples;

  @Mixin private Output output = new Output();

  private final Plot plot = new Plot();

  @Override
  public Integer call() {
    System.out.println("| waiting | place us | complete + next us | bytes per waiting contact |");
    System.out.println("|---|---|---|---|");
    plot.panel("complete + next, us, by waiting");
    waiting.forEach(n -> surge(n, 1));
    System.out.println("| navigators idle | place + offer us | complete us |");
    System.out.println("|---|---|---|");
    plot.panel("place + offer, us, by navigators");
    navigators.forEach(this::quiet);
    System.out.println("| combinations (half a navigator) | place us | complete + next us | |");
    System.out.println("|---|---|---|---|");
    plot.panel("complete + next, us, by combinations");
    combinations.forEach(n -> surge(10_000, n));
    output.write(plot);
    return 0;
  }

  /** So many wait, in so many lanes; one navigator, who may take every second lane, serves. */
  private void surge(int depth, int lanes) {
    try (Stage stage = output.stage()) {
      World world = new World(stage.redis("depth", Stage.Aof.NO));
      world.lanes(lanes, n -> n % 2 == 0 ? "1" : "x");
      world.navigators(0, 1);
      world.all(depth, i -> world.place("w" + i, i % lanes));
      long bytes = world.bytes(depth);
      double[] places = new double[samples];
      for (int i = 0; i < samples; i++) {
        Supplier<Future<Outcome>> arrival = world.place("p" + i, i % lanes);
        places[i] = world.micros(1, () -> world.await(arrival));
      }
      double place = Spread.of(places).median();
      double complete = world.completeAndNext(samples);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %d |%n",
          lanes == 1 ? depth : lanes,
          place,
          complete,
          bytes);
      int of = lanes == 1 ? depth : lanes;
      output.row(
          lanes == 1 ? "waiting" : "combinations",
          "of",
          of,
          "placeMicros",
          Spread.of(places),
          "completeMicros",
          complete,
          "bytes",
          bytes);
      plot.bar(Integer.toString(of), Spread.of(complete));
      world.close();
    }
  }

  private void quiet(int idle) {
    try (Stage stage = output.stage()) {
      World world = new World(stage.redis("depth", Stage.Aof.NO));
      world.lanes(1, n -> "1");
      world.navigators(0, idle);
      double[] places = new double[samples];
      double[] completes = new double[samples];
      for (int i = 0; i < samples; i++) {
        Supplier<Future<Outcome>> arrival = world.place("q" + i, 0);
        Outcome[] placed = new Outcome[1];
        places[i] = world.micros(1, () -> placed[0] = world.await(arrival));
        String[] offer = world.offer(placed[0]);
        world.await(world.accept(offer));
        completes[i] = world.micros(1, () -> world.await(world.complete(offer)));
      }
      double place = Spread.of(places).median();
      double complete = Spread.of(completes).median();
      System.out.printf(Locale.ROOT, "| %d | %.0f | %.0f |%n", idle, place, complete);
      output.row(
          "navigators",
          "of",
          idle,
          "placeMicros",
          Spread.of(places),
          "completeMicros",
          Spread.of(completes));
      plot.bar(Integer.toString(idle), Spread.of(place));
      world.close();
    }
  }
}
