package dev.haven.flow;

import dev.haven.urgency.Tier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The default settings with other guarantees. */
public final class TestSettings {
  private TestSettings() {}

  static Settings with(Settings s, Guarantees guarantees) {
    return with(s, guarantees, s.acknowledgement());
  }

  /** Others that keep navigators of a language free, or offer to two at once. */
  public static Settings with(
      Settings s, Map<String, Integer> reserve, @Nullable Tier parallelUpTo) {
    Guarantees g = s.guarantees();
    return with(
        s,
        new Guarantees(
            g.setAsideUpTo(),
            g.interruptible(),
            g.interruptibleOutreach(),
            g.interruptionsPerHour(),
            g.ladder(),
            g.firstAnswer(),
            g.missedOffers(),
            g.heldAtMost(),
            reserve,
            parallelUpTo,
            2));
  }

  /** Others with another ladder. */
  public static Settings with(Settings s, Ladder ladder) {
    Guarantees g = s.guarantees();
    return with(
        s,
        new Guarantees(
            g.setAsideUpTo(),
            g.interruptible(),
            g.interruptibleOutreach(),
            g.interruptionsPerHour(),
            ladder,
            g.firstAnswer(),
            g.missedOffers(),
            g.heldAtMost(),
            g.reserve(),
            g.parallelUpTo(),
            g.parallelOffers()));
  }

  /** Others with another way of asking who answers outside. */
  static Settings with(Settings s, Acknowledgement acknowledgement) {
    return with(s, s.guarantees(), acknowledgement);
  }

  private static Settings with(Settings s, Guarantees guarantees, Acknowledgement acknowledgement) {
    return new Settings(
        s.policy(),
        s.offer(),
        s.offerPhone(),
        s.wrapUp(),
        s.park(),
        s.connect(),
        s.exclusion(),
        s.exclusionCrisis(),
        s.lostOffer(),
        s.lostWork(),
        s.latestStart(),
        s.retention(),
        s.rampStep(),
        s.nodeLease(),
        s.talk(),
        s.sameNavigator(),
        s.joinWithin(),
        s.costs(),
        guarantees,
        s.obligations(),
        acknowledgement);
  }
}
