package dev.haven.flow.model;

import java.util.List;

/** Navigators of a language who are kept free for strict contacts. */
final class ModelReserve {
  private final ModelMatch m;

  ModelReserve(ModelMatch match) {
    m = match;
  }

  /** Whether the navigator is kept for strict contacts. */
  boolean reserved(ModelNavigator n) {
    return m.settings.guarantees().reserve().entrySet().stream()
        .anyMatch(
            e -> {
              List<ModelNavigator> all =
                  m.navigators.values().stream().filter(x -> m.speaks(x, e.getKey())).toList();
              return e.getValue() > 0
                  && m.speaks(n, e.getKey())
                  && all.stream().filter(x -> x.duty || x == n).count() > e.getValue()
                  && all.stream().filter(x -> x != n && x.filed != null).count() < e.getValue();
            });
  }

  /** Whether something late waits that the navigator could take now: then none is kept. */
  boolean voidFor(ModelNavigator n, ModelNavigator.Filed room) {
    return m.contacts.values().stream()
        .anyMatch(
            c ->
                c.late
                    && !m.isPaused(c)
                    && (c.held.isEmpty() ? m.mayServe(n, c) : c.held.equals(n.id))
                    && !c.exclusions.containsKey(n.id)
                    && room.fits(c.channel, c.rank()));
  }

  /** Whether there is a reserve at all. */
  boolean isKept() {
    return m.settings.guarantees().reserve().values().stream().anyMatch(floor -> floor > 0);
  }

  /** Notes that its latest start has passed; answers whether that is new. */
  boolean noteLate(ModelContact c) {
    boolean late =
        isKept() && c.placed && c.rank() > 2 && c.latest > 0 && c.latest <= m.now && !c.late;
    c.late |= late;
    return late;
  }

  /** The reserve may need fewer now, so whoever is free tries again. */
  void tryAgain() {
    if (isKept()) {
      m.tryEverybody();
    }
  }
}
