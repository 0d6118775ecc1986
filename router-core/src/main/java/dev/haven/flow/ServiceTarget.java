package dev.haven.flow;

import java.time.Duration;

/**
 * What a queue aims at.
 *
 * @param percent share of contacts, 1 to 100
 * @param within from their place in the order to their first offer
 */
public record ServiceTarget(int percent, Duration within) {
  /** For a queue that is not in the configuration: 80% within 60 s. */
  public static final ServiceTarget USUAL = new ServiceTarget(80, Duration.ofSeconds(60));
}
