package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rows of the outbox: connect a call, end one, send a navigator's words. The node
 * that wrote a row begins at once and keeps it from the others while it works on it; what a crash
 * left is claimed by any node. A command keeps its id however often it is tried, and platforms are
 * told it. Called on one event loop.
 */
public final class Outbound {
  private static final int MOST = 32;
  private static final int TRIES = 8;

  /** Never given up: what was promised is owed until it is there. */
  private static final Set<String> OWED = Set.of("report", "hand_off", "follow_up");

  private static final long FIRST_RETRY_MS = 2_000;
  private static final long LONGEST_RETRY_MS = 300_000;

  /**
   * Finds the adapter of the door a contact came through; empty when it came by REST or the door is
   * gone.
   */
  public interface Doors {
    Optional<ChannelAdapter> of(WorkspaceId workspace, String source);
  }

  private final Workspaces workspaces;
  private final Transitions transitions;
  private final ContactReader reader;
  private final Outside outside;
  private final WordCommands lines;
  private final CallCommands calls;
  private final ConsultCommands consults;
  private final SteerCommands steering;
  private final OutsideCommands numbers;
  private final UnderWay underWay = new UnderWay();
  private final Endings endings;
  private final Timers timers;

  private boolean leaving;
  private @Nullable Consumer<Told> teller;
  private @Nullable Promises promises;

  /** What a finished command's own transition asks to tell. */
  record Told(WorkspaceId workspace, List<Notice> notices) {}

  Outbound(
      Doors doors,
      Workspaces workspaces,
      Transitions transitions,
      Shelf shelf,
      ContactReader reader,
      Words words,
      Outside outside,
      Identity identity,
      RouterMeters meters,
      Timers timers) {
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.reader = reader;
    this.outside = outside;
    this.timers = timers;
    this.endings = new Endings(transitions, underWay, meters, timers, this::tell);
    this.lines = new WordCommands(doors, words, outside, identity);
    CallLines callLines = new CallLines(doors, shelf);
    this.calls = new CallCommands(callLines, transitions, this::tell);
    this.consults = new ConsultCommands(callLines, transitions, this::tell);
    this.steering = new SteerCommands(callLines, outside.destinations(), this::read);
    this.numbers =
        new OutsideCommands(
            callLines,
            steering,
            transitions,
            words,
            outside.destinations(),
            workspaces::settings,
            this::tell);
  }

  /** Where notices go that commands cause; set once, before the first command. */
  void tellBy(Consumer<Told> consumer) {
    teller = consumer;
  }

  /** Who keeps what transitions promised; set once, before the first command. */
  void promiseBy(Promises keeper) {
    promises = keeper;
  }

  /** Starts on a row this node has just written. */
  void begin(WorkspaceId workspace, String command, String type, String contact, String body) {
    attempt(workspace, command, type, contact, body, 0);
  }

  /** Takes up what is due: rows of nodes that died, and tries that failed. */
  Future<Void> resume(WorkspaceId workspace) {
    return transitions
        .claimCommands(workspace, leaving ? 0 : MOST, underWay.lasting(workspace))
        .map(
            outcome -> {
              if (!leaving) { // else they come back to another node
                outcome.list(0).forEach(row -> attempt(workspace, (List<?>) row));
              }
              return null;
            });
  }

  /**
   * Takes up nothing more, and answers once what is under way here is done and written down, or
   * after that time: another node would do it once more.
   */
  Future<Void> settle(Duration within) {
    leaving = true;
    Promise<Void> settled = Promise.promise();
    Timers.Handle limit = timers.after(within, settled::tryComplete);
    underWay.none().onSuccess(none -> settled.tryComplete());
    return settled.future().onSuccess(v -> limit.cancel());
  }

  /** The platform tells how a connect command went on. */
  Future<List<Notice>> bridged(
      WorkspaceId workspace, String command, BridgeResult result, @Nullable CallRef leg) {
    String engagement =
        command.endsWith(".connect")
            ? command.substring(0, command.length() - ".connect".length())
            : command;
    return read(workspace, engagement)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(List.<Notice>of());
              }
              ContactReader.Record contact = found.get();
              if (OutsideCommands.isOf(contact, engagement)) {
                return numbers.bridged(workspace, engagement, result, leg, contact);
              }
              return ConsultCommands.isOpen(contact, engagement)
                  ? consults.bridged(workspace, engagement, result, leg, contact)
                  : calls.bridged(workspace, command, engagement, result, leg, contact);
            });
  }

  /** Whether somebody can be consulted about a call. */
  boolean canConsult(WorkspaceId workspace, ContactReader.Record contact) {
    return consults.isPossible(workspace, contact);
  }

  /** Calls to numbers outside. */
  OutsideCommands numbers() {
    return numbers;
  }

  /** Whether a call can be put on hold and its navigator muted. */
  boolean canSteer(WorkspaceId workspace, ContactReader.Record contact) {
    return steering.isPossible(workspace, contact);
  }

  /** What a navigator can do with a call that is on the line; null where none is. */
  @Nullable List<String> controls(WorkspaceId workspace, Facts facts, Dossier dossier) {
    return steering.controls(workspace, facts, dossier);
  }

  private void attempt(WorkspaceId workspace, List<?> row) {
    attempt(
        workspace,
        (String) row.get(0),
        (String) row.get(1),
        (String) row.get(2),
        (String) row.get(4),
        Integer.parseInt((String) row.get(3)));
  }

  private void attempt(
      WorkspaceId workspace, String command, String type, String contact, String body, int tried) {
    if (!underWay.begin(workspace, command)) {
      return;
    }
    Endings.Row row = new Endings.Row(workspace, command, type, contact);
    reader
        .read(workspaces.get(workspace), new ContactId(contact))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(new CommandEnd("contact_gone"))
                    : carryOut(workspace, command, type, body, found.get())
                        .recover(e -> failed(workspace, type, body, found.get(), tried, e)))
        .onSuccess(
            end -> {
              if (end == CommandEnd.BEHIND) {
                endings.behind(row).onComplete(told -> heard(row));
              } else {
                endings.over(row, end);
              }
            })
        .onFailure(
            failure -> {
              if (tried + 1 < TRIES || OWED.contains(type)) {
                endings.failed(row, backOff(tried)).onComplete(told -> heard(row));
              } else {
                endings.over(row, new CommandEnd("given_up"));
                heard(row);
              }
            });
  }

  private void heard(Endings.Row row) {
    if (row.type().equals("send") || row.type().equals("first_answer")) {
      lines.heard(row.workspace(), row.contact());
    }
  }

  /** A file that failed for the last time is marked, so that its contact shows it. */
  private Future<CommandEnd> failed(
      WorkspaceId workspace,
      String type,
      String body,
      ContactReader.Record contact,
      int tried,
      Throwable failure) {
    return type.equals("file") && tried + 1 >= TRIES
        ? outside
            .files()
            .giveUp(file(workspace, contact.facts(), body))
            .map(v -> new CommandEnd("given_up"))
        : Future.failedFuture(failure);
  }

  private Future<CommandEnd> carryOut(
      WorkspaceId workspace,
      String command,
      String type,
      String body,
      ContactReader.Record contact) {
    return switch (type) {
      case "send" -> lines.send(workspace, command, body, contact);
      case "first_answer" -> lines.answerFirst(workspace, command, contact);
      case "connect" -> calls.connect(workspace, command, body, contact).map(CommandEnd::new);
      case "steer" -> steering.steer(workspace, command).map(CommandEnd::new);
      case "release" -> calls.release(workspace, contact);
      case "take_back" -> calls.takeBack(workspace, command, contact);
      case "consult" -> consults.connect(workspace, command, body, contact).map(CommandEnd::new);
      case "outside" -> numbers.connect(workspace, command, body, contact).map(CommandEnd::new);
      case "dismiss" -> numbers.dismiss(workspace, command, contact);
      case "confer" -> consults.confer(workspace, body, contact);
      case "hand_over" -> consults.handOver(workspace, command, body, contact);
      case "part" -> consults.part(workspace, command, body, contact);
      case "escalate" -> escalate(workspace, command, body, contact.facts()).map(CommandEnd::new);
      case "report", "hand_off", "report_late", "follow_up" ->
          Objects.requireNonNull(promises, "set before the first command")
              .keep(workspace, command, type, body, contact)
              .map(taken -> new CommandEnd(taken.outcome(), taken.reference()));
      case "file" ->
          outside.files().bring(file(workspace, contact.facts(), body)).map(CommandEnd::new);
      default -> Future.succeededFuture(new CommandEnd("unknown_type"));
    };
  }

  private static Outside.FileOrder file(WorkspaceId workspace, Facts facts, String n) {
    return new Outside.FileOrder(workspace, facts.id(), facts.channel(), facts.source(), n);
  }

  /** Somebody may have taken the contact before this came to its turn. */
  private Future<String> escalate(WorkspaceId workspace, String command, String rung, Facts facts) {
    if (facts.state() != ContactState.WAITING && facts.state() != ContactState.OFFERED) {
      return Future.succeededFuture("taken_meanwhile");
    }
    return outside.tell(
        new Outside.Escalation(
            command,
            workspace,
            facts.id(),
            facts.tier(),
            facts.channel(),
            facts.language(),
            facts.arrivedAt(),
            rung));
  }

  private Future<Optional<ContactReader.Record>> read(WorkspaceId workspace, String engagement) {
    int dot = engagement.indexOf('.');
    return dot < 0 || !ContactId.isValid(engagement.substring(0, dot))
        ? Future.succeededFuture(Optional.empty())
        : reader.read(workspaces.get(workspace), new ContactId(engagement.substring(0, dot)));
  }

  private void tell(WorkspaceId workspace, List<Notice> notices) {
    if (teller != null && !notices.isEmpty()) {
      teller.accept(new Told(workspace, notices));
    }
  }

  private static long backOff(int tried) {
    return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS << Math.min(20, tried * 2));
  }
}
