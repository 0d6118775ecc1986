package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.flow.DistressContract;
import dev.haven.flow.Engine;
import dev.haven.flow.Ladder;
import dev.haven.flow.Settings;
import dev.haven.flow.TestSettings;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The scripts keep the guarantees for a person in distress, on a real Redis. */
class RedisDistressIT extends DistressContract {
  @Test
  void shouldGiveEachEscalationAnIdOfItsOwn() {
    Duration after = Duration.ofSeconds(10);
    Ladder ladder =
        new Ladder(Tier.CRISIS, List.of(new Ladder.Rung(after, Ladder.Action.SUPERVISORS)), after);
    RedisEngine engine =
        new RedisEngine(TestSettings.with(Settings.defaults(), ladder), 1_790_000_000_000L);
    World world = new World(engine);
    world.place("c1", Tier.CRISIS, Channel.CHAT);
    Set<String> ids = new HashSet<>();

    for (int i = 0; i < 2; i++) {
      engine.advance(10_000);
      world.expireOnly().notices().stream()
          .filter(n -> n.type().equals("command"))
          .forEach(n -> ids.add(n.text(0)));
      world.override("c1", Tier.ROUTINE);
      world.override("c1", Tier.CRISIS);
    }

    assertThat(ids).hasSize(2).allMatch(id -> id.startsWith("c1.escalation."));
  }

  @Test
  void shouldForgetALateContactThatAnEarlierBuildLeft() {
    Settings keepsOne = TestSettings.with(Settings.defaults(), Map.of("en", 1), null);
    RedisEngine engine = new RedisEngine(keepsOne, 1_790_000_000_000L);
    World world = new World(engine);
    String late = RedisKeys.of(engine.workspace(), "late");
    engine.redis().await(() -> engine.redis().link().command(c -> c.zadd(late, 1, "gone")));
    world.navigator("ana");
    world.navigator("bob");
    world.available("ana");
    world.place("c1", Tier.ROUTINE, Channel.CHAT);
    world.place("c2", Tier.ROUTINE, Channel.CHAT);

    world.available("bob");

    assertThat(world.contact("c2")).containsEntry("state", "waiting");
    long left = engine.redis().await(() -> engine.redis().link().command(c -> c.zcard(late)));
    assertThat(left).isZero();
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
