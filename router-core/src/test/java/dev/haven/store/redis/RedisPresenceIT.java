package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.Engine;
import dev.haven.flow.PresenceContract;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scripts pass the contract of desktops and activities on a real Redis. */
class RedisPresenceIT extends PresenceContract {
  @Test
  void shouldTellThatADesktopWasGivenUp() {
    World world = new World(new RedisEngine(Settings.defaults(), 1_790_000_000_000L));
    world.navigator("ana");
    world.available("ana");
    assertThat(sessionOf(world, "ana")).isEqualTo("");

    world.lose("ana");

    assertThat(sessionOf(world, "ana")).isEqualTo("ana has none");
  }

  /** Empty when the store has what the desktop has. */
  private static String sessionOf(World world, String navigator) {
    String seq = world.navigatorState(navigator).get("seq");
    List<String> asked = List.of(navigator, world.session(navigator), seq.isEmpty() ? "0" : seq);
    List<?> rows =
        (List<?>)
            world.engine().call(t -> t.checkSessions(world.engine().workspace(), asked)).get(1);
    return rows.isEmpty() ? "" : rows.get(0) + (rows.get(1).equals("") ? " has none" : " other");
  }

  @Override
  protected Engine engine(Settings settings, long startMs) {
    return new RedisEngine(settings, startMs);
  }
}
