package dev.haven.store.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.vertx.core.Future;
import java.util.List;

/** One Redis holds everything: itself, or whichever the Sentinels call master. */
record OneRedis(
    StatefulRedisConnection<String, String> own,
    StatefulRedisPubSubConnection<String, String> subscriber)
    implements RedisServers {
  private static final String ALL = "";

  @Override
  public RedisClusterAsyncCommands<String, String> commands() {
    return own.async();
  }

  @Override
  public Future<List<RedisClusterAsyncCommands<String, String>>> each() {
    return Future.succeededFuture(List.of(own.async()));
  }

  @Override
  public String holderOf(String key) {
    return ALL;
  }

  @Override
  public Future<RedisClusterAsyncCommands<String, String>> at(String holder) {
    return Future.succeededFuture(own.async());
  }

  @Override
  public StatefulConnection<String, String> connection() {
    return own;
  }
}
