package dev.haven.flow;

import dev.haven.offer.OfferId;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings an engagement to somebody else: cold to a queue, or by a second navigator who is asked
 * first. Called on one event loop.
 */
final class HandOvers {
  /** Runs a navigator's command and tells what it caused. */
  @FunctionalInterface
  interface Runner {
    Future<CommandResult> run(LiveSession session, Function<Transitions, Future<Outcome>> command);
  }

  private final Transitions transitions;
  private final ContactReader reader;
  private final Outbound outbound;
  private final Runner runner;

  HandOvers(Transitions transitions, ContactReader reader, Outbound outbound, Runner runner) {
    this.transitions = transitions;
    this.reader = reader;
    this.outbound = outbound;
    this.runner = runner;
  }

  boolean isQueue(Workspace workspace, String queue) {
    if (workspace.workflow().queues().contains(queue)) {
      return true;
    }
    for (int i = 0; i < workspace.catalogue().lanes(); i++) {
      if (workspace.catalogue().lane(i).queue().equals(queue)) {
        return true;
      }
    }
    return false;
  }

  Future<CommandResult> transferToQueue(
      LiveSession session, OfferId engagement, String queue, HoldTimes holds) {
    Workspace workspace = session.home();
    return reader
        .read(workspace, engagement.contact())
        .compose(
            read -> {
              if (read.isEmpty()) {
                return Future.succeededFuture(DesktopFlow.NO_ENGAGEMENT);
              }
              Facts facts = read.get().facts();
              RoutingPlan plan = handedOn(new RoutingPlan.Ask(queue, Map.of(), null), holds);
              return workspace
                  .route(plan, facts.channel(), facts.language())
                  .compose(
                      route ->
                          runner.run(
                              session,
                              t ->
                                  t.transferEngagement(
                                      workspace.id(),
                                      session.navigator(),
                                      session.epoch(),
                                      engagement.value(),
                                      "",
                                      0,
                                      route.lane(),
                                      route.steps(),
                                      queue)));
            });
  }

  /** Sends a call to a number outside; the person is on hold until somebody answers there. */
  Future<CommandResult> sendOutside(LiveSession session, OfferId engagement, String nameOrNumber) {
    return reader
        .read(session.home(), engagement.contact())
        .compose(
            read -> {
              if (read.isEmpty() || !session.holds(engagement, read.get().facts())) {
                return Future.succeededFuture(DesktopFlow.NO_ENGAGEMENT);
              }
              if (!outbound.numbers().isPossible(session.workspace(), read.get())) {
                return Future.succeededFuture(
                    CommandResult.refused(
                        "call-control-not-available",
                        "Only a call of a platform that can give it on goes to a number outside."));
              }
              return outbound
                  .numbers()
                  .goal(session.workspace(), engagement.contact(), nameOrNumber)
                  .map(
                      goal ->
                          runner.run(
                              session,
                              t ->
                                  t.sendOutside(
                                      session.workspace(),
                                      session.navigator(),
                                      session.epoch(),
                                      engagement.value(),
                                      goal.to(),
                                      goal.body())))
                  .orElseGet(
                      () ->
                          Future.succeededFuture(
                              CommandResult.refused(
                                  "destination-not-allowed",
                                  "The site allows no such number outside.")));
            });
  }

  /** Calls an interpreter to a call. */
  Future<CommandResult> callInterpreter(LiveSession session, OfferId engagement, String language) {
    return reader
        .read(session.home(), engagement.contact())
        .compose(
            read ->
                read.isPresent()
                        && session.holds(engagement, read.get().facts())
                        && !outbound.numbers().mayInterpret(session.workspace(), read.get())
                    ? Future.succeededFuture(
                        CommandResult.refused(
                            "interpreter-not-available",
                            "Nobody can be brought into it over its platform."))
                    : runner.run(
                        session,
                        t ->
                            t.callInterpreter(
                                session.workspace(),
                                session.navigator(),
                                session.epoch(),
                                engagement.value(),
                                language)));
  }

  /** Asks a second navigator, or whoever of a queue is free; exactly one is given. */
  Future<CommandResult> consult(
      LiveSession session, OfferId engagement, @Nullable String navigator, @Nullable String queue) {
    Workspace workspace = session.home();
    return reader
        .read(workspace, engagement.contact())
        .compose(
            read -> {
              if (read.isEmpty() || !session.holds(engagement, read.get().facts())) {
                return Future.succeededFuture(DesktopFlow.NO_ENGAGEMENT);
              }
              Facts facts = read.get().facts();
              if (facts.live() && !outbound.canConsult(workspace.id(), read.get())) {
                return Future.succeededFuture(
                    CommandResult.refused(
                        "consult-not-available",
                        "Nobody can be consulted about a call of this platform; transfer it"
                            + " cold."));
              }
              if (queue == null) {
                return consult(session, engagement, Objects.requireNonNull(navigator), -1);
              }
              RoutingPlan.Ask ask = new RoutingPlan.Ask(queue, Map.of(), null);
              return workspace
                  .route(handedOn(ask, HoldTimes.DEFAULT), facts.channel(), facts.language())
                  .compose(route -> consult(session, engagement, "", route.lane()));
            });
  }

  private Future<CommandResult> consult(
      LiveSession session, OfferId engagement, String navigator, int lane) {
    return runner.run(
        session,
        t ->
            t.consultEngagement(
                session.workspace(),
                session.navigator(),
                session.epoch(),
                engagement.value(),
                navigator,
                lane));
  }

  /** What the first navigator does with an open consult. */
  Future<CommandResult> changeConsult(
      LiveSession session, OfferId engagement, String target, String change) {
    return runner.run(session, t -> change(t, session, engagement, target, change));
  }

  /** Completes a consult that was accepted, or begins one: both halves of a warm transfer. */
  Future<CommandResult> warmTransfer(
      LiveSession session, OfferId engagement, @Nullable String navigator, @Nullable String queue) {
    return handOver(
        session,
        engagement,
        navigator == null ? "" : navigator,
        () ->
            consult(session, engagement, navigator, queue)
                .onSuccess(
                    result -> {
                      if (result instanceof CommandResult.Done) {
                        session.handsOver(engagement);
                      }
                    }));
  }

  /**
   * Ends the first navigator's part of a consult: whoever accepted it has the contact. One that is
   * still offered is refused; where nobody is consulted, {@code otherwise} runs.
   *
   * @param target the navigator who is meant; empty for whoever was asked
   */
  Future<CommandResult> handOver(
      LiveSession session,
      OfferId engagement,
      String target,
      Supplier<Future<CommandResult>> otherwise) {
    return change(transitions, session, engagement, target, "complete")
        .compose(
            outcome ->
                outcome.is("NONE")
                    ? otherwise.get()
                    : runner.run(session, t -> Future.succeededFuture(outcome)));
  }

  private static Future<Outcome> change(
      Transitions t, LiveSession session, OfferId engagement, String target, String change) {
    return t.changeConsult(
        session.workspace(),
        session.navigator(),
        session.epoch(),
        engagement.value(),
        target,
        change);
  }

  private static RoutingPlan handedOn(RoutingPlan.Ask ask, HoldTimes holds) {
    return new RoutingPlan("transfer", ask, null, Tier.ROUTINE, holds, null, 1, List.of());
  }
}
