package dev.haven.urgency;

/**
 * Makes a tier and a score of probabilities and floors. A message never stands below its floor (a
 * stated crisis, a measured fever, a site's own phrase); every other phrase is a hint, which the
 * probabilities already weigh.
 *
 * <p>The score keeps the tiers apart in bands (CRISIS from 90, URGENT_MEDICAL from 75,
 * HIGH_DISTRESS from 50, ELEVATED from 25). Inside a band the best supported stand first, so that a
 * floor against the model's opinion stands at the bottom.
 */
final class Fusion {
  private static final int[] BAND_FLOOR = {90, 75, 50, 25, 0};
  private static final int[] BAND_TOP = {100, 89, 74, 49, 24};
  private static final Tier[] STRICT = {Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.HIGH_DISTRESS};

  /**
   * Probabilities from which a message gets a strict tier, by language, set on the messages of
   * writers that the model has not seen so that crises are found alike in both.
   */
  private static final double[] ENGLISH_AT = {0.46, 0.48, 0.48};

  private static final double[] SPANISH_AT = {0.52, 0.48, 0.48};

  /** From here on the strict tiers together, the likeliest of them. */
  private static final double ONE_OF_THEM_AT = 0.62;

  /** A message that is likely enough a crisis to be read soon, if not to stand among the crises. */
  private static final double MAYBE_CRISIS_AT = 0.4;

  private static final double[] SEVERITY = {2.0, 0.8, 0.7, 0.35, 0};
  private static final double ELEVATED_BELOW = 0.5;

  /** A strict hint told of somebody makes ELEVATED unless the message is this surely routine. */
  private static final double SURELY_ROUTINE = 0.85;

  private static final double ADVERSE_EVENT_AT = 0.36;

  private Fusion() {}

  /**
   * The tier of a message.
   *
   * @param floor the tier below which it never stands
   * @param p probability of each tier
   * @param told whether a phrase of a strict tier is told of somebody
   * @param spanish whether the message seems to be Spanish
   */
  static Tier tier(Tier floor, double[] p, boolean told, boolean spanish) {
    double[] strictAt = spanish ? SPANISH_AT : ENGLISH_AT;
    for (Tier tier : STRICT) {
      if (floor == tier || p[tier.rank()] >= strictAt[tier.rank()]) {
        return tier;
      }
    }
    if (p[0] + p[1] + p[2] >= ONE_OF_THEM_AT) {
      return STRICT[p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2];
    }
    if (p[Tier.CRISIS.rank()] >= MAYBE_CRISIS_AT) {
      return Tier.HIGH_DISTRESS;
    }
    double routine = p[Tier.ROUTINE.rank()];
    boolean elevated = routine < ELEVATED_BELOW || told && routine < SURELY_ROUTINE;
    return elevated ? Tier.ELEVATED : floor;
  }

  static boolean adverseEvent(double[] p) {
    return p[LinearModel.ADVERSE_EVENT] >= ADVERSE_EVENT_AT;
  }

  static int score(Tier tier, double[] p) {
    int floor = BAND_FLOOR[tier.rank()];
    int width = BAND_TOP[tier.rank()] - floor;
    return floor + (int) Math.round(width * inside(tier, p));
  }

  /** Place inside the band of a tier, 0 to 1. */
  private static double inside(Tier tier, double[] p) {
    if (tier == Tier.CRISIS) {
      return Math.max(0, Math.min(1, odds(p[0]) / 7));
    }
    if (tier.strict()) {
      double urgent = odds(1 - p[Tier.ROUTINE.rank()]);
      return Math.max(0, Math.min(1, (urgent + 1) / 6));
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
