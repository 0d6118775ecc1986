package dev.haven.loadtest;

import io.lettuce.core.api.StatefulRedisConnection;

/**
 * A server under load.
 *
 * @param serverPid process of the server; 0 when it is not on this machine
 * @param redisPid process of its Redis; 0 when not known
 */
record Target(
    String name,
    int port,
    Tokens tokens,
    long serverPid,
    long redisPid,
    StatefulRedisConnection<String, String> redis) {
  private static final long PAUSE_MILLIS = 50;
  private static final int PAUSES = 1200;

  /**
   * Has its Redis rewrite its append-only file and waits for the end; without such a file, nothing.
   *
   * @throws IllegalStateException when it takes more than a minute, or the thread is interrupted
   */
  void rewriteFile() {
    if (!tells("aof_enabled:1")) {
      return;
    }
    redis.sync().bgrewriteaof();
    try {
      for (int i = 0; i < PAUSES; i++) {
        Thread.sleep(PAUSE_MILLIS);
        if (tells("aof_rewrite_in_progress:0") && tells("aof_rewrite_scheduled:0")) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    throw new IllegalStateException("the Redis of " + name + " still rewrites its file");
  }

  private boolean tells(String line) {
    return redis.sync().info("persistence").contains(line);
  }
}
