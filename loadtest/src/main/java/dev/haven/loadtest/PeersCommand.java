package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
      names = "--bullmq",
      defaultValue = "loadtest/peers",
      description = "Folder of bullmq.mjs and its packages (${DEFAULT-VALUE}).")
  private Path bullmq = Path.of("loadtest/peers");

  @Option(
      names = "--rabbitmq",
      defaultValue = "/usr/lib/rabbitmq/bin/rabbitmq-server",
      description = "RabbitMQ's start script (${DEFAULT-VALUE}).")
  private Path rabbitmq = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  @Mixin private Turns turns = new Turns();

  @Override
  public Integer call() {
    return turns.play("peers", this::enter);
  }

  private void enter(Vertx vertx, Stage stage, Consumer<Peer> peers) {
    Target floor = stage.floor(stage.redis("floor", Stage.Aof.NO));
    peers.accept(new Driver(vertx, floor, turns.workers(), false));
    Target haven = stage.haven(turns.jar(), stage.redis("haven", Stage.Aof.EVERYSEC), turns.jvm());
    peers.accept(new Driver(vertx, haven, turns.workers(), false));
    if (isThere("node") && Files.exists(bullmq.resolve("node_modules/bullmq/package.json"))) {
      Stage.Redis redis = stage.redis("bullmq", Stage.Aof.EVERYSEC);
      peers.accept(new BullPeer(stage, redis, bullmq, turns.workers()));
    } else {
      System.out.printf(
          "BullMQ is left out. It wants node (Debian: apt-get install nodejs npm) and, once:%n"
              + "  npm ci --prefix %s%n",
          bullmq);
    }
    if (Files.isExecutable(rabbitmq)) {
      RabbitServer server = stage.rabbit(rabbitmq);
      peers.accept(new RabbitPeer(vertx, server, false, turns.workers()));
      peers.accept(new RabbitPeer(vertx, server, true, turns.workers()));
    } else {
      System.out.println(
          "RabbitMQ is left out. On Debian: apt-get install rabbitmq-server (its own service"
              + " may be stopped: a broker of this run alone is started), or --rabbitmq FILE");
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
