package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Six Redis processes: workspaces on the shards of a cluster, and what the loss of one does. */
@Timeout(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final long NOW = 1_790_000_000_000L;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster();
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @Test
  @Order(0)
  void shouldRemoveWhatKilledNodesLeftOnWhicheverShard() throws Exception {
    try (TestRedis redis = new TestRedis(cluster.uri(), CommitLevel.PROCESS)) {
      RedisRehearsals rehearsals = new RedisRehearsals(redis.link());
      int killed = 4 * TestCluster.SHARDS;
      for (int i = 0; i < killed; i++) {
        WorkspaceId one = RedisRehearsals.workspace("%016x".formatted(i));
        redis.await(() -> rehearsals.keep(one));
        redis.command(c -> c.set(RedisKeys.workspace(one), "state"));
        redis.command(c -> c.del(RedisKeys.rehearsal(one.value())));
      }

      assertThat(redis.<Long>command(c -> c.scard(RedisKeys.REHEARSALS))).isEqualTo(killed);

      assertThat(redis.await(rehearsals::removeAbandoned)).isEqualTo(killed);

      assertThat(redis.<List<String>>command(c -> c.keys("haven:*rehearsal*"))).isEmpty();
    }
  }

  @Test
  @Order(1)
  void shouldTellEveryNodeWhatAnyShardPublishes() throws Exception {
    try (TestRedis redis = new TestRedis(cluster.uri(), CommitLevel.PROCESS)) {
      int said = 20 * TestCluster.SHARDS;
      var heard = new CountDownLatch(said);
      redis.await(() -> redis.link().subscribe("haven:{w}:to:n1", text -> heard.countDown()));
      for (int i = 0; i < said; i++) {
        String key = "haven:{w" + i + "}";
        redis.command(
            c ->
                c.eval(
                    "return redis.call('PUBLISH', ARGV[1], ARGV[2])",
                    ScriptOutputType.INTEGER,
                    new String[] {key},
                    "haven:{w}:to:n1",
                    "x"));
      }
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Order(2)
  void shouldAcknowledgeOnlyWhatTheReplicaOfTheWorkspacesShardConfirmed() throws Exception {
    CommitLevel level = new CommitLevel(CommitLevel.Kind.REPLICATED, 1, 500);
    try (TestRedis redis = new TestRedis(cluster.uri(), level)) {
      World first = onShard(redis, 1);
      World second = onShard(redis, 2);
      assertThat(first.place("c1", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      // when the replica of one shard confirms nothing any more
      cluster.freezeReplica(1);
      try {
        // then that shard's contacts are not acknowledged, the other's are
        assertThatThrownBy(() -> first.place("c2", Tier.CRISIS, Channel.CHAT))
            .hasRootCauseInstanceOf(NotConfirmedException.class);
        assertThat(second.place("c3", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      } finally {
        cluster.thawReplica(1);
      }
    }
  }

  @Test
  @Order(3)
  void shouldServeOtherWorkspacesWhileAShardFailsOverAndThenGoOnWithWhatItHad() throws Exception {
    try (TestRedis redis = new TestRedis(cluster.uri(), CommitLevel.PROCESS)) {
      // given workspaces on two shards
      World lost = onShard(redis, 0);
      World other = onShard(redis, 1);
      lost.navigator("ana");
      other.navigator("bo");
      assertThat(lost.place("c1", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      cluster.awaitCopied(0);
      // when the machine of one is gone
      cluster.killMaster(0);
      // then the other does not notice
      assertThat(other.place("c2", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      // and the promoted replica goes on, transitions and contacts and all
      Outcome again = redis.untilDone(() -> lost.place("c1", Tier.CRISIS, Channel.CHAT));
      assertThat(again.status()).isEqualTo("KNOWN");
      assertThat(lost.place("c3", Tier.ROUTINE, Channel.CHAT).status()).isEqualTo("CREATED");
    }
  }

  private static World onShard(TestRedis redis, int shard) {
    RedisEngine engine;
    do {
      engine = new RedisEngine(redis, Settings.defaults(), NOW);
    } while (TestCluster.shardOf(RedisKeys.workspace(engine.workspace())) != shard);
    return new World(engine);
  }
}
