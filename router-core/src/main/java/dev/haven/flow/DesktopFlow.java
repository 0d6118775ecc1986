package dev.haven.flow;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.Steps;
import dev.haven.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The navigator's side: sessions, offers, engagements. Called on one event loop. */
final class DesktopFlow implements Desktops {
  /** The store reads each one's record, some 20 µs, and whoever comes meanwhile waits for all. */
  private static final int MOST_CHECKED = 25;

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private static final CommandResult NO_OFFER =
      CommandResult.refused("offer-not-found", "No such offer is yours.");
  static final CommandResult NO_ENGAGEMENT =
      CommandResult.refused("engagement-not-found", "No such engagement is yours.");

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
  private final DeskSnapshots snapshots;
  private final HandOvers handOvers;
  private static final int COMES = 0;
  private static final int GOES = 1;

  private final EmptySeats emptySeats;

  /**
   * Thousands of desktops that go or come back at once stand in nobody's way. Who comes goes first:
   * a session that a newer one took over is gone without more ado.
   */
  private final Gate comingAndGoing;

  /** Whose turn in {@link #checkSessions} is still to come, and how many have it at a time. */
  private final Queue<LiveSession> unchecked = new ArrayDeque<>();

  private int share;
  private boolean pressing;
  private boolean mayPress;

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
    this.snapshots = new DeskSnapshots(transitions, reader, words, outbound);
    this.handOvers = new HandOvers(transitions, reader, outbound, this::run);
    this.emptySeats = new EmptySeats(node, transitions, desks, delivery::tell);
    this.comingAndGoing = new Gate(transitions.placementsAtOnce(), 2, waiting -> {});
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
    return comingAndGoing
        .enter(COMES, () -> seat(session, navigator))
        .<DesktopSession>map(
            snapshot -> {
              session.take(snapshot);
              later(
                  () -> {
                    session.release();
                    if (activity != null) {
                      session.begin(activity);
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

  /** A desktop that closed while it waited for its turn is none any more. */
  private Future<DesktopFrame.Snapshot> seat(LiveSession session, NavigatorId navigator) {
    if (session.isClosed()) {
      return Future.failedFuture(new IllegalStateException("the desktop closed before its turn"));
    }
    Workspace workspace = session.home();
    return seatedBy(workspace, navigator)
        .compose(
            outcome -> {
              session.opened(outcome.text(0));
              delivery.tell(workspace.id(), outcome.notices());
              return snapshots.of(workspace, navigator.value());
            });
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

  DeskSnapshots snapshots() {
    return snapshots;
  }

  HandOvers handOvers() {
    return handOvers;
  }

  /**
   * Runs a navigator's command, tells what it caused, and puts its outcome into the words of the
   * interface.
   */
  Future<CommandResult> run(LiveSession session, Function<Transitions, Future<Outcome>> command) {
    return run(session, command, NO_ENGAGEMENT);
  }

  Future<CommandResult> runOnOffer(
      LiveSession session, Function<Transitions, Future<Outcome>> command) {
    return run(session, command, NO_OFFER);
  }

  private Future<CommandResult> run(
      LiveSession session,
      Function<Transitions, Future<Outcome>> command,
      CommandResult whenMissing) {
    return command
        .apply(transitions)
        .map(
            outcome -> {
              delivery.tell(session.workspace(), outcome.notices());
              return answer(outcome, whenMissing);
            });
  }

  private static CommandResult answer(Outcome outcome, CommandResult whenMissing) {
    return switch (outcome.status()) {
      case "SESSION" ->
          CommandResult.refused(
              "session-superseded", "A newer desktop of this navigator is active.");
      case "SUPERSEDED", "ENDED" -> CommandResult.refused("offer-expired", "The offer has ended.");
      case "MISSING" -> whenMissing;
      case "NO_ROOM" -> CommandResult.refused("no-room", "There is no room to resume it now.");
      case "CONSULTING" ->
          CommandResult.refused(
              "consult-open", "A consult about it is " + outcome.text(0) + "; that must fit.");
      case "OUTSIDE" ->
          CommandResult.refused(
              "outside-open",
              "A number outside is " + outcome.text(0) + "; take the call back with resume.");
      case "INTERPRETER" ->
          CommandResult.refused(
              "interpreter-open", "An interpreter is " + outcome.text(0) + " already.");
      case "UNKNOWN_LANGUAGE" ->
          CommandResult.refused(
              "language-unknown", "The person's language is not known; name the interpreter's.");
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
                        && session.holds(engagement, read.get().facts())
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

  Future<CommandResult> lost(LiveSession session, boolean atOnce) {
    desks.leave(session);
    return comingAndGoing.enter(
        GOES,
        () ->
            run(
                session,
                t ->
                    t.loseSession(
                        session.workspace(), session.navigator(), session.epoch(), atOnce)));
  }

  void handled(Instant since) {
    delivery.handled(Duration.between(since, delivery.now()));
  }

  void tryAgain(Runnable task) {
    timers.after(TRY_AGAIN, task);
  }

  void later(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  /**
   * Compares desktops' sequences with the store's; one that stays behind gets a snapshot. Every
   * desktop has its turn once a second, or less often where there are more than {@value
   * #MOST_CHECKED} for a tick. Once one was behind, others are too as a rule, as after a failover:
   * then all have their turn at once, one portion behind the other, once a second at most.
   *
   * @param begin whether another round may begin; once a second
   */
  void checkSessions(boolean begin) {
    mayPress |= begin;
    if (begin && unchecked.isEmpty()) {
      beginRound();
    }
    if (!pressing) {
      checkSome();
    }
  }

  /** Gives up the sessions that the store has here and that have no desktop. */
  void checkSeats(WorkspaceId workspace) {
    emptySeats.look(workspace);
  }

  private void beginRound() {
    unchecked.addAll(desks.all());
    share = Math.min(MOST_CHECKED, unchecked.size() / Housekeeping.TICKS_A_SECOND + 1);
  }

  private void press() {
    if (mayPress && !pressing) {
      mayPress = false;
      pressing = true;
      unchecked.clear();
      beginRound();
      Steps.whileTrue(this::pressOn).onComplete(done -> pressing = false);
    }
  }

  private Future<Boolean> pressOn() {
    return unchecked.isEmpty()
        ? Future.succeededFuture(false)
        : checkSome().map(true).otherwise(true);
  }

  private Future<?> checkSome() {
    Map<WorkspaceId, List<LiveSession>> some = new LinkedHashMap<>();
    for (int i = 0; i < share && !unchecked.isEmpty(); i++) {
      LiveSession session = unchecked.remove();
      if (!session.isGone() && !session.epoch().isEmpty()) {
        some.computeIfAbsent(session.workspace(), id -> new ArrayList<>()).add(session);
      }
    }
    List<Future<?>> checks = new ArrayList<>();
    for (Workspace workspace : some.isEmpty() ? List.<Workspace>of() : workspaces.all()) {
      List<LiveSession> mine = some.get(workspace.id());
      if (mine != null) {
        checks.add(check(workspace, mine));
      }
    }
    return Future.join(checks);
  }

  private Future<?> check(Workspace workspace, List<LiveSession> some) {
    List<String> asked = new ArrayList<>();
    some.forEach(
        s -> {
          asked.add(s.navigator());
          asked.add(s.epoch());
          asked.add(Long.toString(s.seq()));
        });
    return transitions
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
        if (epoch.isEmpty()) {
          session.givenUp();
        } else {
          session.superseded();
        }
      } else if (session.behind(epoch, seq)) {
        meters.noticesRepaired();
        press();
        session.hold();
        snapshots
            .of(workspace, navigator)
            .onSuccess(session::redeliver)
            .onFailure(e -> session.release());
      }
    }
  }
}
