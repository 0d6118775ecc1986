package dev.haven.record;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * Below the floor of free navigators of a language only strict contacts are offered, unless no more
 * than the floor are on duty or somebody whose latest start has passed could be taken.
 */
final class ReserveRule {
  private final Ledger ledger;

  ReserveRule(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The language whose reserve this offer broke. */
  Optional<String> broken(long at, AuditContact c, AuditNavigator n, Ledger.Policy policy) {
    if (policy.reserve().isEmpty() || c.rank() <= 2) {
      return Optional.empty();
    }
    return policy.reserve().entrySet().stream()
        .filter(e -> ledger.speaks(n, e.getKey()) && isKept(n, e.getKey(), e.getValue(), policy))
        .map(Map.Entry::getKey)
        .findFirst()
        .filter(language -> !isVoid(at, c, n, policy));
  }

  private boolean isKept(AuditNavigator n, String language, int floor, Ledger.Policy policy) {
    long onDuty = 0;
    long others = 0;
    for (AuditNavigator other : ledger.navigators().values()) {
      if (other.onDuty() && ledger.speaks(other, language)) {
        onDuty++;
        if (other != n && other.offer.isEmpty() && hasRoom(other, policy)) {
          others++;
        }
      }
    }
    return onDuty > floor && others < floor;
  }

  private static boolean hasRoom(AuditNavigator n, Ledger.Policy policy) {
    for (int channel = 0; channel < n.capacities.length; channel++) {
      if (n.hasRoom(channel, 0, Long.MAX_VALUE, policy.costs())) {
        return true;
      }
    }
    return false;
  }

  private boolean isVoid(long at, AuditContact c, AuditNavigator n, Ledger.Policy policy) {
    if (isLate(c, at)) {
      return true;
    }
    BitSet lanes = ledger.lanesWithWorkFor(n);
    return lanes.stream()
            .anyMatch(
                lane -> ledger.waitingIn(lane).stream().anyMatch(d -> takes(n, d, at, policy)))
        || ledger.heldFor(n.id).stream().anyMatch(d -> takes(n, d, at, policy));
  }

  private boolean takes(AuditNavigator n, AuditContact d, long at, Ledger.Policy policy) {
    return isLate(d, at)
        && !ledger.isPaused(d)
        && !d.excluded.contains(n.id)
        && n.hasRoom(d.channel, d.rank(), n.rampAtMost(at, policy.rampStep()), policy.costs());
  }

  private static boolean isLate(AuditContact d, long at) {
    return d.rank() > 2 && d.latest != 0 && d.latest <= at;
  }
}
