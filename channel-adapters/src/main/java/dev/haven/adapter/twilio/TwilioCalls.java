package dev.haven.adapter.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HoldWords;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.Question;
import dev.haven.channel.TalkState;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connects a queued caller with a navigator. The navigator's leg is called into a room that the
 * caller opens; once it answered, the caller is taken out of the queue, which the platform does
 * once: the second attempt on the same member is refused. Recording is never asked for.
 */
final class TwilioCalls implements CallPort {
  private static final Set<String> GONE =
      Set.of("completed", "busy", "failed", "no-answer", "canceled");

  private final EndpointConfig endpoint;
  private final TwilioRest rest;

  /**
   * The id of our queue at the platform; found once, and again when the platform does not know it.
   */
  private final AtomicReference<String> queueSid = new AtomicReference<>();

  TwilioCalls(EndpointConfig endpoint, TwilioRest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
  }

  /** The platform asks for each round of waiting by itself. */
  @Override
  public Future<Void> hold(CallRef caller, HoldPlan plan) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
    if (endpoint.publicUrl() == null) {
      return Future.failedFuture(new IllegalStateException("publicUrl is needed to connect calls"));
    }
    String call = caller.value("callSid");
    String callerId = endpoint.text("callerId");
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("To", navigator.voice());
    pairs.put("From", callerId == null ? caller.value("to") : callerId);
    pairs.put("Twiml", document(call, navigator.question(), commandId).toString());
    pairs.put("Timeout", String.valueOf(Math.max(5, navigator.ringFor().toSeconds())));
    pairs.put("StatusCallback", Step.LEG.url(endpoint, call, commandId));
    pairs.put("StatusCallbackMethod", "POST");
    Form form =
        Form.of(pairs)
            .and("StatusCallbackEvent", "answered")
            .and("StatusCallbackEvent", "completed");
    return rest.post("Calls.json", form).map(answer -> ringing(answer, commandId));
  }

  /** What the leg hears: the room at once, or first whether they take the caller. */
  private TwiMl document(String call, @Nullable Question question, String commandId) {
    if (question == null) {
      return TwiMl.roomOfLeg(VoiceReader.room(call, commandId));
    }
    HoldWords words = HoldWords.in(question.language());
    return new TwiMl()
        .gather(
            Step.ANSWER.url(endpoint, call, commandId),
            question.within().toSeconds(),
            new TwiMl().say(words, words.question()))
        .hangup();
  }

  @Override
  public boolean canBringIn() {
    return true;
  }

  /** From the room it was called into to that of caller and navigator. */
  @Override
  public Future<Bridge> bringIn(CallRef caller, String connectCommandId, CallRef leg) {
    TwiMl guest = TwiMl.guestOf(VoiceReader.room(caller.value("callSid"), connectCommandId));
    return rest.post(
            "Calls/" + leg.value("callSid") + ".json", Form.of(Map.of("Twiml", guest.toString())))
        .map(
            answer ->
                answer.isSuccess()
                    ? new Bridge(BridgeResult.CONNECTED, leg)
                    : Bridge.of(BridgeResult.NO_ANSWER));
  }

  /** The question goes out with the leg, and ends it when no key is pressed. */
  @Override
  public boolean canAsk() {
    return true;
  }

  private static Bridge ringing(HttpAnswer answer, String commandId) {
    String leg = answer.isSuccess() ? TwilioRest.field(answer, "sid") : null;
    return leg == null
        ? Bridge.of(BridgeResult.NO_ANSWER)
        : new Bridge(
            BridgeResult.RINGING, new CallRef(Map.of("callSid", leg, "command", commandId)));
  }

  /** The room is that of the command which rang the leg, whatever command brings the caller. */
  @Override
  public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
    String call = caller.value("callSid");
    String ringing = navigatorLeg.values().getOrDefault("command", commandId);
    Form target =
        Form.of(Map.of("Url", Step.JOIN.url(endpoint, call, ringing))).and("Method", "POST");
    return queue()
        .compose(sid -> rest.post("Queues/" + sid + "/Members/" + call + ".json", target))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(new Bridge(BridgeResult.CONNECTED, navigatorLeg))
                    : whyNot(call, navigatorLeg, ringing));
  }

  /** The member is not in the queue: hung up, moved by this command before, or moved by another. */
  private Future<Bridge> whyNot(String call, CallRef navigatorLeg, String commandId) {
    queueSid.set(null);
    return rest.get("Calls/" + call + ".json")
        .compose(
            answer -> {
              String status = TwilioRest.field(answer, "status");
              if (answer.status() == 404 || (status != null && GONE.contains(status))) {
                return letGo(navigatorLeg, BridgeResult.CALLER_GONE);
              }
              return movedByUs(call, commandId)
                  .compose(
                      ours ->
                          ours
                              ? Future.succeededFuture(
                                  new Bridge(BridgeResult.CONNECTED, navigatorLeg))
                              : letGo(navigatorLeg, BridgeResult.LOST_RACE));
            });
  }

  /** The caller opens the room, so it is in progress only when the caller came into it. */
  private Future<Boolean> movedByUs(String call, String commandId) {
    return openRooms(call, commandId).map(rooms -> !rooms.isEmpty());
  }

  private Future<JsonNode> openRooms(String call, String commandId) {
    String room = VoiceReader.room(call, commandId);
    return rest.get("Conferences.json?Status=in-progress&FriendlyName=" + Form.encode(room))
        .map(answer -> Json.at(Json.read(answer.body()), "conferences"));
  }

  private Future<Bridge> letGo(CallRef navigatorLeg, BridgeResult result) {
    return release(navigatorLeg).map(released -> Bridge.of(result));
  }

  private Future<String> queue() {
    String configured = endpoint.text("queueSid");
    String known = configured == null ? queueSid.get() : configured;
    return known == null ? findQueue() : Future.succeededFuture(known);
  }

  private Future<String> findQueue() {
    String name = Hold.queue(endpoint);
    return rest.get("Queues.json?PageSize=1000")
        .compose(
            answer -> {
              for (JsonNode queue : Json.at(Json.read(answer.body()), "queues")) {
                String sid = Json.filled(queue, "sid");
                if (sid != null && name.equals(Json.text(queue, "friendly_name"))) {
                  queueSid.set(sid);
                  return Future.succeededFuture(sid);
                }
              }
              return Future.failedFuture(
                  new IllegalStateException("the account has no queue '" + name + "'"));
            });
  }

  /** The caller leaves the room, which ends it for the navigator, and is queued again. */
  @Override
  public Future<Void> takeBack(CallRef caller, String connectCommandId, HoldPlan plan) {
    return rest.post(
            "Calls/" + caller.value("callSid") + ".json",
            Form.of(Map.of("Twiml", new Hold(endpoint).enqueue().bodyAsUtf8())))
        .mapEmpty();
  }

  @Override
  public boolean canGiveOn() {
    return true;
  }

  /**
   * The caller is sent on straight from the room, which ends it for the navigator: back in the
   * queue they would have to be waited for.
   */
  @Override
  public Future<Bridge> giveOn(
      CallRef caller, String connectCommandId, CallRef leg, String commandId, HoldPlan plan) {
    String call = caller.value("callSid");
    String ringing = leg.values().getOrDefault("command", commandId);
    return rest.post(
            "Calls/" + call + ".json",
            Form.of(Map.of("Url", Step.JOIN.url(endpoint, call, ringing))).and("Method", "POST"))
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(new Bridge(BridgeResult.CONNECTED, leg))
                    : letGo(leg, BridgeResult.CALLER_GONE));
  }

  @Override
  public boolean canSteer() {
    return true;
  }

  /**
   * The caller is the participant who is held; the other one of the two is the navigator. A room
   * that is over has nobody to steer.
   */
  @Override
  public Future<Void> steer(
      CallRef caller, String connectCommandId, TalkState state, HoldPlan plan) {
    String call = caller.value("callSid");
    return openRooms(call, connectCommandId)
        .compose(
            rooms -> {
              String room = rooms.isEmpty() ? null : Json.filled(rooms.get(0), "sid");
              return room == null
                  ? Future.<Void>succeededFuture()
                  : rest.get("Conferences/" + room + "/Participants.json")
                      .compose(answer -> steer(room, call, state, Json.read(answer.body())));
            });
  }

  private Future<Void> steer(String room, String call, TalkState state, @Nullable JsonNode there) {
    Future<Void> steered = Future.succeededFuture();
    for (JsonNode participant : Json.at(there, "participants")) {
      String sid = Json.filled(participant, "call_sid");
      if (sid != null) {
        Form change = sid.equals(call) ? held(state) : muted(state);
        steered =
            steered
                .compose(
                    before ->
                        rest.post("Conferences/" + room + "/Participants/" + sid + ".json", change))
                .mapEmpty();
      }
    }
    return steered;
  }

  /** Without a URL the platform plays music of its own. */
  private Form held(TalkState state) {
    boolean held = state == TalkState.ON_HOLD;
    Form form = Form.of(Map.of("Hold", String.valueOf(held)));
    String music = endpoint.text("holdMusicUrl");
    return held && music != null ? form.and("HoldUrl", music).and("HoldMethod", "GET") : form;
  }

  private static Form muted(TalkState state) {
    return Form.of(Map.of("Muted", String.valueOf(state == TalkState.MUTED)));
  }

  @Override
  public Future<Void> release(CallRef leg) {
    return rest.post(
            "Calls/" + leg.value("callSid") + ".json", Form.of(Map.of("Status", "completed")))
        .mapEmpty();
  }
}
