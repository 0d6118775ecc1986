package dev.haven.flow.model;

import dev.haven.channel.Channel;
import dev.haven.flow.Guarantees;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Setting work aside for a contact of the most urgent tiers that nobody is free for. */
final class ModelAside {
  private static final long HOUR = 3_600_000;

  /**
   * What must go from a navigator so that a contact fits.
   *
   * @param pending contact of the pending offer, null for none
   */
  private record Sacrifice(
      ModelNavigator navigator, ModelContact pending, List<ModelContact> work) {
    boolean isNothing() {
      return pending == null && work.isEmpty();
    }
  }

  private final ModelMatch m;
  private final List<ModelNavigator> unsettled = new ArrayList<>();
  private final List<ModelContact> hopeful = new ArrayList<>();

  ModelAside(ModelMatch match) {
    m = match;
  }

  private Guarantees rules() {
    return m.settings.guarantees();
  }

  void unsettle(ModelNavigator n) {
    if (n.onDuty() && !unsettled.contains(n)) {
      unsettled.add(n);
      n.filed = null;
    }
  }

  boolean isUnsettled(ModelNavigator n) {
    return unsettled.contains(n);
  }

  void atRest(ModelNavigator n) {
    unsettled.remove(n);
  }

  boolean mustWaitToMakeRoom(ModelContact c) {
    return !unsettled.isEmpty() && hopeful.add(c);
  }

  boolean hasHopeful() {
    return !hopeful.isEmpty();
  }

  void makeRoomForTheHopeful() {
    while (unsettled.isEmpty() && !hopeful.isEmpty()) {
      ModelContact c = hopeful.remove(0);
      if (c.state.equals("waiting")) {
        makeRoom(c);
      }
    }
  }

  private boolean mayInterrupt(ModelContact c) {
    return rules().setAsideUpTo() != null && c.rank() <= rules().setAsideUpTo().rank();
  }

  private boolean interruptible(ModelContact c) {
    return c.state.equals("engaged")
        && (c.engagement.equals("talking") || c.engagement.equals("on_hold"))
        && c.consult == null
        && !c.strict()
        && !c.live
        && (rules().interruptible().contains(Channel.ofNumber(c.channel))
            || (c.kind.equals("outreach") && rules().interruptibleOutreach()));
  }

  private boolean fits(ModelNavigator n, int[] counts, int channel) {
    return counts[channel] < n.capacity[channel] && m.units(counts) + m.cost(channel) <= 100;
  }

  /** Null when all that may go is not enough. */
  private Sacrifice sacrifice(ModelNavigator n, ModelContact c, boolean offersOnly) {
    if (unsettled.contains(n)
        || !n.onDuty()
        || c.exclusions.containsKey(n.id)
        || (!n.drain.isEmpty() && c.rank() > n.drainTier)) {
      return null;
    }
    int[] counts = n.counts.clone();
    ModelContact pending = null;
    if (!n.offer.isEmpty()) {
      pending = m.contacts.get(n.offer.substring(0, n.offer.indexOf('.')));
      if (pending.strict() && pending.also.isEmpty()) {
        return null;
      }
      counts[pending.channel]--;
    }
    List<ModelContact> taken = new ArrayList<>();
    if (fits(n, counts, c.channel)) {
      return new Sacrifice(n, pending, taken);
    }
    List<ModelContact> worstFirst =
        n.work.stream()
            .map(m.contacts::get)
            .filter(d -> !offersOnly && interruptible(d))
            .sorted((a, b) -> b.before(a) ? -1 : 1)
            .toList();
    for (ModelContact d : worstFirst) {
      counts[d.channel]--;
      taken.add(d);
      if (fits(n, counts, c.channel)) {
        return new Sacrifice(n, pending, taken);
      }
    }
    return null;
  }

  private long interruptions(ModelNavigator n) {
    return n.interruptions.stream().filter(at -> at > m.now - HOUR).count();
  }

  private void make(ModelContact c, Sacrifice sacrifice) {
    ModelNavigator n = sacrifice.navigator();
    ModelContact pending = sacrifice.pending();
    boolean consulted =
        pending != null && pending.consult != null && pending.consult.navigator == n;
    if (consulted) {
      m.consults.end(pending, true);
    }
    boolean returns = pending != null && !consulted && !m.parallel.endOne(pending, n, true);
    for (ModelContact d : sacrifice.work()) {
      n.counts[d.channel]--;
      n.parked[d.channel]++;
      d.engagement = "parked";
      d.aside = true;
      n.aside++;
      n.seq++;
      d.deadline = m.now + m.settings.park().toMillis();
    }
    if (!sacrifice.work().isEmpty()) {
      n.interruptions.removeIf(at -> at <= m.now - HOUR);
      n.interruptions.add(m.now);
    }
    m.leaveLane(c);
    ModelNavigator freed = m.drains.end(c);
    m.offer(c, n);
    atRest(n);
    m.file(n);
    if (returns) {
      m.backToWaiting(pending, null);
    }
    if (freed != null && freed != n) {
      m.settle(freed);
    }
    if (consulted) {
      m.consults.rest(pending);
    }
  }

  boolean makeRoom(ModelContact c) {
    if (!mayInterrupt(c)) {
      return false;
    }
    List<ModelNavigator> all =
        c.held.isEmpty() ? m.onDutyFor(c) : List.of(m.navigators.get(c.held));
    Sacrifice best = null;
    for (ModelNavigator n : all) {
      Sacrifice offer = n.offer.isEmpty() ? null : sacrifice(n, c, true);
      if (offer != null && (best == null || best.pending().before(offer.pending()))) {
        best = offer;
      }
    }
    if (best == null) {
      best =
          all.stream()
              .filter(n -> !n.work.isEmpty())
              .sorted(
                  Comparator.comparingLong(this::interruptions)
                      .thenComparingInt(n -> m.units(n.counts)))
              .map(n -> sacrifice(n, c, false))
              .filter(s -> s != null)
              .findFirst()
              .orElse(null);
    }
    if (best == null) {
      return false;
    }
    make(c, best);
    return true;
  }

  boolean makeRoomAt(ModelNavigator n) {
    ModelContact best = null;
    Sacrifice bestSacrifice = null;
    for (ModelContact c : m.contacts.values()) {
      boolean mine = c.placed && (c.held.isEmpty() ? m.mayServe(n, c) : c.held.equals(n.id));
      if (mine && mayInterrupt(c) && (best == null || c.before(best))) {
        Sacrifice sacrifice = sacrifice(n, c, false);
        if (sacrifice != null) {
          best = c;
          bestSacrifice = sacrifice;
        }
      }
    }
    if (best == null || bestSacrifice.isNothing()) {
      return false;
    }
    make(best, bestSacrifice);
    return true;
  }

  void takeUp(ModelNavigator n) {
    if (!n.offer.isEmpty() || !n.drain.isEmpty() || !n.connected) {
      return;
    }
    n.work.stream()
        .map(m.contacts::get)
        .filter(c -> c.aside)
        .sorted((a, b) -> a.before(b) ? -1 : 1)
        .forEach(
            c -> {
              if (fits(n, n.counts, c.channel)) {
                takeUp(c, n);
              }
            });
  }

  void takeUp(ModelContact c, ModelNavigator n) {
    noLonger(c, n);
    n.parked[c.channel]--;
    n.counts[c.channel]++;
    c.engagement = "talking";
    c.deadline = m.now + m.settings.talk().toMillis();
    n.seq++;
  }

  void noLonger(ModelContact c, ModelNavigator n) {
    if (c.aside) {
      c.aside = false;
      n.aside--;
    }
  }
}
