package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the navigator of a call ask a second one: rings, brings those two together while the caller
 * hears music, then all three, or the caller to one of them. Each leg is named by the command that
 * rang it.
 */
final class ConsultCommands {
  private static final String CONNECT = ".connect";

  private final CallLines lines;
  private final Transitions transitions;
  private final BiConsumer<WorkspaceId, List<Notice>> teller;

  ConsultCommands(
      CallLines lines, Transitions transitions, BiConsumer<WorkspaceId, List<Notice>> teller) {
    this.lines = lines;
    this.transitions = transitions;
    this.teller = teller;
  }

  /** Whether somebody can be consulted about a call. */
  boolean isPossible(WorkspaceId workspace, ContactReader.Record contact) {
    return lines.of(workspace, contact).filter(line -> line.port().canConsult()).isPresent();
  }

  /** Whether that is the consult the contact's navigator holds now. */
  static boolean isOpen(ContactReader.Record contact, String consult) {
    Facts.Consult open = contact.facts().consult();
    return open != null && open.id().value().equals(consult);
  }

  /** Whether the second navigator's telephone is to ring for that consult. */
  private static boolean isConnecting(ContactReader.Record contact, String consult) {
    Facts.Consult open = contact.facts().consult();
    return open != null && open.id().value().equals(consult) && open.state().equals("connecting");
  }

  /** Rings the second navigator, unless they were reached already. */
  Future<String> connect(
      WorkspaceId workspace, String command, String navigator, ContactReader.Record contact) {
    String consult = command.substring(0, command.length() - CONNECT.length());
    if (!isConnecting(contact, consult)) {
      return Future.succeededFuture("superseded");
    }
    return lines.ring(
        workspace, command, navigator, contact, result -> settle(workspace, consult, result));
  }

  /** The platform tells of the second navigator's leg. */
  Future<List<Notice>> bridged(
      WorkspaceId workspace,
      String consult,
      BridgeResult result,
      @Nullable CallRef leg,
      ContactReader.Record contact) {
    Optional<CallLines.Line> line = lines.of(workspace, contact);
    if (result != BridgeResult.ANSWERED || leg == null || line.isEmpty()) {
      return settle(workspace, consult, result).map(List.of());
    }
    String first = contact.facts().id().value() + "." + contact.facts().attempt() + CONNECT;
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    return line.get()
        .port()
        .consult(line.get().caller(), first, leg, plan)
        .compose(b -> settle(workspace, consult, b.result()))
        .map(List.of());
  }

  /** All three hear each other. */
  Future<CommandEnd> confer(
      WorkspaceId workspace, String engagement, ContactReader.Record contact) {
    return lines.with(
        workspace, contact, "done", l -> l.port().confer(l.caller(), engagement + CONNECT));
  }

  /** The caller goes to the second navigator; the first one's leg is let go. */
  Future<CommandEnd> handOver(
      WorkspaceId workspace, String command, String engagement, ContactReader.Record contact) {
    return lines.with(
        workspace,
        contact,
        "done",
        l -> l.port().handOver(l.caller(), engagement + CONNECT, connectOf(command)));
  }

  /** The caller goes back to the first navigator; the second one's leg is let go. */
  Future<CommandEnd> part(
      WorkspaceId workspace, String command, String engagement, ContactReader.Record contact) {
    return lines.with(
        workspace,
        contact,
        "done",
        l -> l.port().part(l.caller(), engagement + CONNECT, connectOf(command)));
  }

  /** The command that rang the second navigator of a consult. */
  private static String connectOf(String command) {
    return command.substring(0, command.lastIndexOf('.')) + CONNECT;
  }

  private Future<Outcome> settle(WorkspaceId workspace, String consult, BridgeResult result) {
    String change =
        switch (result) {
          case CONNECTED -> "connected";
          case NO_ANSWER, LOST_RACE -> "no_answer";
          case HUNG_UP -> "hung_up";
          case RINGING, ANSWERED, CONFIRMED, DECLINED, CALLER_GONE -> "";
        };
    return change.isEmpty()
        ? Future.succeededFuture(new Outcome("SAME", List.of(), List.of()))
        : transitions
            .changeConsult(workspace, "", "", consult, "", change)
            .onSuccess(outcome -> teller.accept(workspace, outcome.notices()));
  }
}
