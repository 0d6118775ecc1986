package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.Engine;
import dev.haven.flow.HousekeepingContract;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import org.junit.jupiter.api.Test;

/** The scripts pass the contract of deadlines, leases and configuration on a real Redis. */
class RedisHousekeepingIT extends HousekeepingContract {
  @Test
  void shouldHaveNoClosedContactAmongThoseThatACheckpointLooksThrough() {
    RedisEngine engine = new RedisEngine(Settings.defaults(), 1_790_000_000_000L);
    World world = new World(engine);
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);
    world.abandon("c1");
    assertThat(members(engine, "deadlines")).isEqualTo(1);
    assertThat(members(engine, "kept")).isEqualTo(1);

    engine.advance(Settings.defaults().retention().toMillis());
    world.expireOnly();
    assertThat(members(engine, "kept")).isZero();
    assertThat(world.contact("c1")).isEmpty();
  }

  private static long members(RedisEngine engine, String set) {
    return engine
        .redis()
        .await(
            () ->
                engine.redis().link().command(c -> c.zcard(RedisKeys.of(engine.workspace(), set))));
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
