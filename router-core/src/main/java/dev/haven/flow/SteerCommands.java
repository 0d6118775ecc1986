package dev.haven.flow;

import dev.haven.channel.HoldPlan;
import dev.haven.channel.TalkState;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets the lines of a call follow its engagement: the caller on hold or not, the navigator heard or
 * not. One command after the other for each engagement, and each by the state it finds then, not
 * the one it was written for, so that the last one leaves what is true. On one event loop.
 */
final class SteerCommands {
  private static final String SUPERSEDED = "superseded";

  private final CallLines lines;
  private final Destinations destinations;
  private final BiFunction<WorkspaceId, String, Future<Optional<ContactReader.Record>>> reader;

  /** The last command under way, by engagement. */
  private final Map<String, Future<String>> underWay = new HashMap<>();

  /**
   * @param destinations outside that calls may be brought to
   * @param reader of the contact an engagement is about
   */
  SteerCommands(
      CallLines lines,
      Destinations destinations,
      BiFunction<WorkspaceId, String, Future<Optional<ContactReader.Record>>> reader) {
    this.lines = lines;
    this.destinations = destinations;
    this.reader = reader;
  }

  boolean isPossible(WorkspaceId workspace, ContactReader.Record contact) {
    return lines.of(workspace, contact).filter(line -> line.port().canSteer()).isPresent();
  }

  /** What a navigator can do with a call that is on the line; null where none is. */
  @Nullable List<String> controls(WorkspaceId workspace, Facts facts, Dossier dossier) {
    if (!facts.live()) {
      return null;
    }
    List<String> controls = new ArrayList<>();
    lines
        .of(workspace, facts, dossier)
        .ifPresent(
            line -> {
              if (line.port().canSteer()) {
                controls.add("hold");
                controls.add("mute");
              }
              if (line.port().canConsult()) {
                controls.add("consult");
              }
              if (line.port().canGiveOn() && !destinations.isEmpty()) {
                controls.add("outside");
              }
              if (line.port().canBringIn() && !destinations.interpreters().isEmpty()) {
                controls.add("interpreter");
              }
            });
    return controls;
  }

  /**
   * @param command as the transition named it: engagement, {@code .steer.} and a number
   */
  Future<String> steer(WorkspaceId workspace, String command) {
    String engagement = command.substring(0, command.indexOf(".steer."));
    String call = workspace.value() + ' ' + engagement;
    Future<String> steered =
        underWay
            .getOrDefault(call, Future.succeededFuture(""))
            .otherwise("")
            .compose(before -> reader.apply(workspace, engagement))
            .compose(
                found ->
                    found
                        .filter(contact -> CallCommands.isCurrent(contact, engagement))
                        .filter(contact -> !contact.facts().isLeaving())
                        .map(contact -> steer(workspace, engagement, contact))
                        .orElseGet(() -> Future.succeededFuture(SUPERSEDED)));
    underWay.put(call, steered);
    return steered.onComplete(over -> underWay.remove(call, steered));
  }

  /** When nothing of that engagement is under way on this node any more, whatever became of it. */
  Future<String> settled(WorkspaceId workspace, String engagement) {
    return underWay
        .getOrDefault(workspace.value() + ' ' + engagement, Future.succeededFuture(""))
        .otherwise("");
  }

  private Future<String> steer(
      WorkspaceId workspace, String engagement, ContactReader.Record contact) {
    Optional<TalkState> state = stateOf(contact.facts().engagementState());
    Optional<CallLines.Line> line =
        lines.of(workspace, contact).filter(there -> there.port().canSteer());
    if (state.isEmpty()) {
      return Future.succeededFuture(SUPERSEDED);
    }
    if (line.isEmpty()) {
      return Future.succeededFuture(CallLines.NO_CALL_PORT);
    }
    HoldPlan plan = new HoldPlan(contact.facts().language(), 0, null);
    return line.get()
        .port()
        .steer(line.get().caller(), engagement + ".connect", state.get(), plan)
        .map("steered");
  }

  private static Optional<TalkState> stateOf(String engagementState) {
    return switch (engagementState) {
      case "talking" -> Optional.of(TalkState.TALKING);
      case "muted" -> Optional.of(TalkState.MUTED);
      case "on_hold" -> Optional.of(TalkState.ON_HOLD);
      default -> Optional.empty();
    };
  }
}
