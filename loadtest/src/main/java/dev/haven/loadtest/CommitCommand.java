package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What commit level {@code host} costs: Haven and the yardstick, each on a Redis that writes its
 * file every second and on one that writes it before it answers.
 */
@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    description = "Commit levels process and host in turns.")
final class CommitCommand implements Callable<Integer> {
  @Mixin private Turns turns = new Turns();

  @Override
  public Integer call() {
    return turns.play("commit", this::enter);
  }

  private void enter(Vertx vertx, Stage stage, Consumer<Peer> peers) {
    for (Stage.Aof aof : List.of(Stage.Aof.EVERYSEC, Stage.Aof.ALWAYS)) {
      String level = aof == Stage.Aof.ALWAYS ? "host" : "process";
      Target floor = stage.floor(stage.redis("floor-" + level, aof));
      peers.accept(driver(vertx, "floor, " + level, floor));
      Target haven =
          stage.haven(
              "haven, " + level,
              turns.jar(),
              stage.redis("haven-" + level, aof),
              turns.jvm(),
              "redis:\n  durability: " + level + "\n");
      peers.accept(driver(vertx, haven.name(), haven));
    }
  }

  private Driver driver(Vertx vertx, String name, Target target) {
    return new Driver(
        vertx, name, List.of(target), List.of(target), turns.workers(), false, Driver.CONNECTIONS);
  }
}
