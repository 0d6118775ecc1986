package dev.haven.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactState;
import dev.haven.contact.ContactTransition;
import dev.haven.flow.Ladder;
import dev.haven.flow.Settings;
import dev.haven.match.Catalogue;
import dev.haven.match.Eligibility;
import dev.haven.urgency.Tier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold after every step, asked of the plain fields of contacts and navigators. */
final class Invariants {
  private static final Set<String> STATES =
      Set.of("waiting", "offered", "engaged", "wrapping", "scheduled", "joined", "closed");

  /** The latest start of every contact of the simulation. */
  private static final long LATEST = 4 * 3_600_000L;

  private final Settings settings;
  private final Catalogue catalogue;
  private final Map<String, Integer> profiles;
  private final Map<String, int[]> capacities;
  private final Map<String, Channel> channels;
  private final Map<String, Long> sequences;
  private final Set<String> paused;

  Invariants(Settings settings, Catalogue catalogue, Cast cast) {
    this.settings = settings;
    this.catalogue = catalogue;
    profiles = cast.profiles;
    capacities = cast.capacities;
    channels = cast.channels;
    sequences = cast.sequences;
    paused = cast.paused;
  }

  /**
   * @param before the state before the step, to know which offers are new
   * @param settled whether nothing is due: a ramp that the clock has grown holds until its deadline
   *     is worked off
   * @param single whether one thing happened: of several, a later one may bring somebody better
   *     than an earlier one has offered
   */
  void check(
      TreeMap<String, Map<String, String>> state,
      TreeMap<String, Map<String, String>> before,
      boolean settled,
      boolean single,
      long now) {
    Map<String, int[]> carried = new HashMap<>();
    state.forEach(
        (key, c) -> {
          if (key.startsWith("c:")) {
            checkContact(key.substring(2), c, state, carried);
          }
        });
    state.forEach(
        (key, n) -> {
          if (key.startsWith("n:")) {
            checkNavigator(key.substring(2), n, state, carried);
          }
        });
    checkTransitions(state, before);
    if (settled) {
      checkNothingLeftUnmatched(state, now);
    }
    if (single) {
      checkNoInversion(state, before, now);
    }
    checkRoomWasMade(state, now);
    checkWorkIsTakenUpAgain(state);
    checkLadder(state);
  }

  private void checkContact(
      String id,
      Map<String, String> c,
      TreeMap<String, Map<String, String>> state,
      Map<String, int[]> carried) {
    assertThat(STATES).as("state of %s", id).contains(c.get("state"));
    String navigator = c.get("nav");
    switch (c.get("state")) {
      case "offered" -> {
        assertThat(state.get("n:" + navigator))
            .as("navigator of offered %s", id)
            .containsEntry("off", id + "." + c.get("try"));
        carry(carried, navigator, id);
        for (String other : c.get("also").split(";")) {
          if (!other.isEmpty()) {
            String[] offer = other.split(">");
            assertThat(state.get("n:" + offer[0]))
                .as("further navigator of offered %s", id)
                .containsEntry("off", id + "." + offer[1]);
            carry(carried, offer[0], id);
          }
        }
      }
      case "engaged", "wrapping" -> {
        assertThat(state.get("n:" + navigator).get("work").split(","))
            .as("work of %s", navigator)
            .contains(id);
        if (!c.get("est").equals("parked")) {
          carry(carried, navigator, id);
        }
      }
      case "closed" -> assertThat(c.get("disp")).as("disposition of %s", id).isNotEmpty();
      default -> assertThat(navigator).as("navigator of %s %s", c.get("state"), id).isEmpty();
    }
    assertThat(c.get("also").isEmpty() || c.get("state").equals("offered"))
        .as("%s is offered to several", id)
        .isTrue();
    if (!c.get("con").isEmpty()) {
      checkConsult(id, c, state);
      carry(carried, c.get("con").split(">")[0], id);
    }
    checkOutside(id, c);
    checkGroup(id, c, state);
    if (!c.get("drain").isEmpty()) {
      assertThat(state.get("n:" + c.get("drain"))).as("drain of %s", id).containsEntry("drain", id);
    }
  }

  /** A call that is on the way to a number outside has a person on the line and a deadline. */
  private static void checkOutside(String id, Map<String, String> c) {
    String[] call = c.get("out").split(">");
    if (call.length < 2 || call[1].equals("connected")) {
      return;
    }
    boolean interpreter = call[4].equals("interpreter");
    assertThat(c).as("outside goes %s", id).containsEntry("live", "1");
    assertThat(c.get("con").isEmpty() || interpreter).as("outside goes %s", id).isTrue();
    assertThat(c.get("state"))
        .as("outside goes %s", id)
        .isIn(interpreter ? Set.of("engaged") : Set.of("waiting", "offered", "engaged"));
    if (c.get("state").equals("engaged") && !interpreter) {
      assertThat(c).as("outside goes %s", id).containsEntry("est", "on_hold");
    }
    assertThat(Integer.parseInt(call[2]))
        .as("attempt of %s", id)
        .isLessThanOrEqualTo(Math.max(number(c.get("try")), number(c.get("last"))));
    assertThat(call[3]).as("end of the attempt of %s", id).isNotEmpty();
  }

  private static int number(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** Lead and members name each other, and the lead stands no worse than any of them. */
  private static void checkGroup(
      String id, Map<String, String> c, TreeMap<String, Map<String, String>> state) {
    if (c.get("state").equals("joined")) {
      assertThat(state.get("c:" + c.get("lead")).get("grp").split(","))
          .as("members of the lead of %s", id)
          .contains(id);
    }
    for (String member : c.get("grp").split(",")) {
      if (!member.isEmpty()) {
        assertThat(c.get("state"))
            .as("lead %s", id)
            .isIn("waiting", "offered", "engaged", "wrapping");
        Map<String, String> m = state.get("c:" + member);
        assertThat(m).containsEntry("state", "joined").containsEntry("lead", id);
        assertThat(Integer.parseInt(c.get("tier")))
            .as("tier of lead %s against %s", id, member)
            .isLessThanOrEqualTo(Integer.parseInt(m.get("tier")));
        assertThat(Long.parseLong(c.get("ord")))
            .as("order time of lead %s against %s", id, member)
            .isLessThanOrEqualTo(Long.parseLong(m.get("ord")));
      }
    }
  }

  /**
   * A consult is open only on work that goes on, is known to both, and keeps the person waiting.
   */
  private static void checkConsult(
      String id, Map<String, String> c, TreeMap<String, Map<String, String>> state) {
    String[] consult = c.get("con").split(">");
    Map<String, String> second = state.get("n:" + consult[0]);
    assertThat(c).as("consulted about %s", id).containsEntry("state", "engaged");
    assertThat(c.get("est"))
        .as("%s while %s", id, consult[1])
        .isEqualTo(consult[1].equals("conference") ? "talking" : "on_hold");
    assertThat(consult[0]).as("second navigator of %s", id).isNotEqualTo(c.get("nav"));
    assertThat(second.get("cons").split(",")).as("consults of %s", consult[0]).contains(id);
    assertThat(second.get("off").equals(id + "." + consult[2]))
        .as("%s is offered to %s", id, consult[0])
        .isEqualTo(consult[1].equals("offered"));
    assertThat(Integer.parseInt(consult[2]))
        .as("attempts of %s", id)
        .isEqualTo(Integer.parseInt(c.get("last")))
        .isGreaterThan(Integer.parseInt(c.get("try")));
  }

  /** Every change of state is one that the table of transitions allows. */
  private static void checkTransitions(
      TreeMap<String, Map<String, String>> state, TreeMap<String, Map<String, String>> before) {
    state.forEach(
        (key, c) -> {
          Map<String, String> earlier = before.get(key);
          if (key.startsWith("c:") && earlier != null) {
            assertThat(
                    ContactTransition.reachable(
                        ContactState.ofWireName(earlier.get("state")),
                        ContactState.ofWireName(c.get("state"))))
                .as("%s from %s to %s", key, earlier.get("state"), c.get("state"))
                .isTrue();
            if (earlier.get("state").equals("scheduled") || !c.get("grp").isEmpty()) {
              // Work that is needed at once comes due before its time, never after it; a lead
              // stands
              // as early as the earliest of its members.
              assertThat(Long.parseLong(c.get("ord")))
                  .as("order time of %s", key)
                  .isLessThanOrEqualTo(Long.parseLong(earlier.get("ord")));
            } else {
              assertThat(c.get("ord")).as("order time of %s", key).isEqualTo(earlier.get("ord"));
            }
          }
        });
  }

  private void carry(Map<String, int[]> carried, String navigator, String contact) {
    carried.computeIfAbsent(navigator, n -> new int[6])[channels.get(contact).ordinal()]++;
  }

  private void checkNavigator(
      String id,
      Map<String, String> n,
      TreeMap<String, Map<String, String>> state,
      Map<String, int[]> carried) {
    int[] counts = six(n.get("cnt"));
    assertThat(counts)
        .as("counts of %s against the contacts they carry", id)
        .isEqualTo(carried.getOrDefault(id, new int[6]));
    if (!n.get("off").isEmpty()) {
      Map<String, String> c =
          state.get("c:" + n.get("off").substring(0, n.get("off").indexOf('.')));
      if (c.get("con").isEmpty()) {
        assertThat(c).as("contact of the offer of %s", id).containsEntry("state", "offered");
        assertThat(c.get("nav") + ">" + c.get("try") + ">;" + c.get("also"))
            .as("to whom %s is offered", n.get("off"))
            .contains(id + ">" + n.get("off").substring(n.get("off").indexOf('.') + 1) + ">");
      } else {
        assertThat(c.get("con")).as("consult of the offer of %s", id).startsWith(id + ">offered>");
      }
    }
    for (String contact : n.get("cons").split(",")) {
      if (!contact.isEmpty()) {
        assertThat(state.get("c:" + contact).get("con"))
            .as("consult of %s", id)
            .startsWith(id + ">");
      }
    }
    if (!n.get("drain").isEmpty()) {
      assertThat(state.get("c:" + n.get("drain")))
          .as("whom %s drains for", id)
          .containsEntry("state", "waiting")
          .containsEntry("drain", id);
    }
  }

  /** No waiting contact and free navigator that fit each other stand side by side after a step. */
  private void checkNothingLeftUnmatched(TreeMap<String, Map<String, String>> state, long now) {
    state.forEach(
        (key, c) -> {
          if (key.startsWith("c:") && c.get("state").equals("waiting")) {
            state.forEach(
                (k, n) -> {
                  if (k.startsWith("n:") && n.get("off").isEmpty() && onDuty(n)) {
                    assertThat(
                            takeable(key.substring(2), c, k.substring(2), n, six(n.get("cnt")), now)
                                && (rank(c) <= 2 || !reserved(k, n, state, now)))
                        .as("%s %s waits although %s %s could take it", key, c, k, n)
                        .isFalse();
                  }
                });
          }
        });
  }

  /** Whether the navigator is kept for strict contacts, by the words of the design. */
  private boolean reserved(
      String key, Map<String, String> n, TreeMap<String, Map<String, String>> state, long now) {
    boolean lateOneFits =
        state.entrySet().stream()
            .filter(e -> e.getKey().startsWith("c:"))
            .anyMatch(
                e ->
                    e.getValue().get("state").equals("waiting")
                        && rank(e.getValue()) > 2
                        && Long.parseLong(e.getValue().get("ord")) + LATEST <= polledAt(now)
                        && takeable(
                            e.getKey().substring(2),
                            e.getValue(),
                            key.substring(2),
                            n,
                            six(n.get("cnt")),
                            now));
    return !lateOneFits
        && settings.guarantees().reserve().entrySet().stream()
            .anyMatch(
                floor ->
                    speaks(key, floor.getKey())
                        && count(state, floor.getKey(), false) > floor.getValue()
                        && count(state, floor.getKey(), true) <= floor.getValue());
  }

  private boolean speaks(String key, String language) {
    return catalogue.profile(profiles.get(key.substring(2))).languages().contains(language);
  }

  /** Who is on duty and speaks it; of those only who could take one more strict contact. */
  private long count(TreeMap<String, Map<String, String>> state, String language, boolean free) {
    return state.entrySet().stream()
        .filter(e -> e.getKey().startsWith("n:") && onDuty(e.getValue()))
        .filter(e -> speaks(e.getKey(), language))
        .filter(e -> !free || (e.getValue().get("off").isEmpty() && hasRoom(e)))
        .count();
  }

  private boolean hasRoom(Map.Entry<String, Map<String, String>> navigator) {
    int[] counts = six(navigator.getValue().get("cnt"));
    int[] capacity = capacities.get(navigator.getKey().substring(2));
    for (int channel = 0; channel < 6; channel++) {
      if (counts[channel] < capacity[channel] && units(counts) + cost(channel) <= 100) {
        return true;
      }
    }
    return false;
  }

  /** A new offer went to a navigator who could not have taken anything that stands better. */
  private void checkNoInversion(
      TreeMap<String, Map<String, String>> state,
      TreeMap<String, Map<String, String>> before,
      long now) {
    state.forEach(
        (key, c) -> {
          if (!key.startsWith("c:")) {
            return;
          }
          String navigator = newlyOffered(c, before.get(key));
          if (navigator.isEmpty()) {
            return;
          }
          Map<String, String> n = state.get("n:" + navigator);
          int[] without = six(n.get("cnt"));
          without[channels.get(key.substring(2)).ordinal()]--;
          state.forEach(
              (other, d) -> {
                if (other.startsWith("c:")
                    && d.get("state").equals("waiting")
                    && better(other, d, key, c)
                    && onDuty(n)) {
                  assertThat(takeable(other.substring(2), d, navigator, n, without, now))
                      .as("%s was offered to %s although %s stands better", key, navigator, other)
                      .isFalse();
                }
              });
        });
  }

  /** Whom the contact, or a consult about it, was offered to in this step; empty for nobody. */
  private static String newlyOffered(Map<String, String> c, @Nullable Map<String, String> earlier) {
    if (c.get("con").contains(">offered>")) {
      boolean known = earlier != null && earlier.get("last").equals(c.get("last"));
      return known ? "" : c.get("con").substring(0, c.get("con").indexOf('>'));
    }
    boolean known =
        earlier != null
            && earlier.get("state").equals("offered")
            && earlier.get("try").equals(c.get("try"));
    return known || !c.get("state").equals("offered") ? "" : c.get("nav");
  }

  /** Nobody of the tiers that may interrupt waits while giving something up would let them in. */
  private void checkRoomWasMade(TreeMap<String, Map<String, String>> state, long now) {
    Tier upTo = settings.guarantees().setAsideUpTo();
    state.forEach(
        (key, c) -> {
          if (upTo == null
              || !key.startsWith("c:")
              || !c.get("state").equals("waiting")
              || rank(c) > upTo.rank()) {
            return;
          }
          state.forEach(
              (k, n) -> {
                if (!k.startsWith("n:") || !onDuty(n)) {
                  return;
                }
                int[] counts = six(n.get("cnt"));
                if (!n.get("off").isEmpty()) {
                  String pending = n.get("off").substring(0, n.get("off").indexOf('.'));
                  if (Integer.parseInt(state.get("c:" + pending).get("tier")) <= 2
                      && state.get("c:" + pending).get("also").isEmpty()) {
                    return;
                  }
                  counts[channels.get(pending).ordinal()]--;
                }
                for (String id : n.get("work").split(",")) {
                  if (!id.isEmpty() && interruptible(id, state.get("c:" + id))) {
                    counts[channels.get(id).ordinal()]--;
                  }
                }
                assertThat(takeable(key.substring(2), c, k.substring(2), n, counts, now))
                    .as("%s waits although %s could set work aside", key, k)
                    .isFalse();
              });
        });
  }

  /** Whoever nobody took climbs, and nobody else does. */
  private void checkLadder(TreeMap<String, Map<String, String>> state) {
    Ladder ladder = settings.guarantees().ladder();
    state.forEach(
        (key, c) -> {
          if (key.startsWith("c:")) {
            boolean open = c.get("state").equals("waiting") || c.get("state").equals("offered");
            boolean climbs =
                open
                    && ladder.upTo() != null
                    && !ladder.rungs().isEmpty()
                    && Integer.parseInt(c.get("tier")) <= ladder.upTo().rank();
            assertThat(!c.get("climb").isEmpty()).as("%s is on the ladder", key).isEqualTo(climbs);
          }
        });
  }

  private boolean interruptible(String id, Map<String, String> c) {
    return c.get("state").equals("engaged")
        && (c.get("est").equals("talking") || c.get("est").equals("on_hold"))
        && c.get("con").isEmpty()
        && Integer.parseInt(c.get("tier")) > 2
        && c.get("live").isEmpty()
        && (settings.guarantees().interruptible().contains(channels.get(id))
            || (c.get("kind").equals("outreach") && settings.guarantees().interruptibleOutreach()));
  }

  /** What was set aside goes on as soon as there is room, unless somebody in distress needs it. */
  private void checkWorkIsTakenUpAgain(TreeMap<String, Map<String, String>> state) {
    state.forEach(
        (key, c) -> {
          if (!key.startsWith("c:") || c.get("pre").isEmpty()) {
            return;
          }
          assertThat(c).as("%s was set aside", key).containsEntry("est", "parked");
          Map<String, String> n = state.get("n:" + c.get("nav"));
          if (n.get("conn").equals("1") && n.get("off").isEmpty() && n.get("drain").isEmpty()) {
            int[] counts = six(n.get("cnt"));
            int channel = channels.get(key.substring(2)).ordinal();
            assertThat(
                    counts[channel] < capacities.get(c.get("nav"))[channel]
                        && units(counts) + cost(channel) <= 100)
                .as("%s stays set aside although there is room", key)
                .isFalse();
          }
        });
  }

  private static boolean onDuty(Map<String, String> n) {
    return n.get("conn").equals("1") && n.get("act").equals("available") && n.get("next").isEmpty();
  }

  private boolean better(String a, Map<String, String> d, String b, Map<String, String> c) {
    long difference = place(d) - place(c);
    return difference < 0
        || (difference == 0 && sequences.get(a.substring(2)) < sequences.get(b.substring(2)));
  }

  private static int rank(Map<String, String> c) {
    int tier = Integer.parseInt(c.get("tier"));
    return c.get("aged").equals("1") && tier > 3 ? 3 : tier;
  }

  private static long place(Map<String, String> c) {
    return rank(c) * 10_000_000_000_000L + Long.parseLong(c.get("ord"));
  }

  private boolean takeable(
      String contact,
      Map<String, String> c,
      String navigator,
      Map<String, String> n,
      int[] counts,
      long now) {
    if ((";" + c.get("excl")).contains(";" + navigator + ">")) {
      return false;
    }
    boolean held = !c.get("held").isEmpty();
    if (held ? !c.get("held").equals(navigator) : !eligible(c, navigator)) {
      return false;
    }
    int rank = rank(c);
    if (rank > 2 && paused.contains(catalogue.lane(Integer.parseInt(c.get("lane"))).queue())) {
      return false;
    }
    if (!n.get("drain").isEmpty() && rank > Integer.parseInt(n.get("dt"))) {
      return false;
    }
    int channel = channels.get(contact).ordinal();
    int[] capacity = capacities.get(navigator);
    if (counts[channel] >= capacity[channel] || units(counts) + cost(channel) > 100) {
      return false;
    }
    if (rank <= 2) {
      return true;
    }
    int[] parked = six(n.get("pk"));
    long limit =
        n.get("ramp").equals("0") || n.get("ramp").isEmpty()
            ? 1_000
            : 1 + (polledAt(now) - Long.parseLong(n.get("ramp"))) / settings.rampStep().toMillis();
    return counts[channel] + parked[channel] < Math.min(capacity[channel], limit)
        && units(counts) + units(parked) + cost(channel) <= 100;
  }

  private long lastPoll;

  /** Until when the ramp was climbed: it changes by transitions only, not by the clock. */
  void know(long poll) {
    lastPoll = poll;
  }

  private long polledAt(long now) {
    return Math.min(now, lastPoll);
  }

  private boolean eligible(Map<String, String> c, String navigator) {
    return Eligibility.mayServe(
        catalogue.profile(profiles.get(navigator)),
        catalogue.lane(Integer.parseInt(c.get("lane"))));
  }

  private int units(int[] counts) {
    int units = 0;
    for (int channel = 0; channel < 6; channel++) {
      units += counts[channel] * cost(channel);
    }
    return units;
  }

  private int cost(int channel) {
    return settings.cost(Channel.ofNumber(channel));
  }

  private static int[] six(String text) {
    return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
