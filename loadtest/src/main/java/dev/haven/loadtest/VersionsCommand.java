package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a change brought: several builds of Haven, or one with several JVM flags, each on a Redis of
 * its own, beside the yardstick and in turns.
 */
@Command(
    name = "versions",
    mixinStandardHelpOptions = true,
    description = "Several builds of Haven, or sets of JVM flags, in turns.")
final class VersionsCommand implements Callable<Integer> {
  @Option(
      names = "--of",
      required = true,
      paramLabel = "NAME=[JAR][,FLAG...]",
      description = "A build, else that of --haven, and flags for its JVM; repeat it for each.")
  private Map<String, String> of = new LinkedHashMap<>();

  @Option(names = "--host", description = "All, the yardstick too, at commit level host.")
  private boolean host;

  @Mixin private Turns turns = new Turns();

  @Override
  public Integer call() {
    return turns.play("versions", this::enter);
  }

  private void enter(Vertx vertx, Stage stage, Consumer<Peer> peers) {
    String config = host ? "redis:\n  durability: host\n" : "";
    Stage.Aof aof = host ? Stage.Aof.ALWAYS : Stage.Aof.EVERYSEC;
    Target floor = stage.floor(stage.redis("floor", host ? aof : Stage.Aof.NO));
    peers.accept(new Driver(vertx, floor, turns.workers(), false));
    of.forEach(
        (name, build) -> {
          List<String> parts = List.of(build.split(",", -1));
          Path jar = parts.get(0).isEmpty() ? turns.jar() : Path.of(parts.get(0));
          List<String> jvm = new ArrayList<>(turns.jvm());
          jvm.addAll(parts.subList(1, parts.size()));
          Target target = stage.haven(name, jar, stage.redis(name, aof), jvm, config);
          peers.accept(new Driver(vertx, target, turns.workers(), false));
        });
  }
}
