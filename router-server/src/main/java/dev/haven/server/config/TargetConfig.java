package dev.haven.server.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.haven.match.Profile;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way a rule knows, as written.
 *
 * @param when CEL expression; null for always
 * @param after it replaces the target before it after that time of waiting; null for one that is
 *     only taken at once
 * @param queue null keeps the default queue
 * @param skills name to least level, 1 to 5
 * @param preferredSkills name to level, asked for until {@code preferFor} has passed; a department
 *     is one of them
 * @param language ISO 639-1 or {@code any}; null for the contact's own
 * @param preferredNavigator null when nobody is preferred
 * @param tierFloor the contact is at least that urgent; null sets none
 * @param hold how long the preferred navigator alone may have it, by tier; null takes the node's
 * @param latestStart after how long a ROUTINE contact ages up; null for the node's
 * @param offerTo how many navigators it is offered to at once
 * @param steps what changes after a time of waiting, in order
 */
public record TargetConfig(
    @Nullable String when,
    @Nullable Duration after,
    @Nullable String queue,
    Map<String, Integer> skills,
    Map<String, Integer> preferredSkills,
    Duration preferFor,
    @Nullable String language,
    @Nullable String preferredNavigator,
    @Nullable Tier tierFloor,
    @Nullable Map<Tier, Duration> hold,
    @Nullable Duration latestStart,
    int offerTo,
    List<Step> steps) {
  private static final Duration LONGEST = ofDays(7);
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}|any");
  private static final Pattern SKILL = Pattern.compile("\\*|[a-z0-9][a-z0-9_.-]{0,47}");
  private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  /**
   * What changes for a contact that has waited that long.
   *
   * @param dropSkills no longer asked for; {@code *} drops all
   * @param lowerSkills asked for at most at that level; 0 drops one
   * @param queue null stays
   * @param anyLanguage whether anybody will do from now on, with an interpreter
   * @param interpreter the same, where a number of interpreters has to be there
   * @param raise it is at least that urgent from now on; null stays
   * @param raiseBy so many tiers more urgent than it was scored
   * @param cap not above this by {@code raiseBy}
   * @param alarm code of the alarm that is raised; empty for none
   * @param outside name of the number outside that a caller is brought to; empty for none
   */
  public record Step(
      Duration after,
      List<String> dropSkills,
      Map<String, Integer> lowerSkills,
      @Nullable String queue,
      boolean anyLanguage,
      boolean interpreter,
      @Nullable Tier raise,
      int raiseBy,
      Tier cap,
      String alarm,
      String outside) {}

  static TargetConfig read(Block block) {
    Duration after = block.duration("after", ofMinutes(1), ofSeconds(1), LONGEST);
    return settings(
        block, RuleConfig.condition(block, "when", false), block.has("after") ? after : null);
  }

  /** The settings that a target has, wherever they stand. */
  static TargetConfig settings(Block block, @Nullable String when, @Nullable Duration after) {
    Map<String, Integer> skills = levels(block, "skills", 1);
    Map<String, Integer> preferred = levels(block, "preferredSkills", 1);
    String department = block.optionalText("department", Forms.NAME, Forms.NAME_RANGE);
    if (department != null) {
      String skill = Profile.departmentSkill(department);
      if (skill == null) {
        block.problem("department", "'" + department + "' is not 1 to 37 letters, digits, spaces");
      } else {
        preferred.put(skill, 1);
      }
    }
    Tier floor = block.choice("tierFloor", Tier.ROUTINE, Tier.values(), Tier::wireName);
    Duration latest = block.duration("latestStart", ofHours(4), ofMinutes(1), LONGEST);
    TargetConfig target =
        new TargetConfig(
            when,
            after,
            block.optionalText("queue", Forms.ID, Forms.ID_RANGE),
            Collections.unmodifiableMap(skills),
            Collections.unmodifiableMap(preferred),
            block.duration("preferFor", ofSeconds(30), Duration.ZERO, LONGEST),
            block.optionalText("language", LANGUAGE, Forms.LANGUAGE_RANGE + ", or 'any'"),
            block.optionalText("preferredNavigator", Forms.NAVIGATOR, Forms.NAVIGATOR_RANGE),
            block.has("tierFloor") ? floor : null,
            hold(block),
            block.has("latestStart") ? latest : null,
            block.integer("offerTo", 1, 1, RoutingPlan.MOST_OFFERS),
            block.blocks("steps", List.of(), TargetConfig::step));
    target.check(block);
    return target;
  }

  private void check(Block block) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String path = "steps[" + i + "]";
      if (i > 0 && step.after().compareTo(steps.get(i - 1).after()) <= 0) {
        block.problem(path + ".after", "must be later than the step before it");
      }
      if (after != null && step.after().compareTo(after) <= 0) {
        block.problem(path + ".after", "must be later than the target's own 'after'");
      }
      Stream.concat(step.dropSkills().stream(), step.lowerSkills().keySet().stream())
          .filter(s -> !s.equals("*") && !skills.containsKey(s) && !preferredSkills.containsKey(s))
          .forEach(s -> block.problem(path, "'" + s + "' is not among the skills asked for"));
    }
  }

  /** One time for every tier, or a block of times by tier. */
  private static @Nullable Map<Tier, Duration> hold(Block block) {
    if (block.has("hold") && block.has("holdByTier")) {
      block.problem("holdByTier", "stands beside 'hold'; give one of them");
    }
    Map<Tier, Duration> byTier = ServingConfig.holds(block.block("holdByTier"));
    Duration same = block.duration("hold", Duration.ZERO, Duration.ZERO, ofHours(24));
    if (block.has("hold")) {
      Map<Tier, Duration> all = new EnumMap<>(Tier.class);
      for (Tier tier : Tier.values()) {
        all.put(tier, same);
      }
      return Collections.unmodifiableMap(all);
    }
    return block.has("holdByTier") ? byTier : null;
  }

  private static Map<String, Integer> levels(Block block, String key, int least) {
    Map<String, Integer> levels =
        new TreeMap<>(
            block.entries(key, (b, skill) -> b.integer(skill, Math.max(1, least), least, 5)));
    for (String skill : levels.keySet()) {
      if (!SKILL.matcher(skill).matches() || skill.equals("*")) {
        block.problem(key + "." + skill, "a skill's name is 1 to 48 of a-z, 0-9, '_', '.' and '-'");
      }
    }
    levels.keySet().removeIf(skill -> !SKILL.matcher(skill).matches() || skill.equals("*"));
    return levels;
  }

  private static Step step(Block block) {
    Tier raise = block.choice("raise", Tier.ROUTINE, Tier.values(), Tier::wireName);
    Step step =
        new Step(
            block.duration("after", ofSeconds(60), ofSeconds(1), LONGEST),
            block.textList("dropSkills", List.of(), SKILL, "a skill, or '*' for all"),
            Collections.unmodifiableMap(levels(block, "lowerSkills", 0)),
            block.optionalText("queue", Forms.ID, Forms.ID_RANGE),
            block.flag("anyLanguage", false) || block.flag("interpreter", false),
            block.flag("interpreter", false),
            block.has("raise") ? raise : null,
            block.integer("raiseBy", 0, 0, 4),
            block.choice("cap", Tier.HIGH_DISTRESS, Tier.values(), Tier::wireName),
            block.text("notify", "", CODE, "a code of 1 to 32 of a-z, 0-9 and '_'"),
            block.text("outside", "", OUTSIDE, "a name of serving.outside.numbers"));
    if (block.has("cap") && !block.has("raiseBy")) {
      block.problem("cap", "limits 'raiseBy', which is not there");
    }
    if (Stream.of(
            "dropSkills",
            "lowerSkills",
            "queue",
            "anyLanguage",
            "interpreter",
            "raise",
            "raiseBy",
            "notify",
            "outside")
        .noneMatch(block::has)) {
      block.problem(
          "after",
          "the step changes nothing: give dropSkills, lowerSkills, queue, anyLanguage,"
              + " interpreter, raise, raiseBy, notify or outside");
    }
    return step;
  }
}
