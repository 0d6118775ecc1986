package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactState;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a caller and the navigator who accepted together, and apart again. What the platform says
 * becomes a transition of the engagement, so that a leg which answers too late finds it over.
 */
final class CallCommands {
  private final CallLines lines;
  private final Transitions transitions;
  private final BiConsumer<WorkspaceId, List<Notice>> teller;

  CallCommands(
      CallLines lines, Transitions transitions, BiConsumer<WorkspaceId, List<Notice>> teller) {
    this.lines = lines;
    this.transitions = transitions;
    this.teller = teller;
  }

  /** Rings the navigator, or says why not: nobody who talks already is rung once more. */
  Future<String> connect(
      WorkspaceId workspace, String command, String navigator, ContactReader.Record contact) {
    String engagement = command.substring(0, command.length() - ".connect".length());
    if (!isCurrent(contact, engagement)
        || !contact.facts().engagementState().equals("connecting")) {
      return Future.succeededFuture("superseded");
    }
    return lines.ring(
        workspace,
        command,
        navigator,
        contact,
        result -> settle(workspace, engagement, result, contact));
  }

  /** The platform tells of the navigator's leg. */
  Future<List<Notice>> bridged(
      WorkspaceId workspace,
      String command,
      String engagement,
      BridgeResult result,
      @Nullable CallRef leg,
      ContactReader.Record contact) {
    if (result == BridgeResult.ANSWERED && leg != null) {
      return answered(workspace, engagement, command, leg, contact);
    }
    boolean asked = result == BridgeResult.CONFIRMED || result == BridgeResult.DECLINED;
    return asked && leg != null && !isCurrent(contact, engagement)
        ? releaseLate(workspace, contact, leg)
        : settle(workspace, engagement, result, contact).map(List.of());
  }

  /** Who answered outside pressed a key after the call there was over. */
  private Future<List<Notice>> releaseLate(
      WorkspaceId workspace, ContactReader.Record contact, CallRef leg) {
    return lines
        .with(workspace, contact, "released", line -> line.port().release(leg))
        .map(List.of());
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
    Optional<CallLines.Line> line = lines.of(workspace, contact);
    if (line.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    CallPort port = line.get().port();
    if (!isCurrent(contact, engagement)) {
      return port.release(leg).map(List.of());
    }
    return port.join(line.get().caller(), leg, command + ".join")
        .compose(
            bridge ->
                settle(workspace, engagement, bridge.result(), contact)
                    .compose(
                        outcome ->
                            bridge.result() != BridgeResult.CONNECTED
                                    || outcome.is("DONE")
                                    || outcome.is("SAME")
                                ? Future.<Void>succeededFuture()
                                : apart(port, line.get().caller(), leg, contact)))
        .map(List.of());
  }

  /** Both were brought together while the engagement ended: the caller waits on, with music. */
  private static Future<Void> apart(
      CallPort port, CallRef caller, CallRef leg, ContactReader.Record contact) {
    return port.release(leg)
        .eventually(() -> port.hold(caller, new HoldPlan(contact.facts().language(), 0, null)));
  }

  /** Whether that engagement is what the contact is in now. */
  static boolean isCurrent(ContactReader.Record contact, String engagement) {
    Facts facts = contact.facts();
    return facts.state() == ContactState.ENGAGED
        && engagement.equals(facts.id().value() + "." + facts.attempt());
  }

  /** The navigator gave the caller back: the caller waits on, with music. */
  Future<CommandEnd> takeBack(WorkspaceId workspace, String command, ContactReader.Record contact) {
    String engagement = command.substring(0, command.length() - ".take_back".length());
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    return lines.with(
        workspace,
        contact,
        "taken_back",
        line -> line.port().takeBack(line.caller(), engagement + ".connect", plan));
  }

  Future<CommandEnd> release(WorkspaceId workspace, ContactReader.Record contact) {
    return lines.with(workspace, contact, "released", line -> line.port().release(line.caller()));
  }

  private Future<Outcome> settle(
      WorkspaceId workspace, String engagement, BridgeResult result, ContactReader.Record contact) {
    NavigatorId navigator = contact.facts().navigator();
    if (navigator == null) {
      return Future.succeededFuture(new Outcome("MISSING", List.of(), List.of()));
    }
    Future<Outcome> settled =
        switch (result) {
          case CONNECTED -> change(workspace, navigator, engagement, "connected");
          case NO_ANSWER -> change(workspace, navigator, engagement, "no_answer");
          case HUNG_UP -> change(workspace, navigator, engagement, "hung_up");
          case CALLER_GONE ->
              transitions.abandonContact(workspace, contact.facts().id().value(), "hangup");
          case RINGING, ANSWERED, CONFIRMED, DECLINED, LOST_RACE ->
              Future.succeededFuture(new Outcome("SAME", List.of(), List.of()));
        };
    return settled.onSuccess(outcome -> teller.accept(workspace, outcome.notices()));
  }

  private Future<Outcome> change(
      WorkspaceId workspace, NavigatorId navigator, String engagement, String change) {
    return transitions.changeEngagement(workspace, navigator.value(), "", engagement, change);
  }
}
