package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What more nodes cost: sites of so many nodes, contacts and navigators spread over them, each with
 * a Redis of its own. On one machine more nodes share the same cores, so the table shows what a
 * contact costs more, and not what more machines would carry.
 *
 * <p>With {@code --across} instead two sites of two nodes: one whose contacts come to the node that
 * the navigators are with, and one where they come to the other. The difference of the two is the
 * way across nodes.
 */
@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description = "Sites of one to three nodes in turns, or offers within a node and across.")
final class NodesCommand implements Callable<Integer> {
  @Option(
      names = "--nodes",
      split = ",",
      defaultValue = "1,2,3",
      description = "Nodes of each site (${DEFAULT-VALUE}).")
  private List<Integer> nodes = List.of();

  @Option(names = "--across", description = "Compare offers within a node and across two.")
  private boolean across;

  @Mixin private Turns turns = new Turns();

  @Override
  public Integer call() {
    return turns.play(across ? "across" : "nodes", this::enter);
  }

  private void enter(Vertx vertx, Stage stage, Consumer<Peer> peers) {
    if (across) {
      List<Target> own = site(stage, "own", 2);
      List<Target> other = site(stage, "other", 2);
      peers.accept(driver(vertx, "own node", own.subList(0, 1), own.subList(0, 1)));
      peers.accept(driver(vertx, "other node", other.subList(0, 1), other.subList(1, 2)));
    } else {
      for (int count : nodes) {
        List<Target> site = site(stage, "nodes-" + count, count);
        peers.accept(driver(vertx, count == 1 ? "1 node" : count + " nodes", site, site));
      }
    }
  }

  private List<Target> site(Stage stage, String name, int count) {
    Stage.Redis redis = stage.redis(name, Stage.Aof.EVERYSEC);
    return IntStream.range(0, count)
        .mapToObj(i -> stage.haven(name, turns.jar(), redis, turns.jvm(), ""))
        .toList();
  }

  private Driver driver(Vertx vertx, String name, List<Target> doors, List<Target> desks) {
    return new Driver(vertx, name, doors, desks, turns.workers(), false, Driver.CONNECTIONS);
  }
}
