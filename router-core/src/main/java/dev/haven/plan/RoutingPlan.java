package dev.haven.plan;

import dev.haven.navigator.NavigatorId;
import dev.haven.skill.Languages;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a contact is to go, and what changes while it waits.
 *
 * @param rule name of the rule that made it; {@code default} when none held, for the journal
 * @param ask what it asks for first
 * @param preferred its designated navigator
 * @param floor its tier is at least this; ROUTINE for no floor
 * @param holds how long it is held for the designated navigator
 * @param latestStart after how long a ROUTINE contact ages up; null for the workspace's
 * @param offerTo how many navigators it is offered to at once, 1 to {@link #MOST_OFFERS}; the first
 *     who accepts has it
 * @param steps in the order of their times
 */
public record RoutingPlan(
    String rule,
    Ask ask,
    @Nullable NavigatorId preferred,
    Tier floor,
    HoldTimes holds,
    @Nullable Duration latestStart,
    int offerTo,
    List<Step> steps) {
  /** How many navigators a contact is offered to at once at most. */
  public static final int MOST_OFFERS = 5;

  public RoutingPlan {
    checkOffers(offerTo, 1);
    steps = List.copyOf(steps);
  }

  private static void checkOffers(int offerTo, int least) {
    if (offerTo < least || offerTo > MOST_OFFERS) {
      throw new IllegalArgumentException(
          "a contact is offered to 1 to " + MOST_OFFERS + " navigators at once, got " + offerTo);
    }
  }

  public String queue() {
    return ask.queue();
  }

  /**
   * What a waiting contact asks of whoever takes it.
   *
   * @param queue it waits in
   * @param skills name to least level, 1 to 5
   * @param language ISO 639-1, or {@code any}; null for the contact's own
   */
  public record Ask(String queue, Map<String, Integer> skills, @Nullable String language) {
    public Ask {
      skills = Map.copyOf(skills);
    }

    /** The language asked for by a contact that speaks this one. */
    public String languageOf(String contacts) {
      return language == null ? contacts : language;
    }

    Ask without(List<String> dropped) {
      Map<String, Integer> left = new HashMap<>(skills);
      if (dropped.contains("*")) {
        left.clear();
      } else {
        dropped.forEach(left::remove);
      }
      return new Ask(queue, left, language);
    }

    /** A skill that is asked for is asked for at most at that level; 0 drops it. */
    Ask lowered(Map<String, Integer> levels) {
      Map<String, Integer> left = new HashMap<>(skills);
      levels.forEach(
          (skill, level) -> {
            if (level == 0) {
              left.remove(skill);
            } else {
              left.computeIfPresent(skill, (s, was) -> Math.min(was, level));
            }
          });
      return new Ask(queue, left, language);
    }

    Ask in(@Nullable String other) {
      return other == null ? this : new Ask(other, skills, language);
    }

    Ask anyLanguage() {
      return new Ask(queue, skills, Languages.ANY);
    }
  }

  /**
   * What changes after a time of waiting.
   *
   * @param after since the contact's order time
   * @param ask what it asks for from now on
   * @param raise its tier is at least this from now on; null to stay
   * @param alarm code of an alarm that is raised then; empty for none
   * @param outside name of the number outside that a caller is brought to then; empty for none
   * @param offerTo how many navigators it is offered to at once from now on; 0 to stay
   * @param interpreter whether from now on those are taken who do not speak its language and need
   *     an interpreter
   */
  public record Step(
      Duration after,
      Ask ask,
      @Nullable Tier raise,
      String alarm,
      String outside,
      int offerTo,
      boolean interpreter) {
    public Step {
      checkOffers(offerTo, 0);
      if (after.isNegative() || after.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException("a step comes after 0 to 7 days, got " + after);
      }
    }
  }
}
