package dev.haven.flow.model;

import dev.haven.channel.Channel;
import dev.haven.flow.Settings;
import dev.haven.match.Eligibility;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The world of the model, with the parts that others need, and the matching by looking at
 * everybody: no lanes, no heads, no indexes. What the scripts find by walking, this finds by asking
 * each contact and each navigator.
 */
final class ModelMatch {
  Settings settings;
  static final long SILENCE = 120_000;
  final TreeMap<String, ModelContact> contacts = new TreeMap<>();
  final TreeMap<String, ModelNavigator> navigators = new TreeMap<>();
  final List<Lane> lanes = new ArrayList<>();
  final List<Profile> profiles = new ArrayList<>();
  final TreeMap<String, Long> refused = new TreeMap<>();
  final ModelAside aside = new ModelAside(this);
  final ModelParallel parallel = new ModelParallel(this);
  final ModelDrains drains = new ModelDrains(this);
  final ModelReserve reserve = new ModelReserve(this);
  final ModelLadder ladder = new ModelLadder(this);
  final ModelGroup groups = new ModelGroup(this);
  final ModelIntake intake = new ModelIntake(this);
  final ModelUrgency urgency = new ModelUrgency(this);
  final ModelOffers offers = new ModelOffers(this);
  final ModelWork work = new ModelWork(this);
  final ModelEnds ends = new ModelEnds(this);
  final ModelConsult consults = new ModelConsult(this);
  final ModelOutside outside = new ModelOutside(this);
  final ModelReports reports = new ModelReports(this);
  final ModelPersons persons = new ModelPersons(this);
  final ModelPresence presence = new ModelPresence(this);
  final Set<String> paused = new TreeSet<>();
  long now;
  long arrivals;

  final ModelCadences cadences = new ModelCadences();

  ModelMatch(Settings settings, long now) {
    this.settings = settings;
    this.now = now;
  }

  boolean mayServe(ModelNavigator n, ModelContact c) {
    return Eligibility.mayServe(profiles.get(n.profile), lanes.get(c.lane));
  }

  /** Whether a pause of its queue keeps the contact from being offered. */
  boolean isPaused(ModelContact c) {
    return c.rank() > 2 && paused.contains(lanes.get(c.lane).queue());
  }

  int cost(int channel) {
    return settings.cost(Channel.ofNumber(channel));
  }

  int units(int[] counts) {
    int units = 0;
    for (int channel = 0; channel < 6; channel++) {
      units += counts[channel] * cost(channel);
    }
    return units;
  }

  ModelNavigator.Filed room(ModelNavigator n) {
    long limit = n.ramp > 0 ? 1 + (now - n.ramp) / settings.rampStep().toMillis() : 1000;
    int units = units(n.counts);
    int parked = units(n.parked);
    int normal = 0;
    int strict = 0;
    for (int channel = 0; channel < 6; channel++) {
      if (n.counts[channel] < n.capacity[channel] && units + cost(channel) <= 100) {
        strict |= 1 << channel;
        if (n.counts[channel] + n.parked[channel] < Math.min(n.capacity[channel], limit)
            && units + parked + cost(channel) <= 100) {
          normal |= 1 << channel;
        }
      }
    }
    return new ModelNavigator.Filed(
        normal, strict, n.drain.isEmpty() ? 4 : n.drainTier, units * 10_000_000_000_000L + n.idle);
  }

  void file(ModelNavigator n) {
    n.duty = n.onDuty();
    n.filed = null;
    if (n.onDuty() && n.offer.isEmpty()) {
      ModelNavigator.Filed room = room(n);
      n.filed = room.strict() == 0 ? null : room;
    }
  }

  void enterLane(ModelContact c) {
    c.placed = true;
    reserve.noteLate(c);
  }

  void leaveLane(ModelContact c) {
    c.placed = false;
    c.late = false;
  }

  void offer(ModelContact c, ModelNavigator n) {
    leaveLane(c);
    boolean wasHeld = !c.held.isEmpty();
    c.held = "";
    c.heldUntil = 0;
    c.state = "offered";
    c.attempt = c.attempts() + 1;
    c.last = 0;
    c.navigator = n.id;
    c.offerSession = Long.toString(n.epoch);
    c.offerEnds = now + (c.channel == 0 ? settings.offerPhone() : settings.offer()).toMillis();
    c.deadline = c.offerEnds;
    n.offer = c.offerId();
    n.filed = null;
    n.counts[c.channel]++;
    n.seq++;
    if (!wasHeld) {
      parallel.offerToMore(c);
    }
  }

  List<ModelNavigator> onDutyFor(ModelContact c) {
    return navigators.values().stream()
        .filter(n -> n.duty && mayServe(n, c))
        .sorted(Comparator.<ModelNavigator>comparingInt(n -> n.profile).thenComparing(n -> n.id))
        .toList();
  }

  List<String> first(TreeMap<String, Long> byScore, int most) {
    return byScore.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean matchNavigator(ModelNavigator n, int most) {
    if (!n.onDuty() || !n.offer.isEmpty()) {
      return false;
    }
    ModelNavigator.Filed room = room(n);
    if (room.strict() == 0) {
      return false;
    }
    ModelContact best = null;
    for (ModelContact c : contacts.values()) {
      boolean mine = c.placed && (c.held.isEmpty() ? mayServe(n, c) : c.held.equals(n.id));
      if (mine
          && c.rank() <= most
          && !isPaused(c)
          && room.fits(c.channel, c.rank())
          && !c.exclusions.containsKey(n.id)
          && (best == null || c.before(best))) {
        best = c;
      }
    }
    if (best == null || (best.rank() > 2 && reserve.reserved(n) && !reserve.voidFor(n, room))) {
      return false;
    }
    ModelNavigator freed = drains.end(best);
    offer(best, n);
    if (freed != null && freed != n) {
      settle(freed);
    }
    return true;
  }

  void settle(ModelNavigator n) {
    aside.atRest(n);
    drains.mayBegin(n);
    if (!aside.makeRoomAt(n) && (n.aside > 0 || aside.hasHopeful())) {
      matchNavigator(n, 2);
    }
    aside.makeRoomForTheHopeful();
    if (n.aside > 0) {
      aside.takeUp(n);
    }
    matchNavigator(n, 4);
    if (!n.next.isEmpty() && !n.busy()) {
      n.activity = n.next;
      n.next = "";
      n.seq++;
    }
    file(n);
    if (n.filed != null) {
      reserve.tryAgain();
    }
  }

  boolean speaks(ModelNavigator n, String language) {
    return profiles.get(n.profile).languages().contains(language);
  }

  /** Whoever is free tries again, by load and idle time. */
  void tryEverybody() {
    List<ModelNavigator> free =
        navigators.values().stream()
            .filter(n -> n.filed != null)
            .sorted(
                Comparator.<ModelNavigator>comparingLong(n -> n.filed.score())
                    .thenComparing(n -> n.id))
            .toList();
    for (ModelNavigator n : free) {
      if (n.filed != null && matchNavigator(n, 4)) {
        file(n);
      }
    }
  }

  /** Takes the pending offer from its navigator; {@code framed} when their desktop is told. */
  void endOffer(ModelContact c, ModelNavigator n, boolean framed) {
    n.offer = "";
    n.counts[c.channel]--;
    aside.unsettle(n);
    if (framed) {
      n.seq++;
    }
  }

  /** The designated navigator, or who stands in for them while they are not on duty. */
  private ModelNavigator designated(ModelContact c) {
    ModelNavigator d = navigators.get(c.designated);
    return d == null || d.standIn.isEmpty() || d.onDuty() ? d : navigators.get(d.standIn);
  }

  ModelNavigator findNavigator(ModelContact c) {
    if (isPaused(c)) {
      return null;
    }
    ModelNavigator d = c.held.isEmpty() ? designated(c) : navigators.get(c.held);
    if (d != null && !c.exclusions.containsKey(d.id)) {
      if (d.filed != null
          && d.filed.fits(c.channel, c.rank())
          && (!c.held.isEmpty() || mayServe(d, c))
          && !(c.rank() > 2 && reserve.reserved(d))) {
        return d;
      }
    }
    return c.held.isEmpty() ? readyFor(c, c.lane, "") : null;
  }

  /** The free navigator for that lane who comes first, but not {@code except}. */
  ModelNavigator readyFor(ModelContact c, int lane, String except) {
    ModelNavigator best = null;
    for (ModelNavigator n : navigators.values()) {
      if (n.filed != null
          && !n.id.equals(except)
          && Eligibility.mayServe(profiles.get(n.profile), lanes.get(lane))
          && n.filed.fits(c.channel, c.rank())
          && !(c.rank() > 2 && reserve.reserved(n))
          && !c.exclusions.containsKey(n.id)
          && (best == null || n.filed.score() < best.filed.score())) {
        best = n;
      }
    }
    return best;
  }

  void takeStep(ModelContact c) {
    String[] f = c.steps.get(c.step).split(":", -1);
    leaveLane(c);
    c.held = "";
    c.step++;
    c.lane = f[1].isEmpty() ? c.lane : Integer.parseInt(f[1]);
    if (!f[2].isEmpty()) {
      c.tier = Math.min(c.tier, Integer.parseInt(f[2]));
    }
    if (f.length > 5 && !f[5].isEmpty()) {
      c.wide = Integer.parseInt(f[5]);
    }
    c.interpreter |= f.length > 6;
    if (f.length > 4 && !f[4].isEmpty() && c.live && ModelOutside.open(c) == null) {
      outside.ring(c, f[4], "step");
    }
  }

  void matchContact(ModelContact c, boolean mayHold) {
    c.state = "waiting";
    ladder.stand(c);
    if (!c.exclusions.isEmpty() && c.strict()) {
      lapseIfAlone(c);
      if (!c.exclusions.isEmpty()) {
        refused.put(c.id, c.place());
      }
    }
    ModelNavigator d = mayHold ? designated(c) : null;
    if (d != null && !c.exclusions.containsKey(d.id)) {
      if (c.holds[c.tier] > 0
          && d.onDuty()
          && d.capacity[c.channel] > 0
          && heldFor(d) < settings.guarantees().heldAtMost()) {
        c.held = d.id;
        c.heldUntil = now + c.holds[c.tier];
      }
    }
    ModelNavigator n = findNavigator(c);
    if (n != null) {
      leaveLane(c);
      ModelNavigator freed = drains.end(c);
      offer(c, n);
      file(n);
      if (freed != null && freed != n) {
        settle(freed);
      }
      return;
    }
    if (aside.mustWaitToMakeRoom(c) || !aside.makeRoom(c)) {
      enterLane(c);
      waitingDeadline(c);
      drains.begin(c);
      if (c.late) {
        reserve.tryAgain();
      }
    }
  }

  long heldFor(ModelNavigator n) {
    return contacts.values().stream().filter(c -> c.placed && c.held.equals(n.id)).count();
  }

  void withdraw(ModelContact c) {
    leaveLane(c);
    c.held = "";
    ModelNavigator freed = drains.end(c);
    if (freed != null) {
      settle(freed);
    }
  }

  void replace(ModelContact c, boolean mayHold) {
    leaveLane(c);
    c.held = "";
    ModelNavigator freed = drains.end(c);
    groups.partBetter(c);
    matchContact(c, mayHold);
    if (freed != null) {
      settle(freed);
    }
  }

  void lapseIfAlone(ModelContact c) {
    if (c.exclusions.isEmpty() || !c.strict()) {
      return;
    }
    for (ModelNavigator n : onDutyFor(c)) {
      if (n.onDuty() && !c.exclusions.containsKey(n.id) && n.capacity[c.channel] > 0) {
        return;
      }
    }
    c.exclusions.clear();
  }

  /**
   * What was held for the navigator goes to everybody, where {@code ends} says so; and strict
   * contacts that only they could still have taken may go back to those who were excluded.
   */
  private void letGo(ModelNavigator n, Predicate<ModelContact> ends) {
    List<ModelContact> list = new ArrayList<>();
    contacts.values().stream()
        .filter(c -> c.placed && c.held.equals(n.id) && ends.test(c))
        .forEach(list::add);
    list.forEach(
        c -> {
          leaveLane(c);
          c.held = "";
          enterLane(c);
        });
    for (String id : first(refused, 256)) {
      ModelContact c = contacts.get(id);
      boolean waits = c != null && c.state.equals("waiting") && !c.exclusions.isEmpty();
      if (waits) {
        lapseIfAlone(c);
      }
      if (!waits || c.exclusions.isEmpty()) {
        refused.remove(id);
      }
      if (waits && c.exclusions.isEmpty()) {
        list.add(c);
      }
    }
    list.sort((a, b) -> a == b ? 0 : a.before(b) ? -1 : 1);
    for (ModelContact c : list) {
      if (c.state.equals("waiting")) {
        replace(c, false);
      }
    }
  }

  /** A navigator on duty serves something else from now on; the caller settles them. */
  void changed(ModelNavigator n) {
    aside.unsettle(n);
    letGo(n, c -> n.capacity[c.channel] == 0);
    if (!n.drain.isEmpty()) {
      ModelContact c = contacts.get(n.drain);
      if (n.capacity[c.channel] == 0 || !mayServe(n, c)) {
        drains.end(c);
        drains.begin(c);
      }
    }
  }

  void offDuty(ModelNavigator n) {
    letGo(n, c -> true);
    if (!n.drain.isEmpty()) {
      ModelContact c = contacts.get(n.drain);
      drains.end(c);
      drains.begin(c);
      if (n.aside > 0) {
        aside.takeUp(n);
      }
    }
    reserve.tryAgain();
  }

  void exclude(ModelContact c, String navigator) {
    c.exclusions.putIfAbsent(
        navigator,
        now + (c.tier == 0 ? settings.exclusionCrisis() : settings.exclusion()).toMillis());
  }

  void backToWaiting(ModelContact c, String refusedBy) {
    c.navigator = "";
    c.offerEnds = 0;
    c.offerSession = "";
    c.engagement = "";
    c.engagedAt = 0;
    if (refusedBy != null) {
      exclude(c, refusedBy);
    }
    c.state = "waiting";
    boolean hasHours = c.kind.equals("outreach") || c.kind.equals("follow_up");
    if (!hasHours || !ends.putOff(c)) {
      matchContact(c, refusedBy == null);
    }
  }

  void waitingDeadline(ModelContact c) {
    long at = now + 3_600_000;
    if (!c.held.isEmpty()) {
      at = Math.min(at, c.heldUntil);
    }
    if (c.step < c.steps.size()) {
      at = Math.min(at, c.countsFrom() + Long.parseLong(c.steps.get(c.step).split(":")[0]));
    }
    if (c.tier == 4 && !c.aged && c.latest > 0) {
      at = Math.min(at, c.latest);
    }
    if (reserve.isKept() && c.rank() > 2 && c.latest > now) {
      at = Math.min(at, c.latest);
    }
    for (long until : c.exclusions.values()) {
      at = Math.min(at, until);
    }
    if (c.said > 0 && c.strict()) {
      at = Math.min(at, c.said + SILENCE);
    }
    if (c.kind.equals("outreach") || c.kind.equals("follow_up")) {
      long ends = cadences.windowEnds(c, now);
      at = ends < 0 ? at : Math.min(at, ends);
    }
    c.deadline = at;
  }
}
