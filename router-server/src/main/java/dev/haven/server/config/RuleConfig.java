package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a workflow, as written: the first whose {@code when} holds decides.
 *
 * @param name for people and the journal
 * @param when CEL expression, at most 4,096 characters; compiled by the workflow, not here
 * @param queue null keeps the default queue
 * @param skills name to least level, 1 to 5
 * @param preferredNavigator null when nobody is preferred
 * @param tierFloor the contact is at least that urgent; null sets none
 * @param hold how long the preferred navigator alone may have it; null takes the tier's own
 * @param latestStart after how long a ROUTINE contact ages up; null for the node's
 * @param steps what changes after a time of waiting, in order
 */
public record RuleConfig(
    String name,
    String when,
    @Nullable String queue,
    Map<String, Integer> skills,
    @Nullable String preferredNavigator,
    @Nullable Tier tierFloor,
    @Nullable Duration hold,
    @Nullable Duration latestStart,
    List<Step> steps) {

  /**
   * What changes for a contact that has waited that long.
   *
   * @param dropSkills no longer asked for; {@code *} drops all
   * @param queue null stays
   * @param anyLanguage whether anybody will do from now on, with an interpreter
   * @param raise it is at least that urgent from now on; null stays
   */
  public record Step(
      Duration after,
      List<String> dropSkills,
      @Nullable String queue,
      boolean anyLanguage,
      @Nullable Tier raise) {}

  static @Nullable RuleConfig read(Block block) {
    String when =
        block.requiredText(
            "when",
            Pattern.compile("[\\s\\S]{1,4096}"),
            "a CEL expression of at most 4,096 characters");
    Map<String, Integer> skills =
        new LinkedHashMap<>(block.entries("skills", (b, skill) -> b.integer(skill, 1, 1, 5)));
    Tier floor = block.choice("tierFloor", Tier.ROUTINE, Tier.values(), Tier::wireName);
    Duration hold = block.duration("hold", Duration.ZERO, Duration.ZERO, ofHours(24));
    Duration latest =
        block.duration("latestStart", ofHours(4), Duration.ofMinutes(1), Duration.ofDays(7));
    RuleConfig rule =
        new RuleConfig(
            block.text("name", block.path(), Forms.NAME, Forms.NAME_RANGE),
            when == null ? "" : when,
            block.optionalText("queue", Forms.ID, Forms.ID_RANGE),
            Collections.unmodifiableMap(skills),
            block.optionalText("preferredNavigator", Forms.NAVIGATOR, Forms.NAVIGATOR_RANGE),
            block.has("tierFloor") ? floor : null,
            block.has("hold") ? hold : null,
            block.has("latestStart") ? latest : null,
            block.blocks("steps", List.of(), RuleConfig::step));
    for (int i = 1; i < rule.steps.size(); i++) {
      if (rule.steps.get(i).after().compareTo(rule.steps.get(i - 1).after()) <= 0) {
        block.problem("steps", "must come in order of 'after', each later than the one before");
      }
    }
    return when == null ? null : rule;
  }

  private static Step step(Block block) {
    Tier raise = block.choice("raise", Tier.ROUTINE, Tier.values(), Tier::wireName);
    Step step =
        new Step(
            block.duration("after", ofSeconds(60), ofSeconds(1), Duration.ofDays(7)),
            block.textList(
                "dropSkills",
                List.of(),
                Pattern.compile("\\*|[A-Za-z0-9._-]{1,64}"),
                "a skill, or '*' for all"),
            block.optionalText("queue", Forms.ID, Forms.ID_RANGE),
            block.flag("anyLanguage", false),
            block.has("raise") ? raise : null);
    if (Stream.of("dropSkills", "queue", "anyLanguage", "raise").noneMatch(block::has)) {
      block.problem(
          "after", "the step changes nothing: give dropSkills, queue, anyLanguage or raise");
    }
    return step;
  }
}
