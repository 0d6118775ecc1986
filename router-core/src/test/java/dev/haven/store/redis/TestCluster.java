package dev.haven.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.embedded.RedisServer;

/** A real Redis Cluster on loopback: three masters with a third of the slots and a replica each. */
final class TestCluster implements AutoCloseable {
  static final int SHARDS = 3;
  private static final int NODE_TIMEOUT_MS = 1_000;

  private final Path folder;
  private final RedisClient client = RedisClient.create();
  private final Map<Integer, RedisCommands<String, String>> connections = new HashMap<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Long> pids = new ArrayList<>();
  private final List<RedisServer> servers = new ArrayList<>();

  TestCluster() throws IOException {
    folder = Files.createTempDirectory("haven-cluster");
    List<Integer> busPorts = new ArrayList<>();
    for (int i = 0; i < 2 * SHARDS; i++) {
      ports.add(TestRedis.freePort());
      busPorts.add(TestRedis.freePort());
      servers.add(server(ports.get(i), busPorts.get(i)));
    }
    for (int i = 0; i < 2 * SHARDS; i++) {
      cluster(i, "SET-CONFIG-EPOCH", i + 1);
      cluster(0, "MEET", "127.0.0.1", ports.get(i), busPorts.get(i));
      if (i < SHARDS) {
        cluster(i, "ADDSLOTSRANGE", firstSlot(i), firstSlot(i + 1) - 1);
      }
    }
    until(() -> all(i -> info(i).contains("cluster_known_nodes:" + 2 * SHARDS)));
    for (int i = 0; i < SHARDS; i++) {
      cluster(SHARDS + i, "REPLICATE", on(i).clusterMyId());
    }
    until(() -> all(i -> info(i).contains("cluster_state:ok")));
    for (int i = 0; i < SHARDS; i++) {
      pids.add(number(on(SHARDS + i).info("server"), "process_id"));
    }
    until(
        () -> all(i -> i < SHARDS || on(i).info("replication").contains("master_link_status:up")));
  }

  /** Names two of the servers; the rest is found. */
  String uri() {
    return "redis-cluster://127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1);
  }

  /** The shard that holds a key, 0 to 2. */
  static int shardOf(String key) {
    return SlotHash.getSlot(key) * SHARDS / SlotHash.SLOT_COUNT;
  }

  /** Waits until the replica of a shard has all that its master has. */
  void awaitCopied(int shard) {
    until(() -> offset(shard, "master_repl_offset") == offset(SHARDS + shard, "slave_repl_offset"));
  }

  /** Kills the master of a shard. */
  void killMaster(int shard) throws IOException {
    servers.get(shard).stop();
  }

  /** Stops the replica of a shard in its tracks: its connection stays, it confirms nothing. */
  void freezeReplica(int shard) throws IOException {
    signal(shard, "STOP");
  }

  void thawReplica(int shard) throws IOException {
    signal(shard, "CONT");
    until(() -> on(shard).info("replication").contains("state=online"));
  }

  private void signal(int shard, String name) throws IOException {
    long pid = pids.get(shard);
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.shutdown();
    for (RedisServer server : servers) {
      server.stop();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private RedisServer server(int port, int busPort) throws IOException {
    RedisServer server =
        RedisServer.builder()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("dir " + folder)
            .setting("cluster-enabled yes")
            .setting("cluster-config-file nodes-" + port + ".conf")
            .setting("cluster-port " + busPort)
            .setting("cluster-node-timeout " + NODE_TIMEOUT_MS)
            .setting("cluster-require-full-coverage no")
            .setting("repl-diskless-sync-delay 0")
            .build();
    server.start();
    return server;
  }

  private static int firstSlot(int shard) {
    return (shard * SlotHash.SLOT_COUNT + SHARDS - 1) / SHARDS;
  }

  private RedisCommands<String, String> on(int server) {
    return connections.computeIfAbsent(
        server, s -> client.connect(RedisURI.create("127.0.0.1", ports.get(s))).sync());
  }

  private String info(int server) {
    return on(server).clusterInfo();
  }

  private long offset(int server, String field) {
    return number(on(server).info("replication"), field);
  }

  private static long number(String info, String field) {
    int from = info.indexOf(field + ':') + field.length() + 1;
    return Long.parseLong(info.substring(from, info.indexOf('\r', from)));
  }

  private void cluster(int server, Object... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.ASCII);
    for (Object word : words) {
      arguments.add(String.valueOf(word));
    }
    on(server).dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.ASCII), arguments);
  }

  private boolean all(IntPredicate holds) {
    return IntStream.range(0, 2 * SHARDS).allMatch(holds);
  }

  private static void until(BooleanSupplier holds) {
    for (int i = 0; !holds.getAsBoolean(); i++) {
      if (i == 400) {
        throw new IllegalStateException("the cluster did not form");
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
