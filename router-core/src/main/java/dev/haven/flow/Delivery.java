package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what committed transitions ask for: frames to the desktops of this node, messages to
 * other nodes, outside effects, counts. Called on the node's event loop, in the order of the
 * transitions' replies.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final String node;
  private final @Nullable Shelf others;
  private final Workspaces workspaces;
  private final ServiceLevels serviceLevels;
  private final Desks desks;
  private final Outbound outbound;
  private final QueueWatch queues;
  private final Function<WorkspaceId, Decisions> decisions;
  private final RouterMeters meters;
  private final RouterClock clock;

  /**
   * @param others where other nodes are told; null when transitions do it themselves
   */
  Delivery(
      String node,
      @Nullable Shelf others,
      Workspaces workspaces,
      Desks desks,
      Outbound outbound,
      QueueWatch queues,
      Function<WorkspaceId, Decisions> decisions,
      ServiceLevels serviceLevels,
      RouterMeters meters,
      RouterClock clock) {
    this.node = node;
    this.others = others;
    this.workspaces = workspaces;
    this.desks = desks;
    this.outbound = outbound;
    this.queues = queues;
    this.decisions = decisions;
    this.meters = meters;
    this.serviceLevels = serviceLevels;
    this.clock = clock;
  }

  Instant now() {
    return clock.now();
  }

  long mark() {
    return clock.nanos();
  }

  /**
   * A new contact was placed; its dossier is at hand, so that an offer made at once needs no
   * look-up, and another node is given its sealed card, which the script left out.
   */
  void placed(
      WorkspaceId workspace,
      Facts facts,
      Dossier dossier,
      String card,
      List<Notice> notices,
      long startedAt) {
    meters.contactPlaced(facts.channel(), facts.tier());
    each(
        notices,
        notice -> {
          if (notice.type().equals("offer") && notice.text(0).startsWith(facts.id().value())) {
            offered(workspace, facts, dossier, card, notice, startedAt);
          } else {
            tell(workspace, notice, startedAt);
          }
        });
  }

  private void offered(
      WorkspaceId workspace,
      Facts facts,
      Dossier dossier,
      String card,
      Notice notice,
      long startedAt) {
    if (notice.node().equals(node)) {
      desks.offered(workspace, notice, dossier);
      decisions.apply(workspace).notice(notice, clock.now());
    } else {
      tell(workspace, notice.withCard(card), startedAt);
    }
    if (notice.text(0).endsWith(".1")) {
      long waited = clock.nanos() - startedAt;
      meters.offered(facts.tier(), facts.id(), waited);
      decisions.apply(workspace).waited(waited, clock.now());
      offeredAfter(workspace, facts, 0);
    }
  }

  /** Somebody who looks after the site should know. */
  void alarm(WorkspaceId workspace, String code, String contact) {
    meters.alarm(code);
    LOG.atWarn()
        .addKeyValue("workspace", workspace)
        .addKeyValue("code", code)
        .addKeyValue("contact", contact)
        .log("alarm");
  }

  void tell(WorkspaceId workspace, List<Notice> notices) {
    each(notices, notice -> tell(workspace, notice, 0));
  }

  /** What another node's transitions told desktops of this one. */
  void heard(WorkspaceId workspace, List<Notice> notices) {
    each(notices, notice -> desks.show(workspace, notice));
  }

  /**
   * All that is told is committed: what fails, as a card whose key is gone, takes along neither the
   * notices behind it nor the answer to whoever asked for the transition. Its message may hold
   * words, so the log has its class only.
   */
  private static void each(List<Notice> notices, Consumer<Notice> tell) {
    for (Notice notice : notices) {
      try {
        tell.accept(notice);
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("type", notice.type())
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log("a notice could not be told");
      }
    }
  }

  Future<CommandResult> bridged(
      WorkspaceId workspace, String commandId, BridgeResult result, @Nullable CallRef leg) {
    return outbound
        .bridged(workspace, commandId, result, leg)
        .map(
            notices -> {
              tell(workspace, notices);
              return CommandResult.DONE;
            });
  }

  private void tell(WorkspaceId workspace, Notice notice, long startedAt) {
    decisions.apply(workspace).notice(notice, clock.now());
    switch (notice.type()) {
      case "offer_outcome" -> meters.offerEnded(notice.text(2), 1);
      case "alarm" -> alarm(workspace, notice.text(0), notice.text(1));
      case "command" ->
          outbound.begin(workspace, notice.text(0), notice.text(1), notice.text(2), notice.text(3));
      case "closed" -> gone(workspace, notice);
      default -> {
        count(workspace, notice, startedAt);
        if (notice.node().equals(node)) {
          desks.show(workspace, notice);
        } else if (others != null && !notice.node().isEmpty()) {
          others.publish(workspace, notice);
        }
      }
    }
  }

  private void count(WorkspaceId workspace, Notice notice, long startedAt) {
    if (notice.type().equals("offer") && startedAt == 0) {
      Facts facts = notice.facts(1);
      if (facts.attempt() == 1) {
        Duration waited = Duration.between(facts.arrivedAt(), clock.now());
        meters.offered(facts.tier(), facts.id(), waited.toNanos());
        decisions.apply(workspace).waited(Math.max(0, waited.toNanos()), clock.now());
        offeredAfter(workspace, facts, waited.toMillis());
      }
    } else if (notice.type().equals("engagement_started")) {
      Facts facts = notice.facts(1);
      Instant at = facts.engagedAt();
      if (at != null) {
        meters.accepted(
            facts.channel(), facts.tier(), Duration.between(facts.arrivedAt(), at).toMillis());
        Workspace known = workspaces.get(workspace);
        if (known.catalogue().hasLane(facts.lane())) {
          serviceLevels.answered(
              workspace,
              known.policy(),
              known.catalogue().lane(facts.lane()).queue(),
              Duration.between(facts.orderedAt(), at).toMillis(),
              clock.now());
        }
      }
    }
  }

  private void offeredAfter(WorkspaceId workspace, Facts facts, long waitedMs) {
    Workspace known = workspaces.get(workspace);
    if (known.catalogue().hasLane(facts.lane())) {
      String queue = known.catalogue().lane(facts.lane()).queue();
      serviceLevels.offered(workspace, known.policy(), queue, waitedMs, clock.now());
    }
  }

  /** Somebody who was closed as abandoned was not with anybody: nobody had answered them. */
  private void gone(WorkspaceId workspace, Notice notice) {
    Workspace known = workspaces.get(workspace);
    if (notice.text(1).equals("abandoned") && known.catalogue().hasLane(number(notice, 2))) {
      serviceLevels.abandoned(
          workspace,
          known.policy(),
          known.catalogue().lane(number(notice, 2)).queue(),
          clock.now().toEpochMilli() - Long.parseLong(notice.text(3)),
          clock.now());
    }
  }

  private static int number(Notice notice, int i) {
    return Integer.parseInt(notice.text(i));
  }

  ServiceLevels.Served served(Workspace workspace, String queue) {
    return serviceLevels.of(workspace.id(), workspace.policy(), queue, clock.now());
  }

  void handled(Duration time) {
    queues.handled(time);
  }
}
