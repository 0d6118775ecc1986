package dev.haven.flow;

import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the call of a contact at its platform, and the telephone of a navigator. */
final class CallLines {
  /** How long a navigator's telephone rings. */
  private static final Duration RINGS = Duration.ofSeconds(20);

  static final String NO_CALL_PORT = "no_call_port";

  /** A caller at the platform that has the call. */
  record Line(CallPort port, CallRef caller) {}

  private final Outbound.Doors doors;
  private final Shelf shelf;

  CallLines(Outbound.Doors doors, Shelf shelf) {
    this.doors = doors;
    this.shelf = shelf;
  }

  /** Empty when the contact is no call, or came through a door that moves none. */
  Optional<Line> of(WorkspaceId workspace, ContactReader.Record contact) {
    return of(workspace, contact.facts(), contact.dossier());
  }

  Optional<Line> of(WorkspaceId workspace, Facts facts, Dossier dossier) {
    CallPort port = doors.of(workspace, facts.source()).map(ChannelAdapter::calls).orElse(null);
    Map<String, String> call = dossier.call();
    return port == null || call == null
        ? Optional.empty()
        : Optional.of(new Line(port, new CallRef(call)));
  }

  /** Does that with the call; without a call, only says so. */
  Future<CommandEnd> with(
      WorkspaceId workspace,
      ContactReader.Record contact,
      String outcome,
      Function<Line, Future<Void>> action) {
    return of(workspace, contact)
        .map(line -> action.apply(line).map(new CommandEnd(outcome)))
        .orElseGet(() -> Future.succeededFuture(new CommandEnd(NO_CALL_PORT)));
  }

  /**
   * Rings a navigator for the caller and settles what became of it. Without a call there is nothing
   * to ring, which counts as connected; a navigator without a telephone does not answer.
   *
   * @param command names the leg
   * @return a code for journal and metrics
   */
  Future<String> ring(
      WorkspaceId workspace,
      String command,
      String navigator,
      ContactReader.Record contact,
      Function<BridgeResult, Future<Outcome>> settle) {
    Optional<Line> line = of(workspace, contact);
    if (line.isEmpty()) {
      return settle.apply(BridgeResult.CONNECTED).map(NO_CALL_PORT);
    }
    return telephone(workspace, navigator)
        .compose(
            telephone ->
                telephone.isEmpty()
                    ? settle.apply(BridgeResult.NO_ANSWER).map("navigator_without_voice")
                    : line.get()
                        .port()
                        .connect(line.get().caller(), telephone.get(), command)
                        .compose(
                            bridge ->
                                settle.apply(bridge.result()).map(bridge.result().wireName())));
  }

  /** Where the navigator's telephone is; empty when none is known. */
  private Future<Optional<NavigatorEndpoint>> telephone(WorkspaceId workspace, String navigator) {
    return shelf
        .navigator(workspace, navigator)
        .map(
            description ->
                description
                    .map(d -> DirectoryFlow.read(new NavigatorId(navigator), d))
                    .map(Navigator::voice)
                    .map(voice -> new NavigatorEndpoint(navigator, voice, RINGS)));
  }
}
