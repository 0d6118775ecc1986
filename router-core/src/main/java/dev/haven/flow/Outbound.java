package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactState;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.telemetry.RouterMeters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rows of the outbox: connect a call, end one, send a navigator's words. The node
 * that wrote a row begins at once; what a crash left is claimed by any node. A command keeps its id
 * however often it is tried, and platforms are told it. Called on one event loop.
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

  private final Doors doors;
  private final Workspaces workspaces;
  private final Transitions transitions;
  private final Shelf shelf;
  private final ContactReader reader;
  private final Words words;
  private final Outside outside;
  private final Identity identity;
  private final RouterMeters meters;

  /** Commands of this node that are not over: one that takes long is not begun a second time. */
  private final Set<String> underWay = new HashSet<>();

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
      RouterMeters meters) {
    this.doors = doors;
    this.workspaces = workspaces;
    this.transitions = transitions;
    this.shelf = shelf;
    this.reader = reader;
    this.words = words;
    this.outside = outside;
    this.identity = identity;
    this.meters = meters;
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
        .claimCommands(workspace, MOST)
        .map(
            outcome -> {
              for (Object o : outcome.list(0)) {
                List<?> row = (List<?>) o;
                attempt(
                    workspace,
                    (String) row.get(0),
                    (String) row.get(1),
                    (String) row.get(2),
                    (String) row.get(4),
                    Integer.parseInt((String) row.get(3)));
              }
              return null;
            });
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
              if (isConsult(found.get(), engagement)) {
                return consulted(workspace, engagement, result, leg, found.get());
              }
              return result == BridgeResult.ANSWERED && leg != null
                  ? answered(workspace, engagement, command, leg, found.get())
                  : settle(workspace, engagement, result, found.get()).map(o -> List.of());
            });
  }

  /**
   * The navigator's leg answered: brings the caller to it, if that is still what is wanted. A leg
   * that answers after its engagement is over is let go; the caller is not touched.
   */
  private Future<List<Notice>> answered(
      WorkspaceId workspace,
      String engagement,
      String command,
      CallRef leg,
      ContactReader.Record contact) {
    Optional<Call> call = calls(workspace, contact);
    if (call.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    CallPort port = call.get().port();
    if (!isCurrent(contact, engagement)) {
      return port.release(leg).map(List.of());
    }
    return port.join(call.get().caller(), leg, command + ".join")
        .compose(
            bridge ->
                settle(workspace, engagement, bridge.result(), contact)
                    .compose(
                        outcome ->
                            bridge.result() != BridgeResult.CONNECTED
                                    || outcome.is("DONE")
                                    || outcome.is("SAME")
                                ? Future.<Void>succeededFuture()
                                : apart(port, call.get().caller(), leg, contact)))
        .map(List.of());
  }

  /** Both were brought together while the engagement ended: the caller waits on, with music. */
  private static Future<Void> apart(
      CallPort port, CallRef caller, CallRef leg, ContactReader.Record contact) {
    return port.release(leg)
        .eventually(() -> port.hold(caller, new HoldPlan(contact.facts().language(), 0, null)));
  }

  /** Whether that engagement is what the contact is in now. */
  private static boolean isCurrent(ContactReader.Record contact, String engagement) {
    Facts facts = contact.facts();
    return facts.state() == ContactState.ENGAGED
        && engagement.equals(facts.id().value() + "." + facts.attempt());
  }

  private void attempt(
      WorkspaceId workspace, String command, String type, String contact, String body, int tried) {
    String name = workspace.value() + ' ' + command;
    if (!underWay.add(name)) {
      return;
    }
    reader
        .read(workspaces.get(workspace), new ContactId(contact))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(new Over("contact_gone"))
                    : carryOut(workspace, command, type, body, found.get())
                        .recover(e -> failed(workspace, type, body, found.get(), tried, e)))
        .onComplete(over -> underWay.remove(name))
        .onSuccess(over -> finish(workspace, command, type, contact, null, over))
        .onFailure(
            failure -> {
              boolean again = tried + 1 < TRIES || OWED.contains(type);
              finish(
                  workspace,
                  command,
                  type,
                  contact,
                  again ? backOff(tried) : null,
                  new Over(again ? "failed" : "given_up"));
            });
  }

  /** A file that failed for the last time is marked, so that its contact shows it. */
  private Future<Over> failed(
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
            .map(v -> new Over("given_up"))
        : Future.failedFuture(failure);
  }

  /**
   * What became of a command.
   *
   * @param outcome a code for journal and metrics
   * @param receipt names the message at its platform, empty when there is none
   */
  private record Over(String outcome, String receipt) {
    Over(String outcome) {
      this(outcome, "");
    }
  }

  private Future<Over> carryOut(
      WorkspaceId workspace,
      String command,
      String type,
      String body,
      ContactReader.Record contact) {
    return switch (type) {
      case "send" -> send(workspace, command, body, contact);
      case "connect" -> connect(workspace, command, body, contact).map(Over::new);
      case "release" -> release(workspace, contact).map(Over::new);
      case "escalate" -> escalate(workspace, command, body, contact.facts()).map(Over::new);
      case "first_answer" -> answerFirst(workspace, command, contact);
      case "report", "hand_off", "report_late", "follow_up" ->
          Objects.requireNonNull(promises, "set before the first command")
              .keep(workspace, command, type, body, contact)
              .map(taken -> new Over(taken.outcome(), taken.reference()));
      case "file" -> outside.files().bring(file(workspace, contact.facts(), body)).map(Over::new);
      case "take_back" -> takeBack(workspace, command, contact).map(Over::new);
      case "consult" -> consult(workspace, command, body, contact).map(Over::new);
      case "confer" ->
          withCall(workspace, contact, c -> c.port().confer(c.caller(), body + ".connect"));
      case "hand_over" ->
          withCall(
              workspace,
              contact,
              c -> c.port().handOver(c.caller(), body + ".connect", connectOf(command)));
      case "part" ->
          withCall(
              workspace,
              contact,
              c -> c.port().part(c.caller(), body + ".connect", connectOf(command)));
      default -> Future.succeededFuture(new Over("unknown_type"));
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

  private Future<Over> answerFirst(
      WorkspaceId workspace, String command, ContactReader.Record contact) {
    String text = outside.firstAnswer(contact.facts().language());
    return text.isEmpty()
        ? Future.succeededFuture(new Over("no_text"))
        : sendText(workspace, command, text, contact, true);
  }

  private Future<Over> send(
      WorkspaceId workspace, String command, String body, ContactReader.Record contact) {
    String text = words.line(workspace, contact.facts().id().value(), body).text();
    return sendText(workspace, command, text, contact, false);
  }

  private Future<Over> sendText(
      WorkspaceId workspace,
      String command,
      String text,
      ContactReader.Record contact,
      boolean automatic) {
    String source = contact.facts().source();
    Optional<ReplyPort> port = doors.of(workspace, source).map(ChannelAdapter::replies);
    Map<String, String> reply = contact.reply();
    if (port.isEmpty() || reply == null) {
      return Future.succeededFuture(new Over("no_way_back"));
    }
    return port.get()
        .send(
            new ReplyHandle(reply),
            new OutboundMessage(
                text, contact.dossier().subject(), contact.facts().id().value(), automatic),
            command)
        .map(
            receipt -> {
              String id = receipt.externalId();
              if (receipt.refusal() != null) {
                return new Over("refused");
              }
              return new Over("sent", id == null ? "" : identity.receipt(workspace, source, id));
            });
  }

  private Future<String> connect(
      WorkspaceId workspace, String command, String navigator, ContactReader.Record contact) {
    String engagement = command.substring(0, command.length() - ".connect".length());
    if (!isCurrent(contact, engagement)) {
      return Future.succeededFuture("superseded");
    }
    Optional<Call> call = calls(workspace, contact);
    if (call.isEmpty()) {
      return settle(workspace, engagement, BridgeResult.CONNECTED, contact).map("no_call_port");
    }
    return voice(workspace, navigator)
        .compose(
            voice -> {
              if (voice.isEmpty()) {
                return settle(workspace, engagement, BridgeResult.NO_ANSWER, contact)
                    .map("navigator_without_voice");
              }
              return call.get()
                  .port()
                  .connect(call.get().caller(), endpoint(navigator, voice.get()), command)
                  .compose(
                      b ->
                          settle(workspace, engagement, b.result(), contact)
                              .map(b.result().wireName()));
            });
  }

  /** The command that rang the second navigator of a consult. */
  private static String connectOf(String command) {
    return command.substring(0, command.lastIndexOf('.')) + ".connect";
  }

  private Future<Over> withCall(
      WorkspaceId workspace, ContactReader.Record contact, Function<Call, Future<Void>> action) {
    return calls(workspace, contact)
        .map(call -> action.apply(call).map(new Over("done")))
        .orElseGet(() -> Future.succeededFuture(new Over("no_call_port")));
  }

  /** Whether somebody can be consulted about a call. */
  boolean canConsult(WorkspaceId workspace, ContactReader.Record contact) {
    return calls(workspace, contact).filter(call -> call.port().canConsult()).isPresent();
  }

  /** Rings the second navigator. */
  private Future<String> consult(
      WorkspaceId workspace, String command, String navigator, ContactReader.Record contact) {
    String consult = command.substring(0, command.length() - ".connect".length());
    if (!isConsult(contact, consult)) {
      return Future.succeededFuture("superseded");
    }
    Optional<Call> call = calls(workspace, contact);
    if (call.isEmpty()) {
      return settleConsult(workspace, consult, BridgeResult.CONNECTED).map("no_call_port");
    }
    return voice(workspace, navigator)
        .compose(
            voice ->
                voice.isEmpty()
                    ? settleConsult(workspace, consult, BridgeResult.NO_ANSWER)
                        .map("navigator_without_voice")
                    : call.get()
                        .port()
                        .connect(call.get().caller(), endpoint(navigator, voice.get()), command)
                        .compose(
                            b ->
                                settleConsult(workspace, consult, b.result())
                                    .map(b.result().wireName())));
  }

  private static boolean isConsult(ContactReader.Record contact, String consult) {
    OfferId open = contact.facts().consult();
    return open != null && open.value().equals(consult);
  }

  /** The platform tells of the second navigator's leg. */
  private Future<List<Notice>> consulted(
      WorkspaceId workspace,
      String consult,
      BridgeResult result,
      @Nullable CallRef leg,
      ContactReader.Record contact) {
    Optional<Call> call = calls(workspace, contact);
    if (result != BridgeResult.ANSWERED || leg == null || call.isEmpty()) {
      return settleConsult(workspace, consult, result).map(List.of());
    }
    String first = contact.facts().id().value() + "." + contact.facts().attempt() + ".connect";
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    return call.get()
        .port()
        .consult(call.get().caller(), first, leg, plan)
        .compose(b -> settleConsult(workspace, consult, b.result()))
        .map(List.of());
  }

  private Future<Outcome> settleConsult(
      WorkspaceId workspace, String consult, BridgeResult result) {
    String change =
        switch (result) {
          case CONNECTED -> "connected";
          case NO_ANSWER, LOST_RACE -> "no_answer";
          case HUNG_UP -> "hung_up";
          case RINGING, ANSWERED, CALLER_GONE -> "";
        };
    return change.isEmpty()
        ? Future.succeededFuture(new Outcome("SAME", List.of(), List.of()))
        : transitions
            .changeConsult(workspace, "", "", consult, "", change)
            .onSuccess(outcome -> tell(workspace, outcome.notices()));
  }

  private Future<String> takeBack(
      WorkspaceId workspace, String command, ContactReader.Record contact) {
    String engagement = command.substring(0, command.length() - ".take_back".length());
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    return calls(workspace, contact)
        .map(c -> c.port().takeBack(c.caller(), engagement + ".connect", plan).map("taken_back"))
        .orElseGet(() -> Future.succeededFuture("no_call_port"));
  }

  private Future<String> release(WorkspaceId workspace, ContactReader.Record contact) {
    return calls(workspace, contact)
        .map(c -> c.port().release(c.caller()).map("released"))
        .orElseGet(() -> Future.succeededFuture("no_call_port"));
  }

  private Future<Outcome> settle(
      WorkspaceId workspace, String engagement, BridgeResult result, ContactReader.Record contact) {
    NavigatorId navigator = contact.facts().navigator();
    if (navigator == null) {
      return Future.succeededFuture(new Outcome("MISSING", List.of(), List.of()));
    }
    Future<Outcome> settled =
        switch (result) {
          case CONNECTED ->
              transitions.changeEngagement(
                  workspace, navigator.value(), "", engagement, "connected");
          case NO_ANSWER ->
              transitions.changeEngagement(
                  workspace, navigator.value(), "", engagement, "no_answer");
          case HUNG_UP ->
              transitions.changeEngagement(workspace, navigator.value(), "", engagement, "hung_up");
          case CALLER_GONE ->
              transitions.abandonContact(workspace, contact.facts().id().value(), "hangup");
          case RINGING, ANSWERED, LOST_RACE ->
              Future.succeededFuture(new Outcome("SAME", List.of(), List.of()));
        };
    return settled.onSuccess(outcome -> tell(workspace, outcome.notices()));
  }

  /** Where the navigator's telephone is; empty when none is known. */
  private Future<Optional<String>> voice(WorkspaceId workspace, String navigator) {
    return shelf
        .navigator(workspace, navigator)
        .map(
            description ->
                description
                    .map(d -> DirectoryFlow.read(new NavigatorId(navigator), d))
                    .map(Navigator::voice));
  }

  private static NavigatorEndpoint endpoint(String navigator, String voice) {
    return new NavigatorEndpoint(navigator, voice, Duration.ofSeconds(20));
  }

  private record Call(CallPort port, CallRef caller) {}

  private Optional<Call> calls(WorkspaceId workspace, ContactReader.Record contact) {
    CallPort port =
        doors.of(workspace, contact.facts().source()).map(ChannelAdapter::calls).orElse(null);
    return port == null || contact.dossier().call() == null
        ? Optional.empty()
        : Optional.of(
            new Call(port, new CallRef(Objects.requireNonNull(contact.dossier().call()))));
  }

  private Future<Optional<ContactReader.Record>> read(WorkspaceId workspace, String engagement) {
    int dot = engagement.indexOf('.');
    return dot < 0 || !ContactId.isValid(engagement.substring(0, dot))
        ? Future.succeededFuture(Optional.empty())
        : reader.read(workspaces.get(workspace), new ContactId(engagement.substring(0, dot)));
  }

  private void finish(
      WorkspaceId workspace,
      String command,
      String type,
      String contact,
      @Nullable Long retryMs,
      Over over) {
    meters.commandFinished(type, over.outcome());
    transitions
        .finishCommand(workspace, command, retryMs, over.outcome(), contact, over.receipt())
        .onSuccess(o -> tell(workspace, o.notices()));
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
