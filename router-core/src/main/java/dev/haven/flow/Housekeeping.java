package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node does by the clock: works off deadlines, shows that it lives, takes up outside effects
 * that others left, compares desktops with the store, reads the queues. Every script is idempotent,
 * so that it does not matter which node does it, or how many. Runs on one event loop.
 */
final class Housekeeping {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * What is due is worked off so many at a time, one call behind the other: an item takes the store
   * 0.1 ms or more, and what comes meanwhile waits for no more than one call.
   */
  private static final int MOST_DUE = 16;

  static final int TICKS_A_SECOND = 10;

  private static final int SWEEP_MS = 1_000;

  private static final long HOUR_MS = 3_600_000;

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
  private final Map<WorkspaceId, Pace> paces = new HashMap<>();
  private volatile long lastPoll; // written by the event loop only
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
  }

  /** How long ago the event loop last came round to it, since {@link #start}. For any thread. */
  Duration silence() {
    return Duration.ofNanos(Math.max(0, clock.nanos() - lastPoll));
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
    for (Workspace workspace : workspaces.all()) {
      Pace pace = pace(workspace);
      if (pace.hasTurn(tick)) {
        expire(workspace, pace).onComplete(looked -> turn(workspace, pace));
      } else if (pace.looksBetween(tick, now)) {
        expire(workspace, pace);
      }
    }
    boolean second = tick % TICKS_A_SECOND == 0;
    if (second) {
      queues.showGauges();
    }
    desktops.checkSessions(second);
  }

  private Pace pace(Workspace workspace) {
    return paces.computeIfAbsent(workspace.id(), id -> new Pace(paces.size()));
  }

  /** One call under way for each workspace: a slow store is not asked faster than it answers. */
  private Future<?> expire(Workspace workspace, Pace pace) {
    if (!pace.beginLook()) {
      return Future.succeededFuture();
    }
    return transitions
        .expireDue(workspace.id(), MOST_DUE, SWEEP_MS)
        .onComplete(
            done -> {
              pace.endLook();
              if (done.failed()) {
                pace.lookFailed();
              } else {
                expired(workspace, pace, done.result());
              }
            });
  }

  private void expired(Workspace workspace, Pace pace, Outcome outcome) {
    pace.looked(Long.parseLong(outcome.text(5)), nextDueAt(outcome.text(4)));
    delivery.tell(workspace.id(), outcome.notices());
    meters.matchRepaired(Long.parseLong(outcome.text(2)));
    if (!outcome.text(0).equals("0")) {
      meters.deadlineLag(Long.parseLong(outcome.text(3)));
    }
    if (outcome.text(1).equals("1")) {
      expire(workspace, pace);
    }
  }

  /** From milliseconds until then, if anything is due; the next turn comes sooner than an hour. */
  private long nextDueAt(String ms) {
    long until = ms.isEmpty() ? HOUR_MS : Math.min(HOUR_MS, Long.parseLong(ms));
    return clock.nanos() + Duration.ofMillis(until).toNanos();
  }

  private void renewed(WorkspaceId workspace, Pace pace, Outcome outcome) {
    pace.own(outcome.text(1).equals("1"));
    delivery.tell(workspace, outcome.notices());
  }

  private void turn(Workspace workspace, Pace pace) {
    if (running.isEmpty()) {
      return; // stopped while it looked: this node must not say once more that it lives
    }
    transitions
        .renewNode(workspace.id(), node, false)
        .onSuccess(outcome -> renewed(workspace.id(), pace, outcome));
    if (pace.beginsRound(queues.isPending(workspace.id()))) {
      outbound.resume(workspace.id());
      queues.look(workspace).onFailure(cause -> pace.owesRound());
      figures.share(workspace);
      desktops.checkSeats(workspace.id());
    }
  }
}
