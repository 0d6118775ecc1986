package dev.haven.urgency;

/**
 * Joins rules and model: the rules' tier is a floor, the model may raise it. It may overrule hits
 * that name nobody, and hits under CRISIS when it is sure that a message is routine; never a crisis
 * told of somebody and never a measured fever.
 *
 * <p>The score keeps the tiers apart in bands (CRISIS from 90, URGENT_MEDICAL from 75,
 * HIGH_DISTRESS from 50, ELEVATED from 25) and orders inside a band by the model's severity.
 */
final class Fusion {
  private static final int[] BAND_FLOOR = {90, 75, 50, 25, 0};
  private static final int[] BAND_TOP = {100, 89, 74, 49, 24};
  private static final double[] RAISE_AT = {0.45, 0.42, 0.45};
  private static final double RAISE_EXCUSED_AT = 0.9;
  private static final double[] SEVERITY = {1.0, 0.8, 0.7, 0.35, 0};
  private static final double RAISE_TO_ELEVATED_BELOW = 0.45;
  private static final double PASSAGE = 0.65;
  private static final double OVERRULES_MEDICAL_AT = 0.6;
  private static final double OVERRULES_AT = 0.7;
  private static final double NAMES_NOBODY_AT = 0.5;
  private static final double ADVERSE_EVENT_AT = 0.30;

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

  /** Whether the model is so sure of a routine message that this hit counts nothing. */
  static boolean overrules(double routine, Hit hit) {
    if (hit.impersonal()) {
      return routine >= NAMES_NOBODY_AT;
    }
    return switch (hit.rule().tier()) {
      case CRISIS -> false;
      case URGENT_MEDICAL ->
          !hit.rule().code().equals("medical.fever") && routine >= OVERRULES_MEDICAL_AT;
      case HIGH_DISTRESS, ELEVATED, ROUTINE -> routine >= OVERRULES_AT;
    };
  }

  /** Lets the strict tiers of a passage raise those of its message. */
  static void heed(double[] p, double[] passage) {
    for (int tier = 0; tier <= Tier.HIGH_DISTRESS.rank(); tier++) {
      double raised = PASSAGE * passage[tier];
      if (raised > p[tier]) {
        double rest = (1 - raised) / Math.max(1e-9, 1 - p[tier]);
        for (int i = 0; i < LinearModel.ADVERSE_EVENT; i++) {
          p[i] = i == tier ? raised : p[i] * rest;
        }
      }
    }
    p[LinearModel.ADVERSE_EVENT] =
        Math.max(p[LinearModel.ADVERSE_EVENT], PASSAGE * passage[LinearModel.ADVERSE_EVENT]);
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
    int width = BAND_TOP[tier.rank()] - floor;
    return floor
        + (int) Math.round(width * (tier == Tier.CRISIS ? certainty(p[0]) : Math.min(1, severity)));
  }

  /** Spreads the crises over their band: 0 when the model sees none, 1 when it is all but sure. */
  private static double certainty(double p) {
    double odds = StrictMath.log(Math.max(1e-9, p) / Math.max(1e-9, 1 - p));
    return Math.max(0, Math.min(1, (odds + 1.5) / 8));
  }

  /** The score moved up inside the band of its tier. */
  static int raised(Tier tier, int score, int points) {
    return Math.min(BAND_TOP[tier.rank()], Math.max(BAND_FLOOR[tier.rank()], score) + points);
  }
}
