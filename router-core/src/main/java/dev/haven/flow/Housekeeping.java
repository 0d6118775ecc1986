package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a node does by the clock: works off deadlines, shows that it lives, takes up outside effects
 * that others left, compares desktops with the store, reads the queues. Every script is idempotent,
 * so that it does not matter which node does it, or how many. Runs on one event loop.
 */
final class Housekeeping {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * What is due is worked off so many at a time, one call behind the other: an item takes the store
   * 0.1 ms or more, and what comes meanwhile waits for no more than one call.
   */
  private static final int MOST_DUE = 16;

  static final int TICKS_A_SECOND = 10;

  private static final int SWEEP_MS = 1_000;

  private final String node;
  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Delivery delivery;
  private final Outbound outbound;
  private final DesktopFlow desktops;
  private final QueueWatch queues;
  private final SharedFigures figures;
  private final RouterMeters meters;
  private final RouterClock clock;
  private final Timers timers;
  private final List<Timers.Handle> running = new ArrayList<>();
  private final Set<String> underWay = new HashSet<>();
  private final Set<WorkspaceId> mine = new HashSet<>();
  private long lastPoll;
  private long tick;

  Housekeeping(
      String node,
      Workspaces workspaces,
      Transitions transitions,
      Delivery delivery,
      Outbound outbound,
      DesktopFlow desktops,
      QueueWatch queues,
      SharedFigures figures,
      RouterMeters meters,
      RouterClock clock,
      Timers timers) {
    this.node = node;
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.delivery = delivery;
    this.outbound = outbound;
    this.desktops = desktops;
    this.queues = queues;
    this.figures = figures;
    this.meters = meters;
    this.clock = clock;
    this.timers = timers;
  }

  void start() {
    lastPoll = clock.nanos();
    running.add(timers.every(POLL, this::poll));
    running.add(timers.every(SECOND, this::everySecond));
  }

  void stop() {
    running.forEach(Timers.Handle::cancel);
    running.clear();
  }

  private void poll() {
    long now = clock.nanos();
    meters.loopBlocked(Math.max(0, now - lastPoll - POLL.toNanos()));
    lastPoll = now;
    tick++;
    boolean second = tick % TICKS_A_SECOND == 0;
    for (Workspace workspace : workspaces.all()) {
      // Nodes that do not own a workspace's deadlines look once a second.
      if (mine.contains(workspace.id()) || second) {
        expire(workspace);
      }
    }
    desktops.checkSessions(second);
  }

  /** One call under way for each workspace: a slow store is not asked faster than it answers. */
  private void expire(Workspace workspace) {
    if (!underWay.add(workspace.id().value())) {
      return;
    }
    transitions
        .expireDue(workspace.id(), MOST_DUE, SWEEP_MS)
        .onComplete(
            done -> {
              underWay.remove(workspace.id().value());
              if (done.failed()) {
                return;
              }
              Outcome outcome = done.result();
              delivery.tell(workspace.id(), outcome.notices());
              meters.matchRepaired(Long.parseLong(outcome.text(2)));
              if (!outcome.text(0).equals("0")) {
                meters.deadlineLag(Long.parseLong(outcome.text(3)));
              }
              if (outcome.text(1).equals("1")) {
                expire(workspace);
              }
            });
  }

  private void renewed(WorkspaceId workspace, Outcome outcome) {
    if (outcome.text(1).equals("1")) {
      mine.add(workspace);
    } else {
      mine.remove(workspace);
    }
    delivery.tell(workspace, outcome.notices());
  }

  private void everySecond() {
    for (Workspace workspace : workspaces.all()) {
      transitions
          .renewNode(workspace.id(), node, false)
          .onSuccess(outcome -> renewed(workspace.id(), outcome));
      outbound.resume(workspace.id());
      queues.look(workspace);
      figures.share(workspace);
    }
  }
}
