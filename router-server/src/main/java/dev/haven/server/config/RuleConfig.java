package dev.haven.server.config;

import dev.haven.plan.Condition;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a workflow, as written: the first whose {@code when} holds decides, by the first of
 * its targets that holds. A rule with one target may have its settings itself.
 *
 * @param name for people and the journal
 * @param when CEL expression, at most 4,096 characters, that compiles
 * @param targets at least one
 */
public record RuleConfig(String name, String when, List<TargetConfig> targets) {
  private static final Pattern CEL = Pattern.compile("[\\s\\S]{1,4096}");
  private static final String CEL_RANGE = "a CEL expression of at most 4,096 characters";

  /** Never null: what is wrong is a problem, and the rules behind it keep their numbers. */
  static RuleConfig read(Block block) {
    String when = condition(block, "when", true);
    String name = block.text("name", block.path(), Forms.NAME, Forms.NAME_RANGE);
    List<TargetConfig> targets;
    if (block.has("targets")) {
      targets = block.blocks("targets", List.of(), TargetConfig::read);
      if (targets.isEmpty()) {
        block.problem("targets", "is empty: a rule has at least one target");
      }
      order(block, targets);
    } else {
      targets = List.of(TargetConfig.settings(block, null, null));
    }
    return new RuleConfig(name, when == null ? "" : when, targets);
  }

  /** Reads a condition and says what is wrong with it; null then, or when it is not there. */
  static @Nullable String condition(Block block, String key, boolean required) {
    String source =
        required
            ? block.requiredText(key, CEL, CEL_RANGE)
            : block.optionalText(key, CEL, CEL_RANGE);
    if (source == null) {
      return null;
    }
    try {
      Condition.compile(source);
      return source;
    } catch (IllegalArgumentException e) {
      block.problem(key, "is not a condition: " + e.getMessage());
      return null;
    }
  }

  private static void order(Block block, List<TargetConfig> targets) {
    TargetConfig before = null;
    for (int i = 0; i < targets.size(); i++) {
      TargetConfig target = targets.get(i);
      if (i == 0 && target.after() != null) {
        block.problem("targets[0].after", "belongs to later targets: the first is taken at once");
      }
      if (before != null
          && before.after() != null
          && (target.after() == null || target.after().compareTo(before.after()) <= 0)) {
        block.problem(
            "targets[" + i + "]", "must come 'after' a longer time than the target before it");
      }
      before = target;
    }
  }
}
