package dev.haven.plan;

import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way a rule knows: the first whose condition holds is taken. One that comes {@code after} a
 * time of waiting replaces what was asked for until then.
 *
 * @param when null for always
 * @param after since the order time; null for one that is only taken at once
 * @param queue it waits in
 * @param skills name to least level; required until a step says otherwise
 * @param preferredSkills asked for too, and given up after {@code preferFor}
 * @param preferFor how long
 * @param language ISO 639-1 or {@code any}; null for the contact's own
 * @param preferredNavigator a navigator's id; {@code person} or null mean the person's designated
 *     one
 * @param floor the contact is at least that urgent; ROUTINE for no floor
 * @param holds how long it is held for the preferred navigator, by tier
 * @param latestStart null for the workspace's
 * @param offerTo how many navigators it is offered to at once
 * @param steps in the order of their times
 */
public record Target(
    @Nullable Condition when,
    @Nullable Duration after,
    String queue,
    Map<String, Integer> skills,
    Map<String, Integer> preferredSkills,
    Duration preferFor,
    @Nullable String language,
    @Nullable String preferredNavigator,
    Tier floor,
    HoldTimes holds,
    @Nullable Duration latestStart,
    int offerTo,
    List<Change> steps) {
  public Target {
    skills = Map.copyOf(skills);
    preferredSkills = Map.copyOf(preferredSkills);
    steps = List.copyOf(steps);
  }

  /** A queue and nothing else. */
  public static Target queue(String queue) {
    return new Target(
        null,
        null,
        queue,
        Map.of(),
        Map.of(),
        Duration.ZERO,
        null,
        null,
        Tier.ROUTINE,
        HoldTimes.DEFAULT,
        null,
        1,
        List.of());
  }

  /**
   * What changes after a time of waiting; later changes build on earlier ones.
   *
   * @param after since the contact's order time
   * @param dropSkills these are no longer asked for; {@code *} drops all
   * @param lowerSkills these are asked for at most at that level; 0 drops one
   * @param queue it moves to; null to stay
   * @param anyLanguage whether any navigator will do from now on (with an interpreter)
   * @param raise its tier is at least this from now on; null to stay
   * @param raiseBy so many tiers more urgent than it was scored, 0 to 4
   * @param cap not above this by {@code raiseBy}
   * @param alarm code of an alarm; empty for none
   * @param outside name of the number outside that a caller is brought to; empty for none
   */
  public record Change(
      Duration after,
      List<String> dropSkills,
      Map<String, Integer> lowerSkills,
      @Nullable String queue,
      boolean anyLanguage,
      @Nullable Tier raise,
      int raiseBy,
      Tier cap,
      String alarm,
      String outside) {
    public Change {
      dropSkills = List.copyOf(dropSkills);
      lowerSkills = Map.copyOf(lowerSkills);
    }

    static Change dropping(Duration after, List<String> skills) {
      return new Change(after, skills, Map.of(), null, false, null, 0, Tier.CRISIS, "", "");
    }

    static Change lowering(Duration after, Map<String, Integer> levels) {
      return new Change(after, List.of(), levels, null, false, null, 0, Tier.CRISIS, "", "");
    }

    static Change interpreter(Duration after) {
      return new Change(after, List.of(), Map.of(), null, true, null, 0, Tier.CRISIS, "", "");
    }

    RoutingPlan.Ask applied(RoutingPlan.Ask ask) {
      RoutingPlan.Ask changed = ask.without(dropSkills).lowered(lowerSkills).in(queue);
      return anyLanguage ? changed.anyLanguage() : changed;
    }

    /** The tier from now on, of a contact that was scored so; null to stay. */
    @Nullable Tier raised(Tier scored) {
      if (raiseBy == 0) {
        return raise;
      }
      Tier by = Tier.ofRank(Math.max(0, scored.rank() - raiseBy));
      Tier capped = by.rank() < cap.rank() ? cap : by;
      return raise == null ? capped : capped.orMoreUrgent(raise);
    }
  }
}
