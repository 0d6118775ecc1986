package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.KeyedDigest;
import dev.haven.contact.Sealer;
import dev.haven.navigator.Navigator;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.RouterClock;
import dev.haven.time.Steps;
import dev.haven.time.Timers;
import dev.haven.urgency.UrgencyScorer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One router node on one event loop: puts the stages together. Every method is called on that event
 * loop.
 */
public final class HavenNode {
  private final Context context;
  private final String node;
  private final String lowered;
  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Listening listening;
  private final Consumer<Settings> settingsUsed;
  private final Outbound outbound;
  private final Delivery delivery;
  private final ContactFlow contacts;
  private final ReportFlow reports;
  private final DesktopFlow desktops;
  private final DirectoryFlow directory;
  private final Housekeeping housekeeping;
  private final SharedFigures figures;
  private final Map<WorkspaceId, Decisions> decisions = new HashMap<>();
  private final List<WorkspacePlan> plans;

  /** A workspace with its rules and the navigators its configuration names. */
  public record WorkspacePlan(WorkspaceId id, Policy policy, List<Navigator> navigators) {
    public WorkspacePlan {
      navigators = List.copyOf(navigators);
    }
  }

  /** Hears what other nodes publish for this one. */
  public interface Listening {
    Future<Void> to(WorkspaceId workspace, String node, Consumer<List<Notice>> listener);
  }

  /**
   * What a node is made of.
   *
   * @param settingsUsed told when other settings are taken up, before anything is called with them
   * @param createUnknownNavigators whether a navigator with a valid token who is not on the roster
   *     is created (development mode)
   * @param distressDigits what a caller presses to say that they are in distress; empty for none
   */
  public record Parts(
      Context context,
      Transitions transitions,
      Shelf shelf,
      Listening listening,
      Settings settings,
      Consumer<Settings> settingsUsed,
      List<WorkspacePlan> workspaces,
      UrgencyScorer scorer,
      Sealer sealer,
      KeyedDigest digest,
      Outbound.Doors doors,
      Outside outside,
      boolean createUnknownNavigators,
      String distressDigits,
      RouterMeters meters,
      RouterClock clock,
      Timers timers,
      IdSource ids) {}

  public HavenNode(Parts parts) {
    context = parts.context();
    node = "node-" + parts.ids().next();
    transitions = parts.transitions();
    lowered = parts.scorer().loweredFloors();
    listening = parts.listening();
    settingsUsed = parts.settingsUsed();
    plans = parts.workspaces();
    workspaces =
        new Workspaces(
            plans.stream()
                .map(p -> new Workspace(p.id(), p.policy(), transitions, parts.shelf()))
                .toList(),
            parts.settings());
    Words words = new Words(parts.sealer());
    QueueWatch queues = new QueueWatch(transitions, parts.meters(), parts.clock());
    Triage triage = new Triage(parts.scorer(), parts.distressDigits(), parts.meters());
    ContactReader reader = new ContactReader(transitions, parts.shelf(), words, queues, triage);
    Desks desks = new Desks(workspaces, words, reader);
    Identity identity = new Identity(parts.digest(), parts.ids());
    outbound =
        new Outbound(
            parts.doors(),
            workspaces,
            transitions,
            parts.shelf(),
            reader,
            words,
            parts.outside(),
            identity,
            parts.meters(),
            parts.timers());
    ServiceLevels levels = new ServiceLevels(parts.meters());
    figures = new SharedFigures(node, parts.shelf(), levels, this::decisions, parts.clock());
    delivery =
        new Delivery(
            node,
            transitions.tellOthersThan(node) ? null : parts.shelf(),
            workspaces,
            desks,
            outbound,
            queues,
            this::decisions,
            levels,
            parts.meters(),
            parts.clock());
    outbound.tellBy(told -> delivery.tell(told.workspace(), told.notices()));
    People people = new People(parts.shelf(), words, identity);
    Reaching reaching = new Reaching(transitions, people, identity, delivery);
    directory =
        new DirectoryFlow(
            workspaces,
            transitions,
            parts.shelf(),
            people,
            reaching,
            new SamePerson(people, parts.shelf(), transitions, identity),
            queues,
            delivery);
    contacts =
        new ContactFlow(
            workspaces,
            identity,
            triage,
            people,
            words,
            transitions,
            delivery,
            reader,
            queues,
            reaching,
            parts.meters());
    reports =
        new ReportFlow(
            workspaces, transitions, contacts, reader, words, identity, parts.outside(), delivery);
    outbound.promiseBy(new Promises(workspaces, contacts, reports));
    desktops =
        new DesktopFlow(
            context,
            node,
            parts.createUnknownNavigators(),
            workspaces,
            transitions,
            directory,
            reader,
            words,
            desks,
            delivery,
            parts.meters(),
            parts.ids(),
            contacts,
            parts.timers(),
            outbound);
    housekeeping =
        new Housekeeping(
            node,
            workspaces,
            transitions,
            delivery,
            outbound,
            desktops,
            queues,
            figures,
            parts.meters(),
            parts.clock(),
            parts.timers());
    parts.meters().sessions(desks::size);
  }

  /** New at each start; other nodes and the journal know the node by it. */
  public String id() {
    return node;
  }

  public Contacts contacts() {
    return contacts;
  }

  public Reports reports() {
    return reports;
  }

  public Desktops desktops() {
    return desktops;
  }

  public Directory directory() {
    return directory;
  }

  /** What this node decided lately in that workspace, and how long contacts of all nodes waited. */
  public Decisions decisions(WorkspaceId workspace) {
    return decisions.computeIfAbsent(workspace, w -> new Decisions());
  }

  /**
   * Opens every workspace, takes up the roster of the configuration, listens to other nodes, and
   * starts the clockwork.
   */
  public Future<Void> start() {
    return Steps.each(plans, this::open).onSuccess(v -> housekeeping.start());
  }

  private Future<Void> open(WorkspacePlan plan) {
    Workspace workspace = workspaces.get(plan.id());
    return workspace
        .open()
        .compose(v -> listening.to(plan.id(), node, told -> delivery.heard(plan.id(), told)))
        .compose(v -> transitions.renewNode(plan.id(), node, false, lowered))
        .compose(v -> roster(workspace, plan));
  }

  /**
   * Whether this node could take up another configuration: not when a contact that is not closed
   * asks for a queue that it does not have, now or in a step to come.
   *
   * <p>All that is not closed is looked at, some at a time while others are served; what comes
   * meanwhile, until the configuration is taken up, keeps the plan it came with.
   *
   * @param newPlans of the same workspaces
   * @param goOn asked now and then, whether there is time for more
   * @return a sentence that says why not; empty when it may; fails with {@code TimeoutException}
   *     when there was no time to look at all of it
   */
  public Future<Optional<String>> mayApply(List<WorkspacePlan> newPlans, BooleanSupplier goOn) {
    Iterator<WorkspacePlan> rest = newPlans.iterator();
    List<String> refused = new ArrayList<>();
    return Steps.whileTrue(
            () ->
                rest.hasNext() && refused.isEmpty()
                    ? look(rest.next(), goOn)
                        .onSuccess(found -> found.ifPresent(refused::add))
                        .map(true)
                    : Future.succeededFuture(false))
        .map(v -> refused.stream().findFirst());
  }

  private Future<Optional<String>> look(WorkspacePlan plan, BooleanSupplier goOn) {
    Workspace workspace = workspaces.get(plan.id());
    return workspace
        .reload()
        .compose(
            v ->
                new Orphans(transitions, plan.id(), goOn)
                    .first(workspace.lanesOutside(plan.policy().workflow().queues())))
        .map(found -> found.map(orphan -> told(workspace, orphan)));
  }

  private static String told(Workspace workspace, Orphans.Orphan orphan) {
    return "contact "
        + orphan.contact()
        + " is not closed and asks for queue '"
        + workspace.catalogue().lane(orphan.lane()).queue()
        + "', which this configuration does not have; keep the queue until its work is done";
  }

  /** Puts the roster as at a start. */
  public Future<Void> putRoster(List<WorkspacePlan> newPlans) {
    return Steps.each(newPlans, plan -> roster(workspaces.get(plan.id()), plan));
  }

  /** Journals in every workspace that this node takes up another configuration. */
  public Future<Void> announce(Settings newSettings, List<WorkspacePlan> newPlans) {
    return Steps.each(
        newPlans,
        plan ->
            transitions
                .applyConfig(plan.id(), newSettings, node, plan.policy().workflow().rules())
                .onSuccess(outcome -> delivery.tell(plan.id(), outcome.notices())));
  }

  /**
   * Takes up another configuration that was announced. New contacts are planned by it from one turn
   * of the event loop to the next; what waits keeps its plan, and so its place.
   */
  public void use(Settings newSettings, List<WorkspacePlan> newPlans) {
    workspaces.use(newSettings);
    settingsUsed.accept(newSettings);
    newPlans.forEach(plan -> workspaces.get(plan.id()).use(plan.policy()));
  }

  /**
   * Closes every queue that has hours on these days too. What is scheduled already keeps its time.
   */
  public void closeOn(Set<LocalDate> days) {
    workspaces.all().forEach(workspace -> workspace.closeOn(days));
  }

  private Future<Void> roster(Workspace workspace, WorkspacePlan plan) {
    return Steps.each(plan.navigators(), navigator -> directory.put(workspace, navigator, false));
  }

  /**
   * Before {@link #stop}: takes up no more outside effects, and answers once those under way are
   * done and written down, or after that time. What is left another node does, once more.
   */
  public Future<Void> settle(Duration within) {
    return outbound.settle(within);
  }

  /**
   * Stops the clockwork and gives up this node's desktops, so that others need not wait for its
   * lease; tells what it counted.
   */
  public Future<Void> stop() {
    housekeeping.stop();
    List<Future<?>> leaving = new ArrayList<>();
    for (WorkspacePlan plan : plans) {
      leaving.add(figures.share(workspaces.get(plan.id())));
      leaving.add(transitions.renewNode(plan.id(), node, true));
    }
    return Future.join(leaving).mapEmpty();
  }

  /**
   * Takes or keeps what one node does for a workspace; true while it is this one. It ends by itself
   * when it is not kept for the time of {@code nodeLease}.
   *
   * @param name what, without a space
   */
  public Future<Boolean> holds(WorkspaceId workspace, String name) {
    return transitions.keepLease(workspace, name, node, false).map(o -> o.is("HELD"));
  }

  /** Gives up what {@link #holds} took, so that another node need not wait. */
  public Future<Void> yields(WorkspaceId workspace, String name) {
    return transitions.keepLease(workspace, name, node, true).mapEmpty();
  }

  /** How long ago its clockwork, which runs ten times a second, last ran. For any thread. */
  public Duration silence() {
    return housekeeping.silence();
  }

  public Context context() {
    return context;
  }
}
