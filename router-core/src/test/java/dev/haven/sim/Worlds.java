package dev.haven.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.World;
import dev.haven.flow.model.ModelEngine;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.store.redis.RedisEngine;
import dev.haven.store.redis.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The scripts on Redis and the model, side by side. Whatever is done is done in both; answers and
 * states must be the same, and the invariants must hold after it.
 */
final class Worlds {
  private static final long START = 1_790_000_000_000L;

  /** How many items a node works off at a call. */
  private static final int AT_A_CALL = 16;

  private final Settings settings;
  private final RedisEngine redis;
  private final World real;
  private final World oracle;
  private final Invariants invariants;
  private final List<String> log = new ArrayList<>();
  private TreeMap<String, Map<String, String>> state = new TreeMap<>();
  private long poll = START; // when everything due was last worked off
  private boolean moreDue;
  private int passes;

  Worlds(TestRedis testRedis, Settings settings, Cast cast) {
    this.settings = settings;
    redis = new RedisEngine(testRedis, settings, START);
    real = new World(redis);
    oracle = new World(new ModelEngine(settings, START));
    invariants = new Invariants(settings, real.catalogue(), cast);
  }

  RedisEngine redis() {
    return redis;
  }

  Settings settings() {
    return settings;
  }

  long now() {
    return redis.now();
  }

  /** Contacts and navigators as the last step left them. */
  TreeMap<String, Map<String, String>> state() {
    return state;
  }

  /** Makes the lane known in both, and answers its number. */
  int lane(Lane lane) {
    int number = real.lane(lane);
    oracle.lane(lane);
    return number;
  }

  /** Makes the profile known in both, and answers its number. */
  int profile(Profile profile) {
    int number = real.profile(profile);
    oracle.profile(profile);
    return number;
  }

  /** Notes what is no step. */
  void tell(String what) {
    log.add(what);
  }

  /** The last steps, for the report of a failure. */
  String story() {
    return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
  }

  /**
   * Time goes by, and everything that falls due is worked off.
   *
   * @param looked whether somebody looked all the time, so that there is no gap
   */
  void pass(long ms, boolean looked) {
    advance(ms);
    if (looked) {
      redis.touchPoll();
      oracle.engine().touchPoll();
    }
    log.add("after " + ms + " ms");
    workOff();
  }

  /** Every other router node is dead for longer than its lease. */
  void onlyOneLives(String node) {
    log.add("only " + node + " lives");
    advance(6_000);
    moreDue = true;
    both(
        "renew " + node,
        w -> w.engine().call(t -> t.renewNode(w.engine().workspace(), node, false)));
    workOff();
  }

  private void advance(long ms) {
    redis.advance(ms);
    oracle.engine().advance(ms);
  }

  /** One item after the other, each a step of its own; every other time many at a call. */
  private void workOff() {
    int most = ++passes % 2 == 0 ? AT_A_CALL : 1;
    moreDue = true;
    for (int worked = 0; moreDue && worked < 500; worked++) {
      both("due " + most, w -> w.expire(most));
    }
  }

  /**
   * Does one step in both worlds and compares them.
   *
   * @param what the step's name in the story
   * @return what Redis answered
   */
  Outcome both(String what, Function<World, Outcome> call) {
    log.add(what);
    Outcome w = call.apply(oracle);
    Outcome g = call.apply(real);
    TreeMap<String, Map<String, String>> now = redis.state();
    assertThat(g.status()).as("answer to: %s", what).isEqualTo(w.status());
    if (what.startsWith("due ")) {
      moreDue = g.text(1).equals("1");
      assertThat(g.text(2)).as("pairs that only the sweep found: %s", what).isEqualTo("0");
      if (!moreDue) {
        poll = redis.now();
      }
    }
    assertThat(differences(now, oracle.engine().state()))
        .as("fields that differ after: %s", what)
        .isEmpty();
    invariants.know(poll);
    invariants.check(now, state, !moreDue, !what.equals("due " + AT_A_CALL), redis.now());
    state = now;
    return g;
  }

  /** Each field that differs, as key.field: real, model. */
  private static List<String> differences(
      TreeMap<String, Map<String, String>> got, TreeMap<String, Map<String, String>> wanted) {
    List<String> found = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(got.keySet());
    keys.addAll(wanted.keySet());
    for (String key : keys) {
      Map<String, String> g = got.getOrDefault(key, Map.of());
      Map<String, String> w = wanted.getOrDefault(key, Map.of());
      TreeSet<String> fields = new TreeSet<>(g.keySet());
      fields.addAll(w.keySet());
      for (String f : fields) {
        if (!Objects.equals(g.get(f), w.get(f))) {
          found.add(key + "." + f + ": " + g.get(f) + ", model " + w.get(f));
        }
      }
    }
    return found;
  }
}
