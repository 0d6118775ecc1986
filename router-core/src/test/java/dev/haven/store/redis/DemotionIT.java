package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

/** A master that becomes a replica and cuts no connection, behind one address. */
@Timeout(120)
class DemotionIT {
  private static final long NOW = 1_790_000_000_000L;

  private int masterPort;
  private int replicaPort;
  private RedisServer master;
  private RedisServer replica;
  private TestRedis atMaster;
  private TestRedis atReplica;

  /** Where the address leads from now on; connections there are stay where they are. */
  private volatile int leadsTo;

  @BeforeEach
  void start() throws IOException {
    masterPort = TestRedis.freePort();
    replicaPort = TestRedis.freePort();
    master = TestRedis.server(masterPort, "repl-diskless-sync-delay 0");
    replica = TestRedis.server(replicaPort, "replicaof 127.0.0.1 " + masterPort);
    atMaster = new TestRedis("redis://127.0.0.1:" + masterPort, CommitLevel.PROCESS);
    atReplica = new TestRedis("redis://127.0.0.1:" + replicaPort, CommitLevel.PROCESS);
    leadsTo = masterPort;
  }

  @AfterEach
  void stop() throws IOException {
    atMaster.close();
    atReplica.close();
    replica.stop();
    master.stop();
  }

  @Test
  void shouldFollowTheAddressToTheNewMaster() {
    try (TestRedis redis = new TestRedis("redis://127.0.0.1:" + address(), CommitLevel.PROCESS)) {
      // given a contact that the replica has, too
      World world = new World(new RedisEngine(redis, Settings.defaults(), NOW));
      assertThat(world.place("c1", Tier.CRISIS, Channel.CHAT).status()).isEqualTo("CREATED");
      redis.untilDone(() -> copied(redis));
      // when they change places, and the address with them
      atReplica.await(() -> atReplica.link().command(c -> c.replicaofNoOne()));
      atMaster.await(() -> atMaster.link().command(c -> c.replicaof("127.0.0.1", replicaPort)));
      leadsTo = replicaPort;
      assertThatThrownBy(() -> world.place("c1", Tier.CRISIS, Channel.CHAT))
          .hasMessageContaining("READONLY");
      // then
      Outcome again = redis.untilDone(() -> world.place("c1", Tier.CRISIS, Channel.CHAT));
      assertThat(again.status()).isEqualTo("KNOWN");
      assertThat(redis.link().connected()).isTrue();
    }
  }

  @Test
  void shouldNotBeReadyWhileItsRedisTakesNoWrites() {
    // given
    World world = new World(new RedisEngine(atMaster, Settings.defaults(), NOW));
    world.open("nobody");
    assertThat(atMaster.link().connected()).isTrue();
    // when
    atMaster.await(() -> atMaster.link().command(c -> c.replicaof("127.0.0.1", masterPort)));
    assertThatThrownBy(() -> world.open("nobody")).hasMessageContaining("READONLY");
    // then
    assertThat(atMaster.link().connected()).isFalse();
    // when it is connected again, and the master again
    atMaster.untilDone(
        () -> atMaster.await(() -> atMaster.link().command(c -> c.replicaofNoOne())));
    assertThat(atMaster.link().connected()).as("nothing was written yet").isFalse();
    atMaster.untilDone(() -> world.open("nobody"));
    // then
    assertThat(atMaster.link().connected()).isTrue();
  }

  /** A port whose new connections go wherever it leads then. */
  private int address() {
    NetServer server = atMaster.vertx().createNetServer();
    NetClient client = atMaster.vertx().createNetClient();
    server.connectHandler(
        in -> {
          in.pause();
          client
              .connect(leadsTo, "127.0.0.1")
              .onSuccess(
                  out -> {
                    in.pipeTo(out);
                    out.pipeTo(in);
                  });
        });
    return atMaster.await(() -> server.listen(0, "127.0.0.1")).actualPort();
  }

  /** Fails while the replica has not got everything yet. */
  private static long copied(TestRedis redis) {
    long copies = redis.command(c -> c.waitForReplication(1, 500));
    if (copies < 1) {
      throw new IllegalStateException("not copied yet");
    }
    return copies;
  }
}
