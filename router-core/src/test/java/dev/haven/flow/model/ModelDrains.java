package dev.haven.flow.model;

import java.util.TreeMap;

/** Navigators who take nothing lesser until a strict contact that has no room fits. */
final class ModelDrains {
  private final ModelMatch m;

  /** Strict contacts that nobody drains for, and their places. */
  private final TreeMap<String, Long> undrained = new TreeMap<>();

  ModelDrains(ModelMatch match) {
    m = match;
  }

  /** Answers the navigator who drained for it, whom the caller settles; null for nobody. */
  ModelNavigator end(ModelContact c) {
    if (c.drain.isEmpty()) {
      undrained.remove(c.id);
      return null;
    }
    ModelNavigator n = m.navigators.get(c.drain);
    c.drain = "";
    n.drain = "";
    n.drainTier = 4;
    return n;
  }

  /** Somebody on duty drains for it, if it needs that and anybody can. */
  void begin(ModelContact c) {
    if (!c.strict() || !c.state.equals("waiting") || !c.held.isEmpty() || !c.drain.isEmpty()) {
      return;
    }
    ModelNavigator best = null;
    for (ModelNavigator n : m.onDutyFor(c)) {
      if (n.onDuty()
          && n.drain.isEmpty()
          && !c.exclusions.containsKey(n.id)
          && n.capacity[c.channel] > 0
          && (best == null || m.units(n.counts) < m.units(best.counts))) {
        best = n;
      }
    }
    if (best != null) {
      undrained.remove(c.id);
      c.drain = best.id;
      best.drain = c.id;
      best.drainTier = c.tier;
      if (!m.aside.isUnsettled(best)) {
        m.file(best);
      }
    } else {
      undrained.put(c.id, c.place());
    }
  }

  /** Who has come to rest may drain for a strict contact that nobody drains for yet. */
  void mayBegin(ModelNavigator n) {
    if (n.onDuty() && n.drain.isEmpty()) {
      for (String id : m.first(undrained, 256)) {
        ModelContact c = m.contacts.get(id);
        if (m.mayServe(n, c) && !c.exclusions.containsKey(n.id)) {
          begin(c);
        }
        if (!n.drain.isEmpty()) {
          break;
        }
      }
    }
  }
}
