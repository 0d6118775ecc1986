package dev.haven.server.wiring;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.RedisConfig;
import dev.haven.server.config.Secret;
import dev.haven.store.redis.CommitLevel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where the node's Redis is; owns the embedded one while the node runs. */
final class Store {
  private final String uri;
  private final CommitLevel level;
  private final @Nullable EmbeddedRedis embedded;

  private Store(String uri, CommitLevel level, @Nullable EmbeddedRedis embedded) {
    this.uri = uri;
    this.level = level;
    this.embedded = embedded;
  }

  /** Finds or starts Redis; blocking. */
  static Store open(HavenConfig config, DataFolder folder) {
    RedisConfig redis = config.redis();
    CommitLevel level =
        switch (redis.durability()) {
          case PROCESS -> CommitLevel.PROCESS;
          case HOST -> new CommitLevel(CommitLevel.Kind.HOST, 0, 0);
          case REPLICATED ->
              new CommitLevel(
                  CommitLevel.Kind.REPLICATED,
                  redis.replicas(),
                  (int) redis.waitTimeout().toMillis());
        };
    if (redis.embedded()) {
      EmbeddedRedis own = EmbeddedRedis.open(folder, redis.program(), redis.durability());
      return new Store("redis://:" + own.password() + "@127.0.0.1:" + own.port(), level, own);
    }
    return new Store(withPassword(redis.uri(), redis.password()), level, null);
  }

  static String withPassword(String uri, @Nullable Secret password) {
    if (password == null) {
      return uri;
    }
    int host = uri.indexOf("://") + 3;
    String encoded = URLEncoder.encode(password.reveal(), StandardCharsets.UTF_8);
    return uri.substring(0, host) + ':' + encoded.replace("+", "%20") + '@' + uri.substring(host);
  }

  /** With the password in it: for the connection, never for a log. */
  String uri() {
    return uri;
  }

  CommitLevel level() {
    return level;
  }

  /** Whether it is this node's to bring back when it dies. */
  boolean embedded() {
    return embedded != null;
  }

  /** Starts an embedded Redis again that died; blocking, true when it did. */
  boolean revive() {
    return embedded != null && embedded.revive();
  }

  void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
