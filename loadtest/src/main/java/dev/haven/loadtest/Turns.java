package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that let several peers take turns, and the table they print. */
final class Turns {
  @Option(
      names = "--haven",
      defaultValue = "router-server/target/haven.jar",
      description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "5", description = "Of each run (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--warm", defaultValue = "12", description = "Warm-up, s (${DEFAULT-VALUE}).")
  private int warm;

  @Option(names = "--rate", defaultValue = "1000", description = "Open loop (${DEFAULT-VALUE}).")
  private int rate;

  @Option(names = "--workers", defaultValue = "200", description = "(${DEFAULT-VALUE}).")
  private int workers;

  @Option(names = "--jvm", description = "Flag for Haven's JVM; may be repeated.")
  private List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

  @Mixin private Output output = new Output();

  Path jar() {
    return jar;
  }

  int workers() {
    return workers;
  }

  List<String> jvm() {
    return List.copyOf(jvm);
  }

  /** Brings the peers on the stage; each is closed at the end, also when a later one fails. */
  @FunctionalInterface
  interface Cast {
    void enter(Vertx vertx, Stage stage, Consumer<Peer> peers);
  }

  /**
   * Plays the rounds, prints the table and writes what was asked for.
   *
   * @param table its name among the figures
   * @return the command's exit code: 1 when a contact was lost, offered twice or refused
   */
  int play(String table, Cast cast) {
    Vertx vertx = Vertx.vertx();
    List<Peer> peers = new ArrayList<>();
    try (Stage stage = output.stage()) {
      try {
        cast.enter(vertx, stage, peers::add);
        return play(table, peers);
      } finally {
        peers.forEach(Peer::close);
      }
    } finally {
      vertx.close();
    }
  }

  private int play(String table, List<Peer> peers) {
    Rounds turns = new Rounds(peers, rate);
    turns.warm(warm);
    turns.play(rounds, seconds);
    Plot plot = new Plot();
    System.out.println("| metric | " + String.join(" | ", turns.names()) + " |");
    System.out.println("|---".repeat(turns.names().size() + 1) + '|');
    Row row = new Row(table, turns, plot);
    row.add("p50 one at a time, ms", Rounds.ALONE, r -> r.p(50));
    row.add("p99 one at a time, ms", Rounds.ALONE, r -> r.p(99));
    String open = String.format(Locale.ROOT, "at %,d/s, ms", rate);
    row.add("p50 " + open, Rounds.OPEN, r -> r.p(50));
    row.add("p99 " + open, Rounds.OPEN, r -> r.p(99));
    row.add("p99.9 " + open, Rounds.OPEN, r -> r.p(99.9));
    row.add("cycles a second, 64 under way", Rounds.BUSY, Result::perSecond);
    row.add("server + Redis CPU a cycle, busy, us", Rounds.BUSY, r -> r.routerCpu() + r.redisCpu());
    row.add("client CPU a cycle, busy, us", Rounds.BUSY, r -> (double) r.clientMicros() / r.done());
    row.add(
        "Redis commands a cycle", Rounds.BUSY, r -> r.commands() > 0 ? r.commands() : Double.NaN);
    output.write(plot);
    return turns.wrong() == 0 ? 0 : 1;
  }

  /** One metric of all peers: a line printed, a line kept, a panel drawn. */
  private final class Row {
    private final String table;
    private final Rounds turns;
    private final Plot plot;

    Row(String table, Rounds turns, Plot plot) {
      this.table = table;
      this.turns = turns;
      this.plot = plot;
    }

    void add(String metric, String mode, ToDoubleFunction<Result> of) {
      StringBuilder line = new StringBuilder("| " + metric);
      plot.panel(metric);
      for (String peer : turns.names()) {
        Spread spread = turns.spread(peer, mode, of);
        line.append(" | ").append(spread);
        output.row(table, "metric", metric, "peer", peer, "value", spread);
        plot.bar(peer, spread);
      }
      System.out.println(line + " |");
    }
  }
}
