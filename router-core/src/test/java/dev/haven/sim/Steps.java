package dev.haven.sim;

import dev.haven.flow.Outcome;
import dev.haven.flow.World;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Things that can happen, each drawn from the run's randomness and done in both worlds. */
abstract class Steps {
  final Cast cast;
  final Worlds worlds;
  final Random random;

  Steps(Cast cast, Worlds worlds) {
    this.cast = cast;
    this.worlds = worlds;
    this.random = cast.random;
  }

  /** One of them, by chance; there must be one. */
  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  Outcome both(String what, Function<World, Outcome> call) {
    return worlds.both(what, call);
  }

  /**
   * A field of a contact, {@code c:ID}, or a navigator, {@code n:ID}, as it is now; "" for none.
   */
  String field(String key, String name) {
    return worlds.state().getOrDefault(key, Map.of()).getOrDefault(name, "");
  }

  /** Time goes by, most of the time with somebody looking at what falls due. */
  void pass(long ms) {
    worlds.pass(ms, random.nextInt(5) > 0);
  }
}
