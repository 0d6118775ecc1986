package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.time.RouterClock;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** On a Redis with a file of its own, which grows by a megabyte at a time. */
class CalmRewriteIT {
  private static final long MEGABYTE = 1 << 20;
  private static final double ALWAYS = Double.MAX_VALUE;
  private static final double NEVER = 0;

  @TempDir Path temp;
  private RedisServer server;
  private TestRedis redis;

  @BeforeEach
  void start() throws IOException {
    int port = TestRedis.freePort();
    server =
        TestRedis.server(
            port, "dir \"" + temp + "\"\nappendonly yes\nrdbcompression no\nappendfsync no");
    redis = new TestRedis("redis://127.0.0.1:" + port, CommitLevel.PROCESS);
  }

  @AfterEach
  void stop() {
    redis.close();
    server.stop();
  }

  @Test
  void shouldRewriteAFileThatHasGrownAndLeaveItThen() {
    // given the same megabyte written eight times over
    CalmRewrite rewrite = quiet(4 * MEGABYTE);
    assertThat(look(rewrite)).as("nothing to compare with yet").isFalse();
    grow(8);
    // when, then
    assertThat(look(rewrite)).isTrue();
    redis.untilDone(this::rewritten);
    assertThat(size("aof_current_size")).isBetween(MEGABYTE, 2 * MEGABYTE);
    assertThat(look(rewrite)).isFalse();
  }

  @Test
  void shouldWaitUntilItHasGrownByHalfOfWhatARewriteLeaves() {
    // given 16 MB that a rewrite leaves
    CalmRewrite rewrite = quiet(MEGABYTE);
    for (int i = 0; i < 16; i++) {
      write("key-" + i);
    }
    look(rewrite);
    assertThat(look(rewrite)).isTrue();
    redis.untilDone(this::rewritten);
    // when, then
    grow(6);
    assertThat(look(rewrite)).isFalse();
    grow(4);
    assertThat(look(rewrite)).isTrue();
  }

  @Test
  void shouldNotRewriteWhileMuchIsGoingOn() {
    // given a Redis that is never calm enough
    CalmRewrite rewrite = after(MEGABYTE, NEVER, NEVER);
    look(rewrite);
    grow(8);
    // when, then
    assertThat(look(rewrite)).isFalse();
    assertThat(info()).contains("aof_rewrites:0");
  }

  @Test
  void shouldWaitUntilItHasGrownByMoreWhileItIsNotQuiet() {
    // given a Redis that is always calm and never quiet
    CalmRewrite rewrite = after(MEGABYTE, NEVER, ALWAYS);
    look(rewrite);
    // when, then
    grow(3);
    assertThat(look(rewrite)).isFalse();
    grow(2);
    assertThat(look(rewrite)).isTrue();
  }

  @Test
  void shouldNotAskAgainSoonWhenItMayNot() {
    // given a user who may not ask for a rewrite
    redis.command(
        c -> c.aclSetuser("default", new AclSetuserArgs().removeCommand(CommandType.BGREWRITEAOF)));
    CalmRewrite rewrite = quiet(MEGABYTE);
    look(rewrite);
    grow(8);
    // when, then
    assertThatThrownBy(() -> look(rewrite)).hasMessageContaining("NOPERM");
    assertThat(look(rewrite)).isFalse();
  }

  @Test
  void shouldLeaveARedisAloneThatHasNoFile() {
    redis.command(c -> c.configSet("appendonly", "no"));
    CalmRewrite rewrite = quiet(MEGABYTE);
    look(rewrite);
    grow(8);
    assertThat(look(rewrite)).isFalse();
  }

  private CalmRewrite quiet(long minGrowthBytes) {
    return after(minGrowthBytes, ALWAYS, ALWAYS);
  }

  private CalmRewrite after(long minGrowthBytes, double quietShare, double calmShare) {
    return new CalmRewrite(
        redis.link(), RouterClock.system(), minGrowthBytes, quietShare, calmShare);
  }

  private boolean look(CalmRewrite rewrite) {
    return redis.await(rewrite::look);
  }

  private void grow(int megabytes) {
    for (int i = 0; i < megabytes; i++) {
      write("key");
    }
  }

  private void write(String key) {
    String value = "x".repeat((int) MEGABYTE);
    redis.command(c -> c.set(key, value));
  }

  private Void rewritten() {
    return redis.await(
        () ->
            redis
                .link()
                .<String>command(c -> c.info("persistence"))
                .compose(
                    told ->
                        told.contains("aof_rewrite_in_progress:0")
                                && !told.contains("aof_rewrites:0")
                            ? Future.succeededFuture()
                            : Future.failedFuture("still writing")));
  }

  private String info() {
    return redis.<String>command(c -> c.info());
  }

  private long size(String name) {
    return info()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
