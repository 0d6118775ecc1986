package dev.haven.urgency;

/**
 * Joins rules and model. A stated crisis and a measured fever are floors; any other hit asks for
 * its tier and gets it where the model sees enough of that tier, with hits taken into account; the
 * model may raise a tier by itself.
 *
 * <p>The score keeps the tiers apart in bands (CRISIS from 90, URGENT_MEDICAL from 75,
 * HIGH_DISTRESS from 50, ELEVATED from 25). Inside a band the best supported stand first, so that a
 * single hit against the model's opinion stands at the bottom.
 */
final class Fusion {
  private static final int[] BAND_FLOOR = {90, 75, 50, 25, 0};
  private static final int[] BAND_TOP = {100, 89, 74, 49, 24};
  private static final Tier[] STRICT = {Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.HIGH_DISTRESS};

  /** From here the model raises to a tier by itself. */
  private static final double[] RAISE_AT = {0.43, 0.45, 0.42};

  /** From here it lets a hit of that tier stand. */
  private static final double[] SUPPORT_AT = {0.38, 0.25, 0.25};

  private static final double RAISE_EXCUSED_AT = 0.7;
  private static final double[] SEVERITY = {2.0, 0.8, 0.7, 0.35, 0};
  private static final double RAISE_TO_ELEVATED_BELOW = 0.45;
  private static final double KEEPS_ELEVATED_BELOW = 0.6;

  /** A strict hit told of somebody is at least ELEVATED unless the model is this sure. */
  private static final double SURELY_ROUTINE = 0.85;

  private static final double PASSAGE = 0.65;
  private static final double ADVERSE_EVENT_AT = 0.35;
  private static final double ADVERSE_EVENT_STANDS_AT = 0.25;

  /** Flag of what a site decided itself, which the model leaves alone. */
  static final String SITE = "site";

  private Fusion() {}

  /**
   * The tier of a message.
   *
   * @param rules floor of the rules that the model left standing
   * @param p the model's probabilities
   * @param excused tiers of which the rules saw a phrase that is denied, supposed or a figure of
   *     speech, and none that counts: there the model must be very sure
   * @param told whether a strict hit told of somebody was seen, standing or not
   */
  static Tier tier(Tier rules, double[] p, java.util.Set<Tier> excused, boolean told) {
    for (Tier tier : STRICT) {
      if (rules == tier) {
        return rules;
      }
      if (p[tier.rank()] >= (excused.contains(tier) ? RAISE_EXCUSED_AT : RAISE_AT[tier.rank()])) {
        return tier;
      }
    }
    double routine = p[Tier.ROUTINE.rank()];
    return rules == Tier.ELEVATED
            || routine < RAISE_TO_ELEVATED_BELOW
            || told && routine < SURELY_ROUTINE
        ? Tier.ELEVATED
        : Tier.ROUTINE;
  }

  /** Whether the model sees so little of a hit's tier that the hit sets no floor. */
  static boolean overrules(double[] p, Hit hit, boolean stated) {
    if (hit.rule().has(SITE)) {
      return false;
    }
    double routine = p[Tier.ROUTINE.rank()];
    Tier tier = hit.tier();
    if (tier == Tier.ELEVATED || tier == Tier.ROUTINE) {
      return routine >= KEEPS_ELEVATED_BELOW;
    }
    if (!hit.impersonal()) {
      if (stated) {
        return false;
      }
      if (hit.rule().code().equals("medical.fever")) {
        return routine >= SURELY_ROUTINE;
      }
    }
    return p[tier.rank()] < SUPPORT_AT[tier.rank()];
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
    return p[LinearModel.ADVERSE_EVENT] >= (rules ? ADVERSE_EVENT_STANDS_AT : ADVERSE_EVENT_AT);
  }

  static int score(Tier tier, double[] p) {
    int floor = BAND_FLOOR[tier.rank()];
    int width = BAND_TOP[tier.rank()] - floor;
    return floor + (int) Math.round(width * inside(tier, p));
  }

  /** Place inside the band of a tier, 0 to 1. */
  private static double inside(Tier tier, double[] p) {
    if (tier == Tier.CRISIS) {
      return Math.max(0, Math.min(1, (odds(p[0]) + 1.5) / 8));
    }
    if (tier.strict()) {
      double urgent = odds(1 - p[Tier.ROUTINE.rank()]);
      return Math.max(0, Math.min(1, (urgent + 3) / 7));
    }
    double severity = 0;
    for (int i = 0; i < SEVERITY.length; i++) {
      severity += SEVERITY[i] * p[i];
    }
    return Math.min(1, severity);
  }

  private static double odds(double p) {
    return StrictMath.log(Math.max(1e-9, p) / Math.max(1e-9, 1 - p));
  }

  /** The score moved up inside the band of its tier. */
  static int raised(Tier tier, int score, int points) {
    return Math.min(BAND_TOP[tier.rank()], Math.max(BAND_FLOOR[tier.rank()], score) + points);
  }
}
