package dev.haven.urgency;

import java.util.Set;

/**
 * One concept of the rule files: what a phrase of it means.
 *
 * @param code stable dotted name, such as {@code crisis.active}
 * @param tier the tier that a hit asks for; ROUTINE for rules that only mark context
 * @param flags how context acts on it, see {@link RuleBook}
 */
record Rule(String code, Tier tier, Set<String> flags) {
  boolean has(String flag) {
    return flags.contains(flag);
  }

  boolean marks(String prefix) {
    return code.startsWith(prefix);
  }
}
