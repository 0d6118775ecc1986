package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Haven, the yardstick, BullMQ and RabbitMQ on the same cycle in the same minutes: put with a
 * priority, handed to a free worker, acknowledged, completed. Installs nothing: a peer that is not
 * there is left out, and the command says how to get it.
 */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Runs Haven, the yardstick, BullMQ and RabbitMQ in turns.")
final class PeersCommand implements Callable<Integer> {
  @Option(
      names = "--haven",
      defaultValue = "router-server/target/haven.jar",
      description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(
      names = "--bullmq",
      defaultValue = "loadtest/peers",
      description = "Folder of bullmq.mjs and its packages (${DEFAULT-VALUE}).")
  private Path bullmq = Path.of("loadtest/peers");

  @Option(
      names = "--rabbitmq",
      defaultValue = "/usr/lib/rabbitmq/bin/rabbitmq-server",
      description = "RabbitMQ's start script (${DEFAULT-VALUE}).")
  private Path rabbitmq = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

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

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    List<Peer> peers = new ArrayList<>();
    try (Stage stage = new Stage()) {
      try {
        Target floor = stage.floor(stage.redis("floor", Stage.Aof.NO));
        peers.add(new Driver(vertx, floor, workers, false));
        Target haven =
            stage.haven(jar, stage.redis("haven", Stage.Aof.EVERYSEC), List.of("-Xmx512m"));
        peers.add(new Driver(vertx, haven, workers, false));
        if (isThere("node") && Files.exists(bullmq.resolve("node_modules/bullmq/package.json"))) {
          Stage.Redis redis = stage.redis("bullmq", Stage.Aof.EVERYSEC);
          peers.add(new BullPeer(stage, redis, bullmq, workers));
        } else {
          System.out.printf(
              "BullMQ is left out. It wants node (Debian: apt-get install nodejs npm) and, once:%n"
                  + "  npm ci --prefix %s%n",
              bullmq);
        }
        if (Files.isExecutable(rabbitmq)) {
          RabbitServer server = stage.rabbit(rabbitmq);
          peers.add(new RabbitPeer(vertx, server, false, workers));
          peers.add(new RabbitPeer(vertx, server, true, workers));
        } else {
          System.out.println(
              "RabbitMQ is left out. On Debian: apt-get install rabbitmq-server (its own service"
                  + " may be stopped: a broker of this run alone is started), or --rabbitmq FILE");
        }
        Rounds turns = new Rounds(peers, rate);
        turns.warm(warm);
        turns.play(rounds, seconds);
        summary(turns);
        return turns.wrong() == 0 ? 0 : 1;
      } finally {
        peers.forEach(Peer::close);
      }
    } finally {
      vertx.close();
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void summary(Rounds turns) {
    Plot plot = new Plot();
    String names = String.join(" | ", turns.names());
    System.out.println("| metric | " + names + " |");
    System.out.println("|---".repeat(turns.names().size() + 1) + '|');
    row(turns, plot, "p50 one at a time, ms", Rounds.ALONE, r -> r.p(50));
    row(turns, plot, "p99 one at a time, ms", Rounds.ALONE, r -> r.p(99));
    String open = String.format(Locale.ROOT, "at %,d/s, ms", rate);
    row(turns, plot, "p50 " + open, Rounds.OPEN, r -> r.p(50));
    row(turns, plot, "p99 " + open, Rounds.OPEN, r -> r.p(99));
    row(turns, plot, "p99.9 " + open, Rounds.OPEN, r -> r.p(99.9));
    row(turns, plot, "cycles a second, 64 under way", Rounds.BUSY, Result::perSecond);
    row(
        turns,
        plot,
        "server + Redis CPU a cycle, busy, us",
        Rounds.BUSY,
        r -> r.routerCpu() + r.redisCpu());
    row(
        turns,
        plot,
        "client CPU a cycle, busy, us",
        Rounds.BUSY,
        r -> (double) r.clientMicros() / r.done());
    row(
        turns,
        plot,
        "Redis commands a cycle",
        Rounds.BUSY,
        r -> r.commands() > 0 ? r.commands() : Double.NaN);
    output.write(plot);
  }

  private void row(
      Rounds turns, Plot plot, String metric, String mode, ToDoubleFunction<Result> of) {
    StringBuilder line = new StringBuilder("| " + metric);
    plot.panel(metric);
    for (String peer : turns.names()) {
      Spread spread = turns.spread(peer, mode, of);
      line.append(" | ").append(spread);
      output.row("peers", "metric", metric, "peer", peer, "value", spread);
      plot.bar(peer, spread);
    }
    System.out.println(line + " |");
  }
}
