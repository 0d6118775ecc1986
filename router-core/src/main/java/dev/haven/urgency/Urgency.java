package dev.haven.urgency;

import java.util.List;

/**
 * What a scorer found.
 *
 * @param tier how urgent
 * @param score 0 to 100, ordered across tiers: a higher tier never has a lower score than a lower
 *     tier's band
 * @param adverseEvent whether a harmful or unwanted event of a product is told
 * @param language ISO 639-1 code of the text, {@code und} when it cannot be told
 * @param languageConfidence 0 to 1
 * @param reasons why, strongest first; never empty above ROUTINE
 * @param version which scorer and model gave this
 */
public record Urgency(
    Tier tier,
    int score,
    boolean adverseEvent,
    String language,
    double languageConfidence,
    List<Reason> reasons,
    String version) {
  public Urgency {
    if (score < 0 || score > 100) {
      throw new IllegalArgumentException("a score is 0 to 100, got " + score);
    }
    reasons = List.copyOf(reasons);
  }
}
