package dev.haven.urgency;

import java.util.Locale;
import java.util.Optional;

/**
 * How urgent a contact is, most urgent first. The ordinal is the tier's rank in Redis: smaller goes
 * first.
 */
public enum Tier {
  CRISIS,
  URGENT_MEDICAL,
  HIGH_DISTRESS,
  ELEVATED,
  ROUTINE;

  private static final Tier[] ALL = values();

  /** Strict tiers are never overtaken by a lower one, whatever its age. */
  public boolean strict() {
    return compareTo(HIGH_DISTRESS) <= 0;
  }

  /** The more urgent of the two. */
  public Tier orMoreUrgent(Tier other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public int rank() {
    return ordinal();
  }

  /** The name in JSON, configuration and metrics: lower snake case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Tier> ofWireName(String name) {
    for (Tier tier : ALL) {
      if (tier.wireName().equals(name)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }

  public static Tier ofRank(int rank) {
    return ALL[rank];
  }
}
