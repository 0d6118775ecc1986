package dev.haven.urgency;

import java.util.List;

/**
 * A score with everything that led to it.
 *
 * @param urgency the score
 * @param findings what the rules saw in the last message, and why each counted or not; oldest first
 * @param modelProbabilities the model's probability of each tier, in the order of {@link Tier}
 */
public record Explanation(
    Urgency urgency, List<Finding> findings, List<Double> modelProbabilities) {
  public Explanation {
    findings = List.copyOf(findings);
    modelProbabilities = List.copyOf(modelProbabilities);
  }
}
