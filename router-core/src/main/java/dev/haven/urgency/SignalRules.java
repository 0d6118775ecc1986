package dev.haven.urgency;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known beside the text, with its weight. Signals only ever raise.
 *
 * <ul>
 *   <li>distress digit pressed: at least HIGH_DISTRESS
 *   <li>Distress Thermometer 4 and over (NCCN's cut): at least ELEVATED; 8 and over 10 points more.
 *       A low one lowers nothing: 62.9% of medical inpatients at risk did not endorse the
 *       questionnaire's item (PMC8258235)
 *   <li>three attempts or more: at least ELEVATED; 2 points for each attempt after the first, at
 *       most 8
 *   <li>came back after giving up 4 points, another channel before 3 points; both together at least
 *       ELEVATED
 *   <li>silence of two minutes or more after a strict tier: 6 points
 * </ul>
 *
 * @param tier the floor that the signals ask for
 * @param points inside the band
 * @param codes of the reasons
 */
record SignalRules(Tier tier, int points, List<String> codes) {
  private static final int HIGH_THERMOMETER = 4;
  private static final int SEVERE_THERMOMETER = 8;
  private static final int MANY_ATTEMPTS = 3;
  private static final long LONG_SILENCE_SECONDS = 120;

  static SignalRules of(Signals signals, Tier text) {
    Tier tier = Tier.ROUTINE;
    int points = 0;
    var codes = new ArrayList<String>();
    if (signals.distressDigit()) {
      tier = Tier.HIGH_DISTRESS;
      codes.add("signal.distress_digit");
    }
    if (signals.distressThermometer() >= HIGH_THERMOMETER) {
      tier = tier.orMoreUrgent(Tier.ELEVATED);
      points += signals.distressThermometer() >= SEVERE_THERMOMETER ? 10 : 0;
      codes.add("signal.thermometer");
    }
    if (signals.attempts() >= MANY_ATTEMPTS) {
      tier = tier.orMoreUrgent(Tier.ELEVATED);
      codes.add("signal.attempts");
    }
    points += Math.min(8, 2 * (signals.attempts() - 1));
    if (signals.returnedAfterAbandon()) {
      points += 4;
      codes.add("signal.returned");
    }
    if (signals.switchedChannel()) {
      points += 3;
      codes.add("signal.switched_channel");
    }
    if (signals.returnedAfterAbandon() && signals.switchedChannel()) {
      tier = tier.orMoreUrgent(Tier.ELEVATED);
    }
    if (signals.silentSeconds() >= LONG_SILENCE_SECONDS && text.strict()) {
      points += 6;
      codes.add("signal.silent");
    }
    return new SignalRules(tier, points, List.copyOf(codes));
  }
}
