package dev.haven.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The shards of a Redis Cluster. Lettuce follows where slots are; a holder is named by host and
 * port, which is what it keeps its connections for writing by.
 */
record ClusterRedis(
    Context context,
    StatefulRedisClusterConnection<String, String> cluster,
    StatefulRedisPubSubConnection<String, String> subscriber)
    implements RedisServers {
  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    return cluster.async();
  }

  @Override
  public Future<List<RedisClusterAsyncCommands<String, String>>> each() {
    List<Future<RedisAsyncCommands<String, String>>> masters = new ArrayList<>();
    for (RedisClusterNode node : cluster.getPartitions()) {
      if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.getSlots().isEmpty()) {
        masters.add(at(nameOf(node)));
      }
    }
    // A shard that is down does without; who calls there later misses it and comes back here.
    return Future.join(masters)
        .otherwiseEmpty()
        .map(
            done ->
                masters.stream().filter(Future::succeeded).map(ClusterRedis::commandsOf).toList());
  }

  @Override
  public String holderOf(String key) {
    RedisClusterNode holder = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
    return holder == null ? "" : nameOf(holder);
  }

  @Override
  public Future<RedisAsyncCommands<String, String>> at(String holder) {
    int port = holder.lastIndexOf(':');
    if (port < 0) {
      return Future.failedFuture(new NoSuchElementException("no shard holds this slot"));
    }
    return LettuceBridge.toFuture(
            cluster.getConnectionAsync(
                holder.substring(0, port), Integer.parseInt(holder.substring(port + 1))),
            context)
        .map(StatefulRedisConnection::async);
  }

  @Override
  public StatefulConnection<String, String> connection() {
    return cluster;
  }

  private static RedisClusterAsyncCommands<String, String> commandsOf(
      Future<RedisAsyncCommands<String, String>> at) {
    return at.result();
  }

  private static String nameOf(RedisClusterNode node) {
    RedisURI uri = node.getUri();
    return uri.getHost() + ':' + uri.getPort();
  }
}
