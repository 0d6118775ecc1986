package dev.haven.plan;

import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a contact is to go, and what changes while it waits.
 *
 * @param rule name of the rule that made it; {@code default} when none held, for the journal
 * @param queue it waits in
 * @param skills name to least level
 * @param preferred its designated navigator
 * @param floor its tier is at least this; ROUTINE for no floor
 * @param holds how long it is held for the designated navigator
 * @param latestStart after how long a ROUTINE contact ages up; null for the workspace's
 * @param steps in the order of their times
 */
public record RoutingPlan(
    String rule,
    String queue,
    Map<String, Integer> skills,
    @Nullable NavigatorId preferred,
    Tier floor,
    HoldTimes holds,
    @Nullable Duration latestStart,
    List<Step> steps) {
  public RoutingPlan {
    skills = Map.copyOf(skills);
    steps = List.copyOf(steps);
  }

  /**
   * What changes after a time of waiting. Later steps build on earlier ones.
   *
   * @param after since the contact's order time
   * @param dropSkills these are no longer asked for; {@code *} drops all
   * @param queue it moves to; null to stay
   * @param anyLanguage whether any navigator will do from now on (with an interpreter)
   * @param raise its tier is at least this from now on; null to stay
   */
  public record Step(
      Duration after,
      List<String> dropSkills,
      @Nullable String queue,
      boolean anyLanguage,
      @Nullable Tier raise) {
    public Step {
      dropSkills = List.copyOf(dropSkills);
      if (after.isNegative() || after.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException("a step comes after 0 to 7 days, got " + after);
      }
    }
  }
}
