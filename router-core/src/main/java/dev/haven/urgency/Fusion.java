package dev.haven.urgency;

/**
 * Joins rules and model: the rules' tier is a floor, the model may raise it.
 *
 * <p>The score keeps the tiers apart in bands (CRISIS from 90, URGENT_MEDICAL from 75,
 * HIGH_DISTRESS from 50, ELEVATED from 25) and orders inside a band by the model's severity.
 */
final class Fusion {
  private static final int[] BAND_FLOOR = {90, 75, 50, 25, 0};
  private static final int[] BAND_TOP = {100, 89, 74, 49, 24};
  private static final double[] RAISE_AT = {0.44, 0.50, 0.45};
  private static final double RAISE_EXCUSED_AT = 0.9;
  private static final double[] SEVERITY = {1.0, 0.8, 0.7, 0.35, 0};
  private static final double RAISE_TO_ELEVATED_BELOW = 0.45;
  private static final double ADVERSE_EVENT_AT = 0.62;

  private Fusion() {}

  /**
   * The tier of a message.
   *
   * @param rules floor of the rules
   * @param p the model's probabilities
   * @param excused tiers of which the rules saw a phrase that is denied, supposed or a figure of
   *     speech, and none that counts: there the model must be very sure
   */
  static Tier tier(Tier rules, double[] p, java.util.Set<Tier> excused) {
    for (Tier tier : new Tier[] {Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.HIGH_DISTRESS}) {
      if (rules == tier) {
        return rules;
      }
      if (p[tier.rank()] >= (excused.contains(tier) ? RAISE_EXCUSED_AT : RAISE_AT[tier.rank()])) {
        return tier;
      }
    }
    if (rules == Tier.ROUTINE && p[Tier.ROUTINE.rank()] < RAISE_TO_ELEVATED_BELOW) {
      return Tier.ELEVATED;
    }
    return rules;
  }

  static boolean adverseEvent(boolean rules, double[] p) {
    return rules || p[LinearModel.ADVERSE_EVENT] >= ADVERSE_EVENT_AT;
  }

  static int score(Tier tier, double[] p) {
    double severity = 0;
    for (int i = 0; i < SEVERITY.length; i++) {
      severity += SEVERITY[i] * p[i];
    }
    int floor = BAND_FLOOR[tier.rank()];
    return floor + (int) Math.round((BAND_TOP[tier.rank()] - floor) * Math.min(1, severity));
  }

  /** The score moved up inside the band of its tier. */
  static int raised(Tier tier, int score, int points) {
    return Math.min(BAND_TOP[tier.rank()], Math.max(BAND_FLOOR[tier.rank()], score) + points);
  }
}
