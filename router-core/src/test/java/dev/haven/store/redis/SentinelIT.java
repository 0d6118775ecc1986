package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;

/** A Redis with a replica and a sentinel that watches both: what the loss of a machine does. */
@Timeout(90)
class SentinelIT {
  private static final String NAME = "haven";
  private static final long NOW = 1_790_000_000_000L;

  private RedisServer master;
  private RedisServer replica;
  private RedisSentinel sentinel;
  private String uri;

  @BeforeEach
  void start() throws IOException {
    int masterPort = TestRedis.freePort();
    int replicaPort = TestRedis.freePort();
    int sentinelPort = TestRedis.freePort();
    master = TestRedis.server(masterPort, "repl-diskless-sync-delay 0");
    replica = TestRedis.server(replicaPort, "replicaof 127.0.0.1 " + masterPort);
    sentinel =
        RedisSentinel.builder()
            .bind("127.0.0.1")
            .port(sentinelPort)
            .masterName(NAME)
            .masterPort(masterPort)
            .quorumSize(1)
            .downAfterMilliseconds(500L)
            .failoverTimeout(5_000L)
            .build();
    sentinel.start();
    uri = "redis-sentinel://127.0.0.1:" + sentinelPort + "#" + NAME;
  }

  @AfterEach
  void stop() throws IOException {
    sentinel.stop();
    replica.stop();
    master.stop();
  }

  @Test
  void shouldGoOnAtThePromotedReplicaWithWhatItHad() throws Exception {
    try (TestRedis redis = new TestRedis(uri, CommitLevel.PROCESS)) {
      // given a contact that the replica has, too
      World world = new World(new RedisEngine(redis, Settings.defaults(), NOW));
      world.navigator("ana");
      assertThat(world.place("c1", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      redis.untilDone(() -> copied(redis));
      // when its machine is gone
      master.stop();
      // then the link finds the other, which has transitions and contact
      Outcome again = redis.untilDone(() -> world.place("c1", Tier.CRISIS, Channel.CHAT));
      assertThat(again.status()).isEqualTo("KNOWN");
      assertThat(world.place("c2", Tier.ROUTINE, Channel.CHAT).status()).isEqualTo("CREATED");
    }
  }

  @Test
  void shouldAcknowledgeOnlyWhatAReplicaConfirmed() throws Exception {
    CommitLevel level = new CommitLevel(CommitLevel.Kind.REPLICATED, 1, 500);
    try (TestRedis redis = new TestRedis(uri, level)) {
      World world = new World(new RedisEngine(redis, Settings.defaults(), NOW));
      redis.untilDone(() -> copied(redis));
      world.navigator("ana");
      assertThat(world.place("c1", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      confirmRead(world);
      // when nobody is left to confirm
      replica.stop();
      assertThatThrownBy(() -> world.place("c2", Tier.CRISIS, Channel.CHAT))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> confirmRead(world))
          .as("what is read now has c2")
          .hasCauseInstanceOf(NotConfirmedException.class);
    }
  }

  private static void confirmRead(World world) {
    world.engine().call(t -> t.confirmRead(world.engine().workspace()));
  }

  /** Fails while no replica has everything yet. */
  private static long copied(TestRedis redis) {
    long copies = redis.command(c -> c.waitForReplication(1, 500));
    if (copies < 1) {
      throw new IllegalStateException("not copied yet");
    }
    return copies;
  }
}
