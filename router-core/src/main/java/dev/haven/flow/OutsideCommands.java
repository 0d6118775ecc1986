package dev.haven.flow;

import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.Question;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings callers to numbers outside, by the same two halves as to a navigator: the number is rung,
 * and whoever answers gets the caller, if that is still what is wanted. Which numbers there are is
 * the site's; one that a navigator entered travels sealed.
 */
final class OutsideCommands {
  private static final String CONNECT = ".connect";

  /** Why no interpreter comes: the platform brings nobody into a call. */
  private static final String NOT_AVAILABLE = "not_available";

  /** What seals a number that was entered. */
  private static final String PURPOSE = "outside";

  /** How long a telephone outside rings; less than the deadline of the attempt. */
  private static final Duration RINGS = Duration.ofSeconds(25);

  private final CallLines lines;
  private final SteerCommands steering;
  private final Transitions transitions;
  private final Words words;
  private final Destinations destinations;
  private final Supplier<Settings> settings;
  private final BiConsumer<WorkspaceId, List<Notice>> teller;

  OutsideCommands(
      CallLines lines,
      SteerCommands steering,
      Transitions transitions,
      Words words,
      Destinations destinations,
      Supplier<Settings> settings,
      BiConsumer<WorkspaceId, List<Notice>> teller) {
    this.lines = lines;
    this.steering = steering;
    this.transitions = transitions;
    this.words = words;
    this.destinations = destinations;
    this.settings = settings;
    this.teller = teller;
  }

  /**
   * A number outside as the transition takes it.
   *
   * @param to what the journal calls it
   * @param body by which the command finds it
   */
  record Goal(String to, String body) {}

  /** By name, or a number that the site allows; empty for anything else. */
  Optional<Goal> goal(WorkspaceId workspace, ContactId contact, String nameOrNumber) {
    return destinations.named(nameOrNumber).isPresent()
        ? Optional.of(new Goal(nameOrNumber, nameOrNumber))
        : destinations
            .entered(nameOrNumber)
            .map(
                number ->
                    new Goal(
                        Destinations.ENTERED,
                        words.sealText(workspace, contact.value(), PURPOSE, number)));
  }

  /** Whether a call that a navigator has can be brought to a number outside. */
  boolean isPossible(WorkspaceId workspace, ContactReader.Record contact) {
    return lines.of(workspace, contact).filter(line -> line.port().canGiveOn()).isPresent();
  }

  /** Whether an interpreter can be brought into a call. */
  boolean mayInterpret(WorkspaceId workspace, ContactReader.Record contact) {
    return lines.of(workspace, contact).filter(line -> line.port().canBringIn()).isPresent();
  }

  /** Whether that is the attempt the contact has, or had last. */
  static boolean isOf(ContactReader.Record contact, String outside) {
    Facts.OutsideCall call = contact.facts().outside();
    return call != null && call.id().equals(outside);
  }

  private static boolean isConnected(ContactReader.Record contact) {
    Facts.OutsideCall call = contact.facts().outside();
    return call != null && call.state().equals("connected");
  }

  /** Rings the number, or says why not. */
  Future<String> connect(
      WorkspaceId workspace, String command, String body, ContactReader.Record contact) {
    String outside = command.substring(0, command.length() - CONNECT.length());
    Facts.OutsideCall call = contact.facts().outside();
    if (call == null || !call.id().equals(outside) || !call.state().equals("ringing")) {
      return Future.succeededFuture("superseded");
    }
    Optional<CallLines.Line> line = lines.of(workspace, contact);
    if (line.isEmpty()) {
      return failed(workspace, outside, CallLines.NO_CALL_PORT).map(CallLines.NO_CALL_PORT);
    }
    Optional<String> number =
        call.to().equals(Destinations.ENTERED)
            ? destinations.entered(
                words.openText(workspace, contact.facts().id().value(), PURPOSE, body))
            : destinations.named(call.to());
    if (call.interpreter() && !line.get().port().canBringIn()) {
      return failed(workspace, outside, NOT_AVAILABLE).map(NOT_AVAILABLE);
    }
    String unknown = call.interpreter() ? "no_number" : "not_allowed";
    return number.isEmpty()
        ? failed(workspace, outside, unknown).map(unknown)
        : line.get()
            .port()
            .connect(
                line.get().caller(),
                new NavigatorEndpoint(
                    call.to(),
                    number.get(),
                    RINGS,
                    true,
                    call.key() && line.get().port().canAsk() ? question(contact) : null),
                command)
            .compose(
                bridge ->
                    settle(workspace, outside, bridge.result(), contact)
                        .map(bridge.result().wireName()));
  }

  private Question question(ContactReader.Record contact) {
    return new Question(contact.facts().language(), settings.get().acknowledgement().within());
  }

  /** Lets go of whoever was asked in vain. */
  Future<CommandEnd> dismiss(WorkspaceId workspace, String command, ContactReader.Record contact) {
    String outside = command.substring(0, command.lastIndexOf('.'));
    return lines.with(
        workspace, contact, "dismissed", line -> line.port().dismiss(outside + CONNECT));
  }

  /** The platform tells of the leg outside. */
  Future<List<Notice>> bridged(
      WorkspaceId workspace,
      String outside,
      BridgeResult result,
      @Nullable CallRef leg,
      ContactReader.Record contact) {
    Optional<CallLines.Line> line = lines.of(workspace, contact);
    if (leg == null || line.isEmpty()) {
      return settle(workspace, outside, result, contact).map(List.of());
    }
    if (result == BridgeResult.CONFIRMED && isConnected(contact)) {
      return Future.succeededFuture(List.of()); // A key that was pressed while both talk.
    }
    return switch (result) {
      case ANSWERED -> answered(workspace, outside, line.get(), leg, contact).map(List.of());
      case CONFIRMED ->
          change(workspace, outside, "pressed", "")
              .compose(outcome -> goOn(workspace, outside, outcome, line.get(), leg, contact))
              .map(List.of());
      case DECLINED ->
          change(workspace, outside, "declined", "")
              .compose(
                  outcome ->
                      outcome.is("SAME")
                          ? Future.<Void>succeededFuture()
                          : line.get().port().release(leg))
              .map(List.of());
      default -> settle(workspace, outside, result, contact).map(List.of());
    };
  }

  private Future<Void> answered(
      WorkspaceId workspace,
      String outside,
      CallLines.Line line,
      CallRef leg,
      ContactReader.Record contact) {
    return change(workspace, outside, "answered", line.port().canAsk() ? "" : "unasked")
        .compose(
            outcome ->
                outcome.is("ASK")
                    ? line.port().ask(leg, question(contact), outside + CONNECT + ".ask")
                    : goOn(workspace, outside, outcome, line, leg, contact));
  }

  /** Somebody has answered, unless the call outside is over. */
  private Future<Void> goOn(
      WorkspaceId workspace,
      String outside,
      Outcome outcome,
      CallLines.Line line,
      CallRef leg,
      ContactReader.Record contact) {
    if (outcome.is("MISSING")) {
      return line.port().release(leg);
    }
    Facts.OutsideCall call = contact.facts().outside();
    return call != null && call.interpreter()
        ? bringIn(workspace, outside, line, leg, contact)
        : together(workspace, outside, outcome.text(0), line, leg, contact);
  }

  private Future<Void> bringIn(
      WorkspaceId workspace,
      String outside,
      CallLines.Line line,
      CallRef leg,
      ContactReader.Record contact) {
    String engagement = contact.facts().id().value() + "." + contact.facts().attempt();
    return line.port()
        .bringIn(line.caller(), engagement + CONNECT, leg)
        .compose(
            bridge ->
                settle(workspace, outside, bridge.result(), contact)
                    .compose(
                        settled ->
                            settled.is("MISSING")
                                ? line.port().release(leg)
                                : Future.succeededFuture()));
  }

  private Future<Void> together(
      WorkspaceId workspace,
      String outside,
      String state,
      CallLines.Line line,
      CallRef leg,
      ContactReader.Record contact) {
    CallPort port = line.port();
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    String join = outside + CONNECT + ".join";
    String engagement = contact.facts().id().value() + "." + contact.facts().attempt();
    Future<Bridge> brought =
        state.equals("engaged")
            ? steering
                .settled(workspace, engagement)
                .compose(still -> port.giveOn(line.caller(), engagement + CONNECT, leg, join, plan))
            : port.join(line.caller(), leg, join);
    return brought.compose(
        bridge ->
            settle(workspace, outside, bridge.result(), contact)
                .compose(
                    outcome ->
                        bridge.result() == BridgeResult.CONNECTED && outcome.is("MISSING")
                            ? port.release(leg).eventually(() -> port.hold(line.caller(), plan))
                            : Future.succeededFuture()));
  }

  private Future<Outcome> settle(
      WorkspaceId workspace, String outside, BridgeResult result, ContactReader.Record contact) {
    return switch (result) {
      case CONNECTED -> change(workspace, outside, "connected", "");
      case NO_ANSWER, LOST_RACE -> failed(workspace, outside, "no_answer");
      case HUNG_UP -> change(workspace, outside, "hung_up", "");
      case CALLER_GONE ->
          transitions
              .abandonContact(workspace, contact.facts().id().value(), "hangup")
              .onSuccess(outcome -> teller.accept(workspace, outcome.notices()));
      case RINGING, ANSWERED, CONFIRMED, DECLINED ->
          Future.succeededFuture(new Outcome("SAME", List.of(), List.of()));
    };
  }

  private Future<Outcome> failed(WorkspaceId workspace, String outside, String cause) {
    return change(workspace, outside, "failed", cause);
  }

  private Future<Outcome> change(
      WorkspaceId workspace, String outside, String change, String cause) {
    return transitions
        .changeOutside(workspace, outside, change, cause)
        .onSuccess(outcome -> teller.accept(workspace, outcome.notices()));
  }
}
