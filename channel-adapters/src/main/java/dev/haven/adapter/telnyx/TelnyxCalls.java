package dev.haven.adapter.telnyx;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.HoldWords;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.Question;
import dev.haven.channel.TalkState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands of Call Control. Every one carries a {@code command_id} made of ours, which the platform
 * knows for 60 s: a repeated one does nothing. Recording is never asked for.
 */
final class TelnyxCalls implements CallPort {
  private final EndpointConfig endpoint;
  private final TelnyxRest rest;
  private final TelnyxRooms rooms;
  private final JoinMarks marks;

  TelnyxCalls(EndpointConfig endpoint, TelnyxRest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
    this.rooms = new TelnyxRooms(endpoint, rest);
    this.marks = new JoinMarks(rest);
  }

  /** Answers and speaks; the music and the next words follow as the platform tells the end. */
  @Override
  public Future<Void> hold(CallRef caller, HoldPlan plan) {
    String call = caller.value("callControlId");
    return action(call, "answer", Map.of("command_id", commandId(call, "answer")))
        .compose(answered -> speak(call, plan, "first", true));
  }

  /** Words, music, words: each begins when the platform tells that the one before is over. */
  @Override
  public Future<Void> heard(InboundStatus status, HoldPlan plan) {
    String call = status.externalId();
    return switch (status.status()) {
      case "call.speak.ended" -> play(call, status.idempotencyKey());
      case "call.playback.ended" -> speak(call, plan, status.idempotencyKey(), false);
      default -> Future.succeededFuture();
    };
  }

  private Future<Void> speak(String call, HoldPlan plan, String round, boolean first) {
    HoldWords words = HoldWords.in(plan.language());
    List<String> sentences = new ArrayList<>();
    if (first) {
      sentences.add(words.greeting());
    }
    if (endpoint.flag("dangerPrompt", true)) {
      String digit = endpoint.text("dangerDigit");
      sentences.add(words.danger(digit == null ? "1" : digit));
    }
    sentences.add(words.place(plan.position(), plan.estimatedWait()));
    String text = String.join(" ", sentences).strip();
    return text.isEmpty()
        ? play(call, round)
        : action(
                call,
                "speak",
                Map.of(
                    "payload",
                    text,
                    "language",
                    words.voice(),
                    "voice",
                    "female",
                    "command_id",
                    commandId(call, "speak\n" + round)))
            .mapEmpty();
  }

  private Future<Void> play(String call, String round) {
    String music = endpoint.text("holdMusicUrl");
    return music == null
        ? Future.succeededFuture()
        : action(
                call,
                "playback_start",
                Map.of("audio_url", music, "command_id", commandId(call, "music\n" + round)))
            .mapEmpty();
  }

  @Override
  public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
    String connection = endpoint.text("connectionId");
    if (connection == null) {
      return Future.failedFuture(
          new IllegalStateException("config.connectionId is needed to connect calls"));
    }
    String call = caller.value("callControlId");
    String callerId = endpoint.text("callerId");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("connection_id", connection);
    values.put("to", navigator.voice());
    values.put("from", callerId == null ? caller.value("to") : callerId);
    values.put("timeout_secs", Math.max(5, navigator.ringFor().toSeconds()));
    values.put("client_state", new LegState(call, commandId).base64());
    values.put("command_id", commandId(commandId, "dial"));
    return rest.post("calls", values).map(TelnyxCalls::ringing);
  }

  private static Bridge ringing(HttpAnswer answer) {
    String leg = answer.isSuccess() ? TelnyxRest.field(answer, "call_control_id") : null;
    return leg == null
        ? Bridge.of(BridgeResult.NO_ANSWER)
        : new Bridge(BridgeResult.RINGING, new CallRef(Map.of("callControlId", leg)));
  }

  /** Whoever brings the caller leaves a mark; only a mark of a line that is gone is over. */
  @Override
  public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
    String call = caller.value("callControlId");
    String leg = navigatorLeg.value("callControlId");
    return marks
        .of(call)
        .compose(
            mark ->
                mark.isEmpty()
                    ? bridge(call, navigatorLeg, commandId)
                    : mark.get().equals(leg)
                        ? Future.succeededFuture(connected(navigatorLeg))
                        : marks
                            .lives(mark.get())
                            .compose(
                                talks ->
                                    talks
                                        ? letGo(navigatorLeg, BridgeResult.LOST_RACE)
                                        : bridge(call, navigatorLeg, commandId)));
  }

  /**
   * The command is the caller's: their line is parked when the bridge ends, and the navigator's
   * ends. What is refused for another cause than that the caller is gone was the navigator's, so
   * the caller hears on; unless the same command came first.
   */
  private Future<Bridge> bridge(String call, CallRef navigatorLeg, String commandId) {
    String leg = navigatorLeg.value("callControlId");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("call_control_id", leg);
    values.put("prevent_double_bridge", true);
    values.put("park_after_unbridge", "self");
    values.put("command_id", commandId(commandId, "bridge"));
    return action(
            call,
            "playback_stop",
            Map.of("stop", "all", "command_id", commandId(commandId, "quiet")))
        .compose(quiet -> action(call, "bridge", values))
        .compose(
            answer -> {
              if (answer.isSuccess()) {
                return marks.leave(call, leg).map(connected(navigatorLeg));
              }
              boolean gone = answer.status() == 404 || TelnyxRest.refusal(answer).equals("90018");
              return gone
                  ? letGo(navigatorLeg, BridgeResult.CALLER_GONE)
                  : marks
                      .of(call)
                      .compose(
                          mark ->
                              mark.isPresent() && mark.get().equals(leg)
                                  ? Future.succeededFuture(connected(navigatorLeg))
                                  : play(call, commandId + "\nback")
                                      .compose(v -> letGo(navigatorLeg, BridgeResult.LOST_RACE)));
            });
  }

  private static Bridge connected(CallRef leg) {
    return new Bridge(BridgeResult.CONNECTED, leg);
  }

  private Future<Bridge> letGo(CallRef leg, BridgeResult result) {
    return release(leg).map(Bridge.of(result));
  }

  /**
   * Parked, whether bridged or in a room; then told that they wait. Fails while the platform does
   * not tell which line is the navigator's, which would otherwise stay with the caller.
   */
  @Override
  public Future<Void> takeBack(CallRef caller, String connectCommandId, HoldPlan plan) {
    String call = caller.value("callControlId");
    return rooms
        .leave(call, connectCommandId)
        .compose(
            out ->
                rooms
                    .find(connectCommandId)
                    // Gone by itself: what matters is that the caller waits.
                    .compose(
                        leg ->
                            leg.map(id -> release(new CallRef(Map.of("callControlId", id))))
                                .orElseGet(Future::succeededFuture)))
        .compose(alone -> speak(call, plan, connectCommandId + "\nback", false));
  }

  @Override
  public boolean canGiveOn() {
    return true;
  }

  @Override
  public boolean canSteer() {
    return true;
  }

  @Override
  public Future<Void> steer(
      CallRef caller, String connectCommandId, TalkState state, HoldPlan plan) {
    return rooms.steer(caller.value("callControlId"), connectCommandId, state);
  }

  @Override
  public boolean canAsk() {
    return true;
  }

  /** The platform listens until the time is over and tells then too. */
  @Override
  public Future<Void> ask(CallRef leg, Question question, String commandId) {
    HoldWords words = HoldWords.in(question.language());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("payload", words.question());
    values.put("language", words.voice());
    values.put("voice", "female");
    values.put("minimum_digits", 1);
    values.put("maximum_digits", 1);
    values.put("maximum_tries", 1);
    values.put("timeout_millis", question.within().toMillis());
    values.put("command_id", commandId(commandId, "gather"));
    return action(leg.value("callControlId"), "gather_using_speak", values).mapEmpty();
  }

  @Override
  public Future<Void> release(CallRef leg) {
    String call = leg.value("callControlId");
    return action(call, "hangup", Map.of("command_id", commandId(call, "hangup"))).mapEmpty();
  }

  private Future<HttpAnswer> action(String call, String action, Map<String, ?> values) {
    return rest.post("calls/" + call + "/actions/" + action, values);
  }

  /** The same for the same command, in the form of a UUID. */
  private static String commandId(String command, String what) {
    return Digests.uuid(what + "\n" + command);
  }
}
