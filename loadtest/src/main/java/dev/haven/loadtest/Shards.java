package dev.haven.loadtest;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Makes a cluster of single servers, and finds names of workspaces for each of its shards. */
final class Shards {
  private static final int LOOKS = 600;
  private static final long LOOK_NANOS = 50_000_000;

  private Shards() {}

  /**
   * Gives each its share of the slots, lets them meet, waits until all say that the cluster stands.
   */
  static void join(List<Stage.Redis> all, List<Integer> buses) {
    int count = all.size();
    for (int i = 0; i < count; i++) {
      cluster(all.get(i), "SET-CONFIG-EPOCH", i + 1);
      cluster(all.get(i), "ADDSLOTSRANGE", firstSlot(i, count), firstSlot(i + 1, count) - 1);
      cluster(all.get(0), "MEET", "127.0.0.1", all.get(i).port(), buses.get(i));
    }
    for (int look = 0; !all.stream().allMatch(one -> stands(one, count)); look++) {
      if (look == LOOKS) {
        throw new IllegalStateException("the cluster did not form");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean stands(Stage.Redis one, int count) {
    String info = one.connection().sync().clusterInfo();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + count);
  }

  static String uri(List<Stage.Redis> all) {
    return all.stream()
        .map(one -> "127.0.0.1:" + one.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  /** A workspace for each shard, in the order of the shards. */
  static List<String> workspaces(int count) {
    List<String> names = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      int number = 0;
      while (shardOf("w" + number, count) != shard) {
        number++;
      }
      names.add("w" + number);
    }
    return names;
  }

  private static int shardOf(String workspace, int count) {
    int slot = SlotHash.getSlot("haven:{" + workspace + "}");
    int shard = 0;
    while (slot >= firstSlot(shard + 1, count)) {
      shard++;
    }
    return shard;
  }

  private static int firstSlot(int shard, int count) {
    return shard * SlotHash.SLOT_COUNT / count;
  }

  private static void cluster(Stage.Redis one, Object... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.ASCII);
    for (Object word : words) {
      arguments.add(String.valueOf(word));
    }
    RedisCommands<String, String> commands = one.connection().sync();
    commands.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.ASCII), arguments);
  }
}
