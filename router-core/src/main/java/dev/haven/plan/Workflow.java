package dev.haven.plan;

import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ordered rules: the first whose condition holds makes the plan, else the default queue. Pure and
 * safe for any thread.
 *
 * <p>Every plan ends in a step that drops all skills, so that nobody waits for ever for a skill
 * that nobody on duty has.
 */
public final class Workflow {
  /** Where an authentic payload goes that nobody could read. */
  public static final String UNREADABLE_QUEUE = "unreadable";

  /** Stands for a rule's name where no rule held. */
  public static final String DEFAULT_RULE = "default";

  private static final Duration DROP_ALL_AFTER = Duration.ofMinutes(10);
  private static final Duration INTERPRETER_AFTER = Duration.ofMinutes(5);

  private final String defaultQueue;
  private final List<Rule> rules;

  public Workflow(String defaultQueue, List<Rule> rules) {
    this.defaultQueue = defaultQueue;
    this.rules = List.copyOf(rules);
  }

  /** Everything goes to queue {@code support}. */
  public static Workflow standard() {
    return new Workflow("support", List.of());
  }

  /**
   * @param name for the explanation and the journal
   * @param when null for always
   * @param preferred a navigator's id; {@code person} means the person's designated navigator; null
   *     means that too
   */
  public record Rule(
      String name,
      @Nullable Condition when,
      String queue,
      Map<String, Integer> skills,
      @Nullable String preferred,
      Tier floor,
      HoldTimes holds,
      @Nullable Duration latestStart,
      List<RoutingPlan.Step> steps) {
    public Rule {
      skills = Map.copyOf(skills);
      steps = List.copyOf(steps);
    }
  }

  public RoutingPlan plan(PlanInput input) {
    for (Rule rule : rules) {
      if (rule.when() == null || decided(rule.when(), input)) {
        return new RoutingPlan(
            rule.name(),
            rule.queue(),
            rule.skills(),
            preferred(rule.preferred(), input),
            rule.floor(),
            rule.holds(),
            rule.latestStart(),
            complete(rule.steps(), !rule.skills().isEmpty()));
      }
    }
    return forQueue(defaultQueue, input);
  }

  /** The plan for a queue somebody names: a transfer, or the queue of unreadable payloads. */
  public RoutingPlan forQueue(String queue, PlanInput input) {
    return new RoutingPlan(
        DEFAULT_RULE,
        queue,
        Map.of(),
        preferred(null, input),
        Tier.ROUTINE,
        HoldTimes.DEFAULT,
        null,
        complete(List.of(), false));
  }

  /** Names of the rules whose conditions rest on one of those variables. */
  public List<String> reading(Set<String> variables) {
    return rules.stream()
        .filter(r -> r.when() != null && !Collections.disjoint(r.when().reads(), variables))
        .map(Rule::name)
        .toList();
  }

  /** The queues that rules may send contacts to. */
  public List<String> queues() {
    List<String> names = new ArrayList<>();
    names.add(defaultQueue);
    rules.forEach(
        r -> {
          names.add(r.queue());
          r.steps().stream()
              .map(RoutingPlan.Step::queue)
              .filter(q -> q != null)
              .forEach(names::add);
        });
    return names.stream().distinct().toList();
  }

  private static boolean decided(Condition condition, PlanInput input) {
    try {
      return condition.holds(input);
    } catch (Condition.UndecidedException e) {
      return false;
    }
  }

  private static @Nullable NavigatorId preferred(@Nullable String name, PlanInput input) {
    String id = name == null || name.equals("person") ? input.designated() : name;
    return id == null ? null : new NavigatorId(id);
  }

  private static List<RoutingPlan.Step> complete(List<RoutingPlan.Step> steps, boolean skilled) {
    List<RoutingPlan.Step> all = new ArrayList<>(steps);
    if (all.stream().noneMatch(RoutingPlan.Step::anyLanguage)) {
      all.add(new RoutingPlan.Step(later(all, INTERPRETER_AFTER), List.of(), null, true, null));
    }
    if (skilled && all.stream().noneMatch(s -> s.dropSkills().contains("*"))) {
      all.add(new RoutingPlan.Step(later(all, DROP_ALL_AFTER), List.of("*"), null, true, null));
    }
    return all;
  }

  private static Duration later(List<RoutingPlan.Step> steps, Duration least) {
    Duration last = steps.isEmpty() ? Duration.ZERO : steps.get(steps.size() - 1).after();
    return last.compareTo(least) >= 0 ? last.plus(least) : least;
  }
}
