package dev.haven.store.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.vertx.core.Future;
import java.util.List;

/**
 * The servers behind a link: one Redis, alone or with replicas that a Sentinel watches, or the
 * shards of a cluster. A workspace's keys share a hash tag, so that all of them are on one server.
 *
 * <p>On the link's event loop.
 */
interface RedisServers {
  /** For anything with a key; it goes where the key is. */
  RedisClusterAsyncCommands<String, String> commands();

  /** Each server that holds keys, for what must be everywhere. */
  Future<List<RedisClusterAsyncCommands<String, String>>> each();

  /** Names the server that holds a key now; the same name is the same connection. */
  String holderOf(String key);

  /** The connection on which commands with keys of that holder went. */
  Future<? extends RedisClusterAsyncCommands<String, String>> at(String holder);

  StatefulConnection<String, String> connection();

  StatefulRedisPubSubConnection<String, String> subscriber();
}
