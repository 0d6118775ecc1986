package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What more Redis shards cost: one node on clusters of so many masters, with a workspace on each,
 * all of them under load at once. On one machine the shards share the same cores, so the table
 * shows what a contact costs more, and not what more machines would carry.
 */
@Command(
    name = "shards",
    mixinStandardHelpOptions = true,
    description = "Workspaces on Redis Clusters of one to three masters in turns.")
final class ShardsCommand implements Callable<Integer> {
  @Option(
      names = "--shards",
      split = ",",
      defaultValue = "1,2,3",
      description = "Masters of each cluster (${DEFAULT-VALUE}).")
  private List<Integer> shards = List.of();

  @Mixin private Turns turns = new Turns();

  @Override
  public Integer call() {
    return turns.play("shards", this::enter);
  }

  private void enter(Vertx vertx, Stage stage, Consumer<Peer> peers) {
    for (int count : shards) {
      peers.accept(site(vertx, stage, count));
    }
  }

  private Peer site(Vertx vertx, Stage stage, int count) {
    String name = count == 1 ? "1 shard" : count + " shards";
    List<Stage.Redis> cluster = stage.cluster("shards-" + count, count);
    List<String> workspaces = Shards.workspaces(count);
    Target node =
        stage.haven(
            name,
            turns.jar(),
            Shards.uri(cluster),
            cluster.get(0),
            turns.jvm(),
            "workspaces: [" + String.join(", ", workspaces) + "]\n");
    List<Driver> drivers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Stage.Redis shard = cluster.get(i);
      Target workspace =
          new Target(
              name,
              node.port(),
              node.tokens().in(workspaces.get(i)),
              node.serverPid(),
              shard.process().pid(),
              shard.connection());
      drivers.add(new Driver(vertx, workspace, Math.max(1, turns.workers() / count), false));
    }
    return new SideBySide(name, drivers);
  }
}
