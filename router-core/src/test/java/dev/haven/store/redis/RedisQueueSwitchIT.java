package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Engine;
import dev.haven.flow.QueueSwitchContract;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import dev.haven.flow.World;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The scripts switch queues, on a real Redis. */
class RedisQueueSwitchIT extends QueueSwitchContract {
  /** More records change than a command of a script has room for. */
  private static final int MANY = 2_050;

  @Test
  void shouldOfferThousandsWhenAPauseEnds() {
    RedisEngine engine = new RedisEngine(Settings.defaults(), 1_790_000_000_000L);
    World world = new World(engine);
    WorkspaceId w = engine.workspace();
    world.navigator("first");
    world.pause("support", true);
    all(engine, (t, id) -> t.upsertNavigator(w, "n" + id, 0, "1,3,3,5,5,5", "{}", false));
    all(engine, (t, id) -> t.openSession(w, "n" + id, "node-1", ""));
    all(engine, (t, id) -> t.setActivity(w, "n" + id, "1", "available"));
    for (int i = 0; i < MANY; i++) {
      world.place("c" + i, Tier.ROUTINE, Channel.CHAT);
    }

    engine.redis().untilDone(() -> world.pause("support", false));

    assertThat(engine.redis().untilDone(engine::state).entrySet())
        .filteredOn(e -> e.getKey().startsWith("c:"))
        .hasSize(MANY)
        .allSatisfy(e -> assertThat(e.getValue()).containsEntry("state", "offered"));
  }

  private static void all(RedisEngine engine, BiFunction<Transitions, Integer, Future<?>> each) {
    engine.call(t -> Future.all(IntStream.range(0, MANY).mapToObj(i -> each.apply(t, i)).toList()));
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
