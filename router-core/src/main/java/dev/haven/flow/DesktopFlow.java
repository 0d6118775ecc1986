package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.RoutingPlan;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.Timers;
import dev.haven.urgency.Tier;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The navigator's side: sessions, offers, engagements. Called on one event loop. */
final class DesktopFlow implements Desktops {
  private final Context context;
  private final String node;
  private final boolean createUnknown;
  private final Workspaces workspaces;
  private final Transitions transitions;
  private final DirectoryFlow directory;
  private final ContactReader reader;
  private final Words words;
  private final Desks desks;
  private final Delivery delivery;
  private final RouterMeters meters;
  private final IdSource ids;
  private final Contacts contacts;
  private final Timers timers;
  private final Outbound outbound;

  DesktopFlow(
      Context context,
      String node,
      boolean createUnknown,
      Workspaces workspaces,
      Transitions transitions,
      DirectoryFlow directory,
      ContactReader reader,
      Words words,
      Desks desks,
      Delivery delivery,
      RouterMeters meters,
      IdSource ids,
      Contacts contacts,
      Timers timers,
      Outbound outbound) {
    this.context = context;
    this.node = node;
    this.createUnknown = createUnknown;
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.directory = directory;
    this.reader = reader;
    this.words = words;
    this.desks = desks;
    this.delivery = delivery;
    this.meters = meters;
    this.ids = ids;
    this.contacts = contacts;
    this.timers = timers;
    this.outbound = outbound;
  }

  @Override
  public int sessions() {
    return desks.size();
  }

  @Override
  public Future<DesktopSession> open(
      WorkspaceId workspaceId,
      NavigatorId navigator,
      DesktopLink link,
      long lastSeq,
      @Nullable String activity) {
    Workspace workspace = workspaces.get(workspaceId);
    LiveSession session = new LiveSession(this, workspace, navigator.value(), link);
    desks.seat(session);
    return seatedBy(workspace, navigator)
        .compose(
            outcome -> {
              session.opened(outcome.text(0));
              delivery.tell(workspaceId, outcome.notices());
              return snapshot(workspace, navigator.value());
            })
        .<DesktopSession>map(
            snapshot -> {
              session.take(snapshot);
              later(
                  () -> {
                    session.release();
                    if (activity != null) {
                      session.setActivity(activity);
                    }
                  });
              return session;
            })
        .onFailure(e -> desks.leave(session));
  }

  @Override
  public Future<DesktopSession> supervise(
      WorkspaceId workspaceId, String supervisor, DesktopLink link) {
    SupervisorSession session =
        new SupervisorSession(
            workspaces.get(workspaceId), supervisor, transitions, contacts, link, timers);
    return session.read().<DesktopSession>map(session).onFailure(e -> session.lost());
  }

  private Future<Outcome> seatedBy(Workspace workspace, NavigatorId navigator) {
    return transitions
        .openSession(workspace.id(), navigator.value(), node, "")
        .compose(
            outcome -> {
              if (!outcome.is("UNKNOWN")) {
                return Future.succeededFuture(outcome);
              }
              if (!createUnknown) {
                return Future.failedFuture(new UnknownNavigator());
              }
              return directory
                  .put(workspace, Navigator.development(navigator), true)
                  .compose(
                      v -> transitions.openSession(workspace.id(), navigator.value(), node, ""));
            });
  }

  /** Everything a desktop should show now. */
  Future<DesktopFrame.Snapshot> snapshot(Workspace workspace, String navigator) {
    return transitions
        .readDesktop(workspace.id(), navigator)
        .compose(
            reply -> readable(workspace, reply).map(v -> snapshotOf(workspace, navigator, reply)));
  }

  /** A contact may stand in a lane that another node registered. */
  private static Future<Void> readable(Workspace workspace, List<Object> reply) {
    for (Object o : (List<?>) reply.get(6)) {
      if (!workspace.catalogue().hasLane(Facts.of((List<?>) ((List<?>) o).get(0)).lane())) {
        return workspace.reload();
      }
    }
    return Future.succeededFuture();
  }

  private DesktopFrame.Snapshot snapshotOf(
      Workspace workspace, String navigator, List<Object> reply) {
    List<DesktopFrame.Offer> offers = new ArrayList<>();
    List<DesktopFrame.Engagement> engagements = new ArrayList<>();
    for (Object o : (List<?>) reply.get(6)) {
      List<?> entry = (List<?>) o;
      Facts facts = Facts.of((List<?>) entry.get(0));
      Dossier dossier = words.dossier(workspace.id(), facts.id().value(), (String) entry.get(1));
      DesktopFrame.Card card = reader.card(workspace, facts, dossier);
      OfferId id = Objects.requireNonNull(facts.offer(), "a navigator's contact has an attempt");
      DesktopFrame.Consult consult = consult(navigator, facts, (List<?>) entry.get(4));
      if (facts.state() == ContactState.OFFERED) {
        offers.add(
            new DesktopFrame.Offer(
                id, card, Objects.requireNonNullElse(facts.offerEndsAt(), Instant.EPOCH)));
      } else if (consult != null && !consult.first() && consult.state().equals("offered")) {
        Instant ends =
            Instant.ofEpochMilli(Long.parseLong((String) ((List<?>) entry.get(4)).get(3)));
        offers.add(new DesktopFrame.Offer(consult.id(), card, ends, consult.navigator()));
      } else {
        DesktopFrame.Engagement one =
            engagement(
                workspace,
                facts,
                id,
                card,
                (List<?>) entry.get(2),
                (List<?>) entry.get(3),
                outbound.controls(workspace.id(), facts, dossier),
                consult);
        engagements.add(
            consult == null || consult.first() ? one : one.consulted(consult.id(), consult));
      }
    }
    Navigator known = DirectoryFlow.read(new NavigatorId(navigator), (String) reply.get(5));
    String next = (String) reply.get(4);
    return new DesktopFrame.Snapshot(
        Long.parseLong((String) reply.get(2)),
        new DesktopFrame.Self(
            navigator,
            known.name(),
            (String) reply.get(3),
            next.isEmpty() ? null : next,
            known.languages()),
        offers,
        engagements);
  }

  /** The consult about a contact as that navigator sees it; null when there is none. */
  private static DesktopFrame.@Nullable Consult consult(
      String navigator, Facts facts, List<?> open) {
    if (open.isEmpty()) {
      return null;
    }
    boolean first = !open.get(2).equals(navigator);
    String asks = Objects.requireNonNull(facts.navigator(), "consulted is about work").value();
    return new DesktopFrame.Consult(
        new OfferId((String) open.get(0)),
        first,
        first ? (String) open.get(2) : asks,
        (String) open.get(1));
  }

  private DesktopFrame.Engagement engagement(
      Workspace workspace,
      Facts facts,
      OfferId id,
      DesktopFrame.Card card,
      List<?> lines,
      List<?> deliveries,
      @Nullable List<String> controls,
      DesktopFrame.@Nullable Consult consult) {
    List<DesktopFrame.Line> conversation = new ArrayList<>();
    if (!card.preview().isEmpty()) {
      conversation.add(new DesktopFrame.Line("person", card.preview(), card.arrivedAt()));
    }
    conversation.addAll(reader.lines(workspace, facts.id(), lines, deliveries));
    return new DesktopFrame.Engagement(
        id,
        card,
        facts.engagementState(),
        Objects.requireNonNullElse(facts.engagedAt(), facts.arrivedAt()),
        conversation,
        controls,
        consult);
  }

  Future<Optional<DesktopFrame.Engagement>> engagement(
      Workspace workspace, ContactId contact, OfferId id) {
    return reader
        .read(workspace, contact)
        .map(
            read ->
                read.map(
                    r -> {
                      List<DesktopFrame.Line> conversation = new ArrayList<>();
                      if (r.dossier().text() != null) {
                        conversation.add(
                            new DesktopFrame.Line(
                                "person", r.dossier().text(), r.facts().arrivedAt()));
                      }
                      conversation.addAll(r.lines());
                      return new DesktopFrame.Engagement(
                          id,
                          reader.card(workspace, r.facts(), r.dossier()),
                          r.facts().engagementState(),
                          Objects.requireNonNullElse(r.facts().engagedAt(), r.facts().arrivedAt()),
                          conversation,
                          outbound.controls(workspace.id(), r.facts(), r.dossier()),
                          null);
                    }));
  }

  /**
   * Runs a navigator's command, tells what it caused, and puts its outcome into the words of the
   * interface.
   */
  Future<CommandResult> run(LiveSession session, Function<Transitions, Future<Outcome>> command) {
    return command
        .apply(transitions)
        .map(
            outcome -> {
              delivery.tell(session.workspace(), outcome.notices());
              return answer(outcome);
            });
  }

  private static CommandResult answer(Outcome outcome) {
    return switch (outcome.status()) {
      case "SESSION" ->
          CommandResult.refused(
              "session-superseded", "A newer desktop of this navigator is active.");
      case "SUPERSEDED", "ENDED" -> CommandResult.refused("offer-expired", "The offer has ended.");
      case "MISSING" ->
          CommandResult.refused("offer-not-found", "No such offer or engagement is yours.");
      case "NO_ROOM" -> CommandResult.refused("no-room", "There is no room to resume it now.");
      case "CONSULTING" ->
          CommandResult.refused(
              "consult-open", "A consult about it is " + outcome.text(0) + "; that must fit.");
      case "NONE" -> CommandResult.refused("no-consult", "Nobody is consulted about it.");
      case "BUSY" ->
          CommandResult.refused("navigator-busy", "That navigator has no room for it now.");
      case "NOBODY" -> CommandResult.refused("nobody-free", "Nobody of that queue is free now.");
      case "ILLEGAL" -> CommandResult.refused("illegal-state", "It is " + outcome.text(0) + ".");
      case "UNREPORTED" ->
          CommandResult.refused(
              "report-not-submitted", "Submit or dismiss the report first, or give the work on.");
      case "STRANGER" ->
          CommandResult.refused(
              "contact-not-joined", outcome.text(0) + " is not joined under this contact.");
      case "UNAVAILABLE" ->
          CommandResult.refused("navigator-unavailable", "That navigator is not on duty.");
      case "UNKNOWN" -> CommandResult.refused("navigator-not-found", "There is no such navigator.");
      default -> CommandResult.DONE;
    };
  }

  Future<CommandResult> change(LiveSession session, OfferId engagement, String change) {
    return run(
        session,
        t ->
            t.changeEngagement(
                session.workspace(),
                session.navigator(),
                session.epoch(),
                engagement.value(),
                change));
  }

  /** Hold or mute: a desktop is never told of what the caller's platform cannot do. */
  Future<CommandResult> steer(LiveSession session, OfferId engagement, String change) {
    return reader
        .read(session.home(), engagement.contact())
        .compose(
            read ->
                read.isPresent()
                        && read.get().facts().live()
                        && !outbound.canSteer(session.workspace(), read.get())
                    ? Future.succeededFuture(
                        CommandResult.refused(
                            "call-control-not-available",
                            "The platform of this call can neither hold nor mute it."))
                    : change(session, engagement, change));
  }

  Future<CommandResult> message(
      LiveSession session, OfferId engagement, String text, @Nullable String key, boolean among) {
    String contact = engagement.contact().value();
    String command = "m" + (key == null ? ids.next() : key);
    String sealed =
        words.sealLine(
            session.workspace(),
            contact,
            new DesktopFrame.Line(
                among ? "colleague" : "navigator", text, delivery.now(), command, null));
    return run(
        session,
        t ->
            t.sendMessage(
                session.workspace(),
                session.navigator(),
                session.epoch(),
                engagement.value(),
                command,
                sealed,
                among));
  }

  Future<CommandResult> complete(
      LiveSession session,
      OfferId engagement,
      String disposition,
      String notes,
      List<ContactId> members) {
    String contact = engagement.contact().value();
    String sealed =
        notes.isEmpty() ? "" : words.sealText(session.workspace(), contact, "notes", notes);
    return run(
        session,
        t ->
            t.finishEngagement(
                session.workspace(),
                session.navigator(),
                session.epoch(),
                engagement.value(),
                disposition,
                sealed,
                members.stream().map(ContactId::value).collect(Collectors.joining(","))));
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
                return Future.succeededFuture(
                    CommandResult.refused("offer-not-found", "No such engagement is yours."));
              }
              Facts facts = read.get().facts();
              RoutingPlan plan = handedOn(new RoutingPlan.Ask(queue, Map.of(), null), holds);
              return workspace
                  .route(plan, facts.channel(), facts.language())
                  .compose(
                      route ->
                          run(
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

  /** Asks a second navigator, or whoever of a queue is free; exactly one is given. */
  Future<CommandResult> consult(
      LiveSession session, OfferId engagement, @Nullable String navigator, @Nullable String queue) {
    Workspace workspace = session.home();
    return reader
        .read(workspace, engagement.contact())
        .compose(
            read -> {
              if (read.isEmpty()) {
                return Future.succeededFuture(
                    CommandResult.refused("offer-not-found", "No such engagement is yours."));
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
    return run(
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
    return run(session, t -> change(t, session, engagement, target, change));
  }

  /** Completes a consult that was accepted, or begins one: both halves of a warm transfer. */
  Future<CommandResult> warmTransfer(
      LiveSession session, OfferId engagement, @Nullable String navigator, @Nullable String queue) {
    return change(transitions, session, engagement, navigator == null ? "" : navigator, "complete")
        .compose(
            outcome -> {
              if (outcome.is("NONE")) {
                return consult(session, engagement, navigator, queue);
              }
              return run(session, t -> Future.succeededFuture(outcome));
            });
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
    return new RoutingPlan("transfer", ask, null, Tier.ROUTINE, holds, null, List.of());
  }

  Future<CommandResult> lost(LiveSession session, boolean atOnce) {
    desks.leave(session);
    return run(
        session,
        t -> t.loseSession(session.workspace(), session.navigator(), session.epoch(), atOnce));
  }

  void handled(Instant since) {
    delivery.handled(Duration.between(since, delivery.now()));
  }

  void later(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  /** Compares every desktop's sequence with the store's; one that stays behind gets a snapshot. */
  void checkSessions() {
    for (Workspace workspace : workspaces.all()) {
      List<LiveSession> mine =
          desks.all().stream()
              .filter(s -> s.workspace().equals(workspace.id()) && !s.epoch().isEmpty())
              .toList();
      for (int from = 0; from < mine.size(); from += 200) {
        check(workspace, mine.subList(from, Math.min(mine.size(), from + 200)));
      }
    }
  }

  private void check(Workspace workspace, List<LiveSession> some) {
    List<String> asked = new ArrayList<>();
    some.forEach(
        s -> {
          asked.add(s.navigator());
          asked.add(s.epoch());
          asked.add(Long.toString(s.seq()));
        });
    transitions
        .checkSessions(workspace.id(), asked)
        .onSuccess(
            reply -> {
              List<?> rows = (List<?>) reply.get(1);
              for (int i = 0; i < rows.size(); i += 3) {
                repair(
                    workspace,
                    some,
                    (String) rows.get(i),
                    (String) rows.get(i + 1),
                    Long.parseLong((String) rows.get(i + 2)));
              }
            });
  }

  private void repair(
      Workspace workspace, List<LiveSession> some, String navigator, String epoch, long seq) {
    for (LiveSession session : some) {
      if (!session.navigator().equals(navigator) || session.isGone()) {
        continue;
      }
      if (!session.isEpoch(epoch)) {
        desks.leave(session);
        session.superseded();
      } else if (session.behind(epoch, seq)) {
        meters.noticesRepaired();
        session.hold();
        snapshot(workspace, navigator)
            .onSuccess(session::redeliver)
            .onFailure(e -> session.release());
      }
    }
  }
}
