package dev.haven.plan;

import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ordered rules: the first whose condition holds makes the plan by the first of its targets that
 * holds, else the default queue. Pure and safe for any thread.
 *
 * <p><b>Unsure means up.</b> A rule whose condition cannot be decided for a contact is passed over,
 * but the highest floor among its targets stays: the contact is at least as urgent as it would have
 * been.
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
  private final Set<String> queues;
  private final List<Rule> rules;

  public Workflow(String defaultQueue, List<Rule> rules) {
    this(defaultQueue, Set.of(defaultQueue), rules);
  }

  /**
   * @param queues all there are, named by rules or not
   */
  public Workflow(String defaultQueue, Set<String> queues, List<Rule> rules) {
    this.defaultQueue = defaultQueue;
    this.queues = Set.copyOf(queues);
    this.rules = List.copyOf(rules);
  }

  /** Everything goes to queue {@code support}. */
  public static Workflow standard() {
    return new Workflow("support", List.of());
  }

  /**
   * @param name for the explanation and the journal
   * @param when null for always
   * @param targets at least one
   */
  public record Rule(String name, @Nullable Condition when, List<Target> targets) {
    public Rule {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a rule has at least one target");
      }
    }
  }

  /**
   * A plan, and the rules that could not be decided on the way to it.
   *
   * @param undecided names, for a counter
   */
  public record Planned(RoutingPlan plan, List<String> undecided) {}

  public RoutingPlan plan(PlanInput input) {
    return planned(input).plan();
  }

  public Planned planned(PlanInput input) {
    List<String> undecided = new ArrayList<>();
    Tier floor = Tier.ROUTINE;
    for (Rule rule : rules) {
      try {
        if (rule.when() == null || rule.when().holds(input)) {
          List<Target> open = open(rule, input);
          if (!open.isEmpty() && open.get(0).after() == null) {
            return new Planned(plan(rule.name(), open, input, floor), undecided);
          }
        }
      } catch (Condition.UndecidedException e) {
        undecided.add(rule.name());
        for (Target target : rule.targets()) {
          floor = floor.orMoreUrgent(target.floor());
        }
      }
    }
    Target usual = Target.queue(defaultQueue);
    return new Planned(plan(DEFAULT_RULE, List.of(usual), input, floor), undecided);
  }

  /** The plan for a queue somebody names: a transfer, or the queue of unreadable payloads. */
  public RoutingPlan forQueue(String queue, PlanInput input) {
    return plan(DEFAULT_RULE, List.of(Target.queue(queue)), input, Tier.ROUTINE);
  }

  /** Names of the rules whose conditions rest on one of those variables. */
  public List<String> reading(Set<String> variables) {
    return rules.stream().filter(r -> reads(r, variables)).map(Rule::name).toList();
  }

  private static boolean reads(Rule rule, Set<String> variables) {
    return reads(rule.when(), variables)
        || rule.targets().stream().anyMatch(t -> reads(t.when(), variables));
  }

  private static boolean reads(@Nullable Condition condition, Set<String> variables) {
    return condition != null && !Collections.disjoint(condition.reads(), variables);
  }

  public int rules() {
    return rules.size();
  }

  /** The queues that there are, the default one first. */
  public List<String> queues() {
    Set<String> names = new LinkedHashSet<>();
    names.add(defaultQueue);
    queues.stream().sorted().forEach(names::add);
    for (Rule rule : rules) {
      for (Target target : rule.targets()) {
        names.add(target.queue());
        target.steps().stream()
            .map(Target.Change::queue)
            .filter(q -> q != null)
            .forEach(names::add);
      }
    }
    return List.copyOf(names);
  }

  /** The targets whose conditions hold, in order. */
  private static List<Target> open(Rule rule, PlanInput input) {
    return rule.targets().stream().filter(t -> t.when() == null || t.when().holds(input)).toList();
  }

  private static RoutingPlan plan(
      String rule, List<Target> open, PlanInput input, Tier undecidedFloor) {
    Target first = open.get(0);
    Tier floor = first.floor().orMoreUrgent(undecidedFloor);
    Tier tier = input.tier().orMoreUrgent(floor);
    List<RoutingPlan.Step> steps = new ArrayList<>();
    RoutingPlan.Ask asked = ask(first);
    Duration begun = Duration.ZERO;
    int offerTo = first.offerTo();
    for (int i = 0; i < open.size(); i++) {
      Target target = open.get(i);
      Duration after = target.after();
      if (i > 0 && after == null) {
        continue;
      }
      Duration until = next(open, i);
      RoutingPlan.Ask ask = i == 0 ? asked : ask(target);
      if (i > 0 && after != null) {
        begun = after;
        Tier raise = target.floor() == Tier.ROUTINE ? null : target.floor();
        int others = target.offerTo() == offerTo ? 0 : target.offerTo();
        offerTo = target.offerTo();
        steps.add(new RoutingPlan.Step(begun, ask, raise, "", "", others, false));
      }
      for (Target.Change change : changes(target, begun, until == null)) {
        if (until != null && change.after().compareTo(until) >= 0) {
          break;
        }
        ask = change.applied(ask);
        steps.add(
            new RoutingPlan.Step(
                change.after(),
                ask,
                change.raised(tier),
                change.alarm(),
                change.outside(),
                0,
                change.anyLanguage()));
      }
    }
    return new RoutingPlan(
        rule,
        asked,
        preferred(first.preferredNavigator(), input),
        floor,
        first.holds(),
        first.latestStart(),
        first.offerTo(),
        steps);
  }

  /** When the next target takes over; null when none does. */
  private static @Nullable Duration next(List<Target> open, int i) {
    for (Target later : open.subList(i + 1, open.size())) {
      if (later.after() != null) {
        return later.after();
      }
    }
    return null;
  }

  /** Required and preferred skills together, each at the higher level. */
  private static RoutingPlan.Ask ask(Target target) {
    Map<String, Integer> skills = new HashMap<>(target.skills());
    target.preferredSkills().forEach((skill, level) -> skills.merge(skill, level, Math::max));
    return new RoutingPlan.Ask(target.queue(), skills, target.language());
  }

  /**
   * A target's own changes and what every plan has, in the order of their times.
   *
   * @param begun when the target takes over
   * @param last whether nothing takes over from it
   */
  private static List<Target.Change> changes(Target target, Duration begun, boolean last) {
    List<Target.Change> all = new ArrayList<>(target.steps());
    if (!target.preferredSkills().isEmpty()) {
      Map<String, Integer> back = new HashMap<>();
      target
          .preferredSkills()
          .keySet()
          .forEach(s -> back.put(s, target.skills().getOrDefault(s, 0)));
      all.add(Target.Change.lowering(begun.plus(target.preferFor()), back));
    }
    all.sort(Comparator.comparing(Target.Change::after));
    if (last && all.stream().noneMatch(Target.Change::anyLanguage)) {
      all.add(Target.Change.interpreter(later(all, begun.plus(INTERPRETER_AFTER))));
    }
    boolean skilled = !target.skills().isEmpty() || !target.preferredSkills().isEmpty();
    if (last && skilled && all.stream().noneMatch(s -> s.dropSkills().contains("*"))) {
      all.add(Target.Change.dropping(later(all, begun.plus(DROP_ALL_AFTER)), List.of("*")));
    }
    return all;
  }

  private static @Nullable NavigatorId preferred(@Nullable String name, PlanInput input) {
    String id = name == null || name.equals("person") ? input.designated() : name;
    return id == null ? null : new NavigatorId(id);
  }

  /** That time, or behind the last change where that comes later. */
  private static Duration later(List<Target.Change> changes, Duration least) {
    Duration last = changes.isEmpty() ? Duration.ZERO : changes.get(changes.size() - 1).after();
    return last.compareTo(least) >= 0 ? last.plus(INTERPRETER_AFTER) : least;
  }
}
