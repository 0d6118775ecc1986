package dev.haven.flow;

/** The default settings with other guarantees. */
public final class TestSettings {
  private TestSettings() {}

  public static Settings with(Settings s, Guarantees guarantees) {
    return with(s, guarantees, s.acknowledgement());
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
