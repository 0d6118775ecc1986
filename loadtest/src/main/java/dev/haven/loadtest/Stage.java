package dev.haven.loadtest;

import dev.haven.store.redis.RedisProgram;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A temporary folder with the processes of a run: throwaway Redis servers, a Haven node, the
 * yardstick. Ends and removes them all.
 */
final class Stage implements AutoCloseable {
  private final Path folder = Machine.newFolder();
  private final RedisProgram program;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final RedisClient client = RedisClient.create();

  /** How a throwaway Redis keeps what it is told. */
  enum Aof {
    NO,
    EVERYSEC,
    ALWAYS
  }

  /** A Redis of this run. */
  record Redis(int port, Child process, StatefulRedisConnection<String, String> connection) {}

  /**
   * @param redis which {@link RedisProgram} its servers run
   */
  Stage(String redis) {
    program = RedisProgram.choose(redis, folder);
  }

  /** What its Redis servers run. */
  RedisProgram program() {
    return program;
  }

  Path folder() {
    return folder;
  }

  Redis redis(String name, Aof aof) {
    return redis(name, aof, List.of());
  }

  /** A cluster of masters, the slots evenly over them, no replicas. */
  List<Redis> cluster(String name, int masters) {
    List<Redis> all = new ArrayList<>();
    List<Integer> buses = new ArrayList<>();
    for (int i = 0; i < masters; i++) {
      int bus = Machine.freePort();
      buses.add(bus);
      List<String> more =
          List.of("--cluster-enabled", "yes", "--cluster-port", Integer.toString(bus));
      all.add(redis(name + '-' + i, Aof.EVERYSEC, more));
    }
    Shards.join(all, buses);
    return all;
  }

  private Redis redis(String name, Aof aof, List<String> more) {
    int port = Machine.freePort();
    Path home = folder.resolve(name);
    if (!home.toFile().mkdirs()) {
      throw new IllegalStateException("cannot make " + home);
    }
    List<String> command =
        new ArrayList<>(
            Arrays.asList(
                program.path().toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--dir",
                home.toString()));
    if (aof == Aof.NO) {
      command.addAll(List.of("--appendonly", "no"));
    } else {
      command.addAll(
          List.of(
              "--appendonly", "yes", "--appendfsync", aof == Aof.ALWAYS ? "always" : "everysec"));
    }
    RedisProgram.TUNING.forEach(line -> command.addAll(List.of(("--" + line).split(" "))));
    command.addAll(more);
    Child process = Child.start(folder, "redis-" + name, command, RedisProgram.ENVIRONMENT);
    open.add(process);
    process.awaitPort(port);
    return new Redis(port, process, RedisCounters.connect(client, port));
  }

  Target floor(Stage.Redis redis) {
    return floor(redis, List.of("-Xmx512m"));
  }

  Target floor(Stage.Redis redis, List<String> jvm) {
    int port = Machine.freePort();
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-jar",
            ownJar(),
            "floor",
            "--port",
            Integer.toString(port),
            "--redis-port",
            Integer.toString(redis.port())));
    Child process = Child.start(folder, "floor-" + port, command);
    open.add(process);
    process.awaitPort(port);
    return new Target(
        "floor", port, Tokens.none(), process.pid(), redis.process().pid(), redis.connection());
  }

  Target haven(Path jar, Stage.Redis redis, List<String> jvm) {
    return haven("haven", jar, redis, jvm, "");
  }

  /**
   * A node; those with the same Redis share keys and workspace.
   *
   * @param config as in {@code haven.yaml}; empty for the defaults
   */
  Target haven(String name, Path jar, Stage.Redis redis, List<String> jvm, String config) {
    return haven(name, jar, "redis://127.0.0.1:" + redis.port(), redis, jvm, config);
  }

  /**
   * @param uri of the Redis, or of the cluster that it is of
   */
  Target haven(
      String name, Path jar, String uri, Stage.Redis redis, List<String> jvm, String config) {
    int port = Machine.freePort();
    int ops = Machine.freePort();
    Path data = folder.resolve("data-" + redis.port());
    Path file = folder.resolve("haven-" + port + ".yaml");
    try {
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-jar",
            jar.toAbsolutePath().toString(),
            "serve",
            "--config",
            file.toString(),
            "--port",
            Integer.toString(port),
            "--ops-port",
            Integer.toString(ops),
            "--data",
            data.toString(),
            "--redis",
            uri));
    Child process = Child.start(folder, "haven-" + port, command);
    open.add(process);
    process.awaitReady(ops);
    return new Target(
        name, port, Tokens.of(data), process.pid(), redis.process().pid(), redis.connection());
  }

  /** A broker of this run, by RabbitMQ's own start script. */
  RabbitServer rabbit(Path command) {
    RabbitServer server = new RabbitServer(folder, command);
    open.add(server);
    return server;
  }

  /** Ends the process that was started last. */
  void endLast() {
    close(open.remove(open.size() - 1));
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      System.err.println("not ended: " + e.getClass().getSimpleName());
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String ownJar() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
  }

  @Override
  public void close() {
    client.shutdown();
    for (int i = open.size() - 1; i >= 0; i--) {
      close(open.get(i));
    }
    Machine.remove(folder);
  }
}
