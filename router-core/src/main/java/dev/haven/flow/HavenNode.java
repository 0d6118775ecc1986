package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.KeyedDigest;
import dev.haven.contact.Sealer;
import dev.haven.navigator.Navigator;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import dev.haven.urgency.UrgencyScorer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One router node on one event loop: puts the stages together. Every method is called on that event
 * loop.
 */
public final class HavenNode {
  private final Context context;
  private final String node;
  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Listening listening;
  private final Delivery delivery;
  private final ContactFlow contacts;
  private final DesktopFlow desktops;
  private final DirectoryFlow directory;
  private final Housekeeping housekeeping;
  private final Decisions decisions = new Decisions();
  private final List<WorkspacePlan> plans;

  /** A workspace with its rules and the navigators its configuration names. */
  public record WorkspacePlan(
      WorkspaceId id, Workflow workflow, String defaultLanguage, List<Navigator> navigators) {
    public WorkspacePlan {
      navigators = List.copyOf(navigators);
    }
  }

  /** Hears what other nodes publish for this one. */
  public interface Listening {
    Future<Void> to(WorkspaceId workspace, String node, Consumer<String> listener);
  }

  /**
   * What a node is made of.
   *
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
    listening = parts.listening();
    plans = parts.workspaces();
    workspaces =
        new Workspaces(
            plans.stream()
                .map(
                    p ->
                        new Workspace(
                            p.id(), p.workflow(), p.defaultLanguage(), transitions, parts.shelf()))
                .toList(),
            parts.settings());
    Words words = new Words(parts.sealer());
    QueueWatch queues = new QueueWatch(transitions, parts.meters());
    Triage triage = new Triage(parts.scorer(), parts.distressDigits(), parts.meters());
    ContactReader reader = new ContactReader(transitions, parts.shelf(), words, queues, triage);
    Desks desks = new Desks(workspaces, words, reader);
    Outbound outbound =
        new Outbound(
            parts.doors(),
            workspaces,
            transitions,
            parts.shelf(),
            reader,
            words,
            parts.outside(),
            parts.meters());
    delivery =
        new Delivery(
            node,
            parts.shelf(),
            workspaces,
            desks,
            outbound,
            queues,
            decisions,
            parts.meters(),
            parts.clock());
    outbound.tellBy(told -> delivery.tell(told.workspace(), told.notices()));
    People people = new People(parts.shelf(), words);
    directory = new DirectoryFlow(workspaces, transitions, parts.shelf(), people, queues, delivery);
    contacts =
        new ContactFlow(
            workspaces,
            new Identity(parts.digest(), parts.ids()),
            triage,
            people,
            words,
            transitions,
            delivery,
            reader);
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
            parts.ids());
    housekeeping =
        new Housekeeping(
            node,
            workspaces,
            transitions,
            delivery,
            outbound,
            desktops,
            queues,
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

  public Desktops desktops() {
    return desktops;
  }

  public Directory directory() {
    return directory;
  }

  /** What this node decided lately. */
  public Decisions decisions() {
    return decisions;
  }

  /**
   * Opens every workspace, takes up the roster of the configuration, listens to other nodes, and
   * starts the clockwork.
   */
  public Future<Void> start() {
    Future<Void> opened = Future.succeededFuture();
    for (WorkspacePlan plan : plans) {
      opened = opened.compose(v -> open(plan));
    }
    return opened.onSuccess(v -> housekeeping.start());
  }

  private Future<Void> open(WorkspacePlan plan) {
    Workspace workspace = workspaces.get(plan.id());
    return workspace
        .open()
        .compose(v -> listening.to(plan.id(), node, message -> delivery.heard(plan.id(), message)))
        .compose(v -> transitions.renewNode(plan.id(), node, false))
        .compose(
            v -> {
              Future<Void> put = Future.succeededFuture();
              for (Navigator navigator : plan.navigators()) {
                put = put.compose(x -> directory.put(workspace, navigator, false));
              }
              return put;
            });
  }

  /**
   * Stops the clockwork and gives up this node's desktops, so that others need not wait for its
   * lease.
   */
  public Future<Void> stop() {
    housekeeping.stop();
    List<Future<Outcome>> leaving = new ArrayList<>();
    for (WorkspacePlan plan : plans) {
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

  public Context context() {
    return context;
  }
}
