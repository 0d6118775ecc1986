package dev.haven.urgency;

/**
 * What is known of a contact beside its words.
 *
 * @param distressDigit whether the caller pressed the digit offered for distress
 * @param distressThermometer the person's last NCCN Distress Thermometer, 0 to 10, or -1 when there
 *     is none
 * @param attempts how often the person tried within the last hours, this time included; at least 1
 * @param returnedAfterAbandon whether an earlier try ended with the person gone
 * @param switchedChannel whether an earlier try used another channel
 * @param silentSeconds how long the person has been silent since their last message, in seconds
 */
public record Signals(
    boolean distressDigit,
    int distressThermometer,
    int attempts,
    boolean returnedAfterAbandon,
    boolean switchedChannel,
    long silentSeconds) {
  public static final Signals NONE = new Signals(false, -1, 1, false, false, 0);

  public Signals {
    if (distressThermometer < -1 || distressThermometer > 10) {
      throw new IllegalArgumentException(
          "a Distress Thermometer is 0 to 10, or -1: " + distressThermometer);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts start at 1, got " + attempts);
    }
  }
}
