package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.match.Catalogue;
import dev.haven.match.Lane;
import dev.haven.match.Profile;
import dev.haven.plan.RoutingPlan;
import dev.haven.plan.Workflow;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One workspace as this node knows it: its rules and its copy of the catalogue of lanes and
 * profiles. A lane or profile that is not known yet is registered with all that may go with it, so
 * that no pair is ever left uncomputed. Used on one event loop.
 */
public final class Workspace {
  private static final int TRIES = 5;

  private final WorkspaceId id;
  private Policy ownPolicy;
  private Set<LocalDate> holidays = Set.of();
  private Policy policy;
  private boolean readsQueues;
  private final Transitions transitions;
  private final Shelf shelf;
  private final Catalogue catalogue = new Catalogue();

  public Workspace(WorkspaceId id, Policy policy, Transitions transitions, Shelf shelf) {
    this.id = id;
    this.ownPolicy = policy;
    this.policy = policy;
    this.readsQueues = policy.readsQueues();
    this.transitions = transitions;
    this.shelf = shelf;
  }

  public WorkspaceId id() {
    return id;
  }

  public Workflow workflow() {
    return policy.workflow();
  }

  public Policy policy() {
    return policy;
  }

  boolean readsQueues() {
    return readsQueues;
  }

  /** Plans from now on by that. What waits keeps the plan it has, and so its place. */
  void use(Policy newPolicy) {
    ownPolicy = newPolicy;
    policy = newPolicy.closedOn(holidays);
    readsQueues = newPolicy.readsQueues();
  }

  /** Closes every queue that has hours on these days too, under this policy and later ones. */
  void closeOn(Set<LocalDate> days) {
    holidays = Set.copyOf(days);
    policy = ownPolicy.closedOn(holidays);
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * For contacts whose language nobody knows; {@code und} sends them to bilingual navigators first.
   */
  String defaultLanguage() {
    return policy.defaultLanguage();
  }

  /** Checks the layout and reads the catalogue. */
  public Future<Void> open() {
    return shelf.checkSchema(id).compose(v -> reload());
  }

  Future<Void> reload() {
    return shelf
        .definitions(id)
        .map(
            d -> {
              catalogue.load(d.version(), d.lanes(), d.profiles());
              return null;
            });
  }

  /**
   * A plan's way as lane numbers: where the contact waits first, and the steps as the scripts read
   * them.
   */
  public record Route(int lane, String queue, String steps, String siblings) {}

  /**
   * Turns a plan into lanes. Each step is {@code after ms:lane:tier}, {@code :alarm} where there is
   * one, {@code :name} behind that of a number outside, and {@code :offers} behind that where it is
   * offered to another number of navigators, and {@code :1} behind that where an interpreter is
   * needed from then on.
   */
  public Future<Route> route(RoutingPlan plan, Channel channel, String language) {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(lane(plan.ask(), channel, language));
    plan.steps().forEach(step -> lanes.add(lane(step.ask(), channel, language)));
    return numbers(lanes, 0, new ArrayList<>())
        .map(
            numbers -> {
              StringBuilder steps = new StringBuilder();
              for (int i = 0; i < plan.steps().size(); i++) {
                RoutingPlan.Step step = plan.steps().get(i);
                steps
                    .append(step.after().toMillis())
                    .append(':')
                    .append(numbers.get(i + 1))
                    .append(':');
                if (step.raise() != null) {
                  steps.append(step.raise().rank());
                }
                int given = steps.length();
                steps.append(':').append(step.alarm()).append(':').append(step.outside());
                steps.append(':').append(step.offerTo() == 0 ? "" : step.offerTo());
                steps.append(':').append(step.interpreter() ? "1" : "");
                int end = steps.length();
                while (end > given && steps.charAt(end - 1) == ':') {
                  end--;
                }
                steps.setLength(end);
                steps.append(';');
              }
              return new Route(
                  numbers.get(0), plan.queue(), steps.toString(), catalogue.siblings(plan.queue()));
            });
  }

  /**
   * Numbers of the lanes of other queues than these, comma between. The queue of unreadable
   * payloads is always there.
   */
  String lanesOutside(List<String> queues) {
    List<String> outside = new ArrayList<>();
    for (int i = 0; i < catalogue.lanes(); i++) {
      String queue = catalogue.lane(i).queue();
      if (!queues.contains(queue) && !queue.equals(Workflow.UNREADABLE_QUEUE)) {
        outside.add(String.valueOf(i));
      }
    }
    return String.join(",", outside);
  }

  public Future<Integer> number(Profile profile) {
    return number(profile, TRIES);
  }

  private static Lane lane(RoutingPlan.Ask ask, Channel channel, String language) {
    return new Lane(ask.queue(), channel, ask.languageOf(language), ask.skills());
  }

  private Future<List<Integer>> numbers(List<Lane> lanes, int from, List<Integer> numbers) {
    for (int i = from; i < lanes.size(); i++) {
      OptionalInt known = catalogue.numberOf(lanes.get(i));
      if (known.isEmpty()) {
        int at = i;
        return number(lanes.get(i), TRIES)
            .compose(
                n -> {
                  numbers.add(n);
                  return numbers(lanes, at + 1, numbers);
                });
      }
      numbers.add(known.getAsInt());
    }
    return Future.succeededFuture(numbers);
  }

  private Future<Integer> number(Lane lane, int tries) {
    OptionalInt known = catalogue.numberOf(lane);
    if (known.isPresent()) {
      return Future.succeededFuture(known.getAsInt());
    }
    return transitions
        .registerLane(
            id,
            catalogue.version(),
            lane.definition(),
            lane.channel().ordinal(),
            catalogue.fitsOfLane(lane))
        .compose(
            outcome -> {
              if (outcome.is("REGISTERED")
                  && Integer.parseInt(outcome.text(0)) == catalogue.lanes()) {
                catalogue.registered(lane, Long.parseLong(outcome.text(1)));
                return Future.succeededFuture(Integer.parseInt(outcome.text(0)));
              }
              return tries == 0 ? contended() : reload().compose(v -> number(lane, tries - 1));
            });
  }

  private Future<Integer> number(Profile profile, int tries) {
    OptionalInt known = catalogue.numberOf(profile);
    if (known.isPresent()) {
      return Future.succeededFuture(known.getAsInt());
    }
    return transitions
        .registerProfile(
            id, catalogue.version(), profile.definition(), catalogue.fitsOfProfile(profile))
        .compose(
            outcome -> {
              if (outcome.is("REGISTERED")
                  && Integer.parseInt(outcome.text(0)) == catalogue.profiles()) {
                catalogue.registered(profile, Long.parseLong(outcome.text(1)));
                return Future.succeededFuture(Integer.parseInt(outcome.text(0)));
              }
              return tries == 0 ? contended() : reload().compose(v -> number(profile, tries - 1));
            });
  }

  private static Future<Integer> contended() {
    return Future.failedFuture(
        new IllegalStateException("the catalogue changed under every try; try again"));
  }
}
