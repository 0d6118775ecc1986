package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Dial;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rounds;
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
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands of the REST interface, given by any node. Bridges and legs have names made of the
 * command ({@link Legs}), so a repeated command finds what is there. Callers wait answered, in one
 * holding bridge, which plays each of them music. Recording is never asked for.
 */
final class AriCalls implements CallPort, Rounds.Speaker {
  private final EndpointConfig endpoint;
  private final AriRest rest;
  private final Dial dial;
  private final String holding;

  AriCalls(EndpointConfig endpoint, AriRest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
    this.dial =
        new Dial(
            endpoint,
            "PJSIP/{user}",
            "Local/{number}@haven-navigators/n",
            "Local/{number}@haven-outside/n");
    this.holding = "haven-hold-" + endpoint.id().value();
  }

  /** Answers and moves the caller to the holding bridge; one who is there already hears on. */
  @Override
  public Future<Void> hold(CallRef caller, HoldPlan plan) {
    String channel = caller.value("channel");
    return waitingHere()
        .compose(
            here ->
                here.contains(channel)
                    ? Future.<Void>succeededFuture()
                    : rest.post("/channels/" + Form.encode(channel) + "/answer")
                        .compose(
                            answered ->
                                answered.status() == 404
                                    ? Future.succeededFuture(answered)
                                    : addTo(holding, "role=participant&", channel))
                        .mapEmpty());
  }

  /**
   * Who is in the holding bridge, which is made when it is not there. Asterisk refuses to make one
   * that exists, so it is looked for first, and again when another node was faster.
   */
  Future<List<String>> waitingHere() {
    return rest.get("/bridges/" + holding)
        .compose(
            found ->
                found.isSuccess()
                    ? Future.succeededFuture(found)
                    : rest.post("/bridges/" + holding + "?type=holding&name=" + holding)
                        .compose(
                            made ->
                                made.isSuccess()
                                    ? Future.succeededFuture(made)
                                    : rest.get("/bridges/" + holding)))
        .map(bridge -> channels(Json.read(bridge.body())));
  }

  @Override
  public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
    String application = endpoint.text("app");
    if (application == null) {
      return Future.failedFuture(
          new IllegalStateException("config.app is needed to connect calls"));
    }
    String channel = caller.value("channel");
    String leg = Legs.of(commandId);
    StringBuilder path = new StringBuilder("/channels/").append(leg);
    path.append("?endpoint=").append(Form.encode(lasting(dial.endpoint(navigator))));
    path.append("&app=").append(Form.encode(application));
    path.append("&appArgs=").append(Form.encode(Legs.LEG + "," + channel + "," + commandId));
    path.append("&timeout=").append(Math.max(1, navigator.ringFor().toSeconds()));
    String callerId = endpoint.text("callerId");
    if (callerId != null) {
      path.append("&callerId=").append(Form.encode(callerId));
    }
    path.append("&originator=").append(Form.encode(channel));
    return rest.get("/channels/" + Form.encode(channel))
        .compose(
            there ->
                there.status() == 404
                    ? Future.succeededFuture(Bridge.of(BridgeResult.CALLER_GONE))
                    : rest.post(path.toString()).map(answer -> ringing(answer, leg)));
  }

  /**
   * A Local channel takes itself out of a call that talks, which would end the leg under the name
   * it was originated by; with {@code /n} it stays.
   */
  private static String lasting(String dialled) {
    return dialled.startsWith("Local/") && dialled.indexOf('/', "Local/".length()) < 0
        ? dialled + "/n"
        : dialled;
  }

  private static Bridge ringing(HttpAnswer answer, String leg) {
    return answer.isSuccess() || answer.status() == 409
        ? new Bridge(BridgeResult.RINGING, new CallRef(Map.of("channel", leg)))
        : Bridge.of(BridgeResult.NO_ANSWER);
  }

  /** The caller leaves the holding bridge once: whoever comes second looks where the caller is. */
  @Override
  public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
    String leg = navigatorLeg.value("channel");
    String channel = caller.value("channel");
    return rest.post("/bridges/" + holding + "/removeChannel?channel=" + Form.encode(channel))
        .compose(
            removed ->
                removed.isSuccess()
                    ? together(channel, leg)
                    : removed.status() == 400
                        ? letGo(leg, BridgeResult.CALLER_GONE)
                        : notHolding(channel, leg));
  }

  /**
   * Not in the holding bridge: talking already, by this command or another, or on the way into it.
   */
  private Future<Bridge> notHolding(String channel, String leg) {
    return rest.list("/bridges")
        .compose(
            bridges -> {
              String talk = talkOf(bridges, channel);
              if (talk == null) {
                return rest.get("/channels/" + Form.encode(channel))
                    .compose(
                        there ->
                            there.isSuccess()
                                ? together(channel, leg)
                                : letGo(leg, BridgeResult.CALLER_GONE));
              }
              return talk.equals(Legs.talk(leg))
                  ? Future.succeededFuture(connected(leg))
                  : letGo(leg, BridgeResult.LOST_RACE);
            });
  }

  private static @Nullable String talkOf(JsonNode bridges, String channel) {
    for (JsonNode bridge : bridges) {
      String id = Json.filled(bridge, "id");
      if (id != null && Legs.isTalk(id) && channels(bridge).contains(channel)) {
        return id;
      }
    }
    return null;
  }

  private Future<Bridge> together(String channel, String leg) {
    String talk = Legs.talk(leg);
    return rest.post("/bridges/" + talk + "?type=mixing&name=" + talk)
        .compose(made -> addTo(talk, "", channel + "," + leg))
        .compose(
            added ->
                added.isSuccess()
                    ? Future.succeededFuture(connected(leg))
                    : notAdded(channel, leg));
  }

  /** One of both hung up between: the caller who is still there waits on with music. */
  private Future<Bridge> notAdded(String channel, String leg) {
    return rest.delete("/bridges/" + Legs.talk(leg))
        .compose(gone -> rest.get("/channels/" + Form.encode(channel)))
        .compose(
            there ->
                there.isSuccess()
                    ? addTo(holding, "role=participant&", channel)
                        .compose(waits -> letGo(leg, BridgeResult.NO_ANSWER))
                    : letGo(leg, BridgeResult.CALLER_GONE));
  }

  private static Bridge connected(String leg) {
    return new Bridge(BridgeResult.CONNECTED, new CallRef(Map.of("channel", leg)));
  }

  private Future<HttpAnswer> addTo(String bridge, String role, String channels) {
    return rest.post(
        "/bridges/" + bridge + "/addChannel?" + role + "channel=" + Form.encode(channels));
  }

  private Future<Bridge> letGo(String leg, BridgeResult result) {
    return hangUp(leg).map(Bridge.of(result));
  }

  @Override
  public Future<Void> takeBack(CallRef caller, String connectCommandId, HoldPlan plan) {
    String leg = Legs.of(connectCommandId);
    return hold(caller, plan).compose(waits -> hangUp(leg)).compose(gone -> endTalk(leg));
  }

  @Override
  public boolean canGiveOn() {
    return true;
  }

  @Override
  public boolean canConsult() {
    return true;
  }

  /** Both legs in the first one's bridge, without the caller. */
  @Override
  public Future<Bridge> consult(
      CallRef caller, String firstCommandId, CallRef secondLeg, HoldPlan plan) {
    String leg = secondLeg.value("channel");
    return hold(caller, plan)
        .compose(waits -> addTo(Legs.talk(Legs.of(firstCommandId)), "", leg))
        .compose(
            added ->
                added.isSuccess()
                    ? Future.succeededFuture(connected(leg))
                    : letGo(leg, BridgeResult.NO_ANSWER));
  }

  @Override
  public Future<Void> confer(CallRef caller, String firstCommandId) {
    return addTo(Legs.talk(Legs.of(firstCommandId)), "", caller.value("channel")).mapEmpty();
  }

  /** A bridge of the second leg's own, before the first one's ends. */
  @Override
  public Future<Void> handOver(CallRef caller, String firstCommandId, String secondCommandId) {
    String first = Legs.of(firstCommandId);
    return together(caller.value("channel"), Legs.of(secondCommandId))
        .compose(with -> hangUp(first))
        .compose(gone -> endTalk(first));
  }

  @Override
  public Future<Void> part(CallRef caller, String firstCommandId, String secondCommandId) {
    return hangUp(Legs.of(secondCommandId)).compose(gone -> confer(caller, firstCommandId));
  }

  @Override
  public boolean canSteer() {
    return true;
  }

  /** The navigator's leg is muted towards the bridge, so that nobody in it hears them. */
  @Override
  public Future<Void> steer(
      CallRef caller, String connectCommandId, TalkState state, HoldPlan plan) {
    String microphone = "/channels/" + Legs.of(connectCommandId) + "/mute?direction=in";
    return switch (state) {
      case TALKING -> rest.delete(microphone).compose(open -> confer(caller, connectCommandId));
      case MUTED -> rest.post(microphone).mapEmpty();
      case ON_HOLD -> rest.delete(microphone).compose(open -> hold(caller, plan));
    };
  }

  @Override
  public boolean canBringIn() {
    return true;
  }

  @Override
  public Future<Bridge> bringIn(CallRef caller, String connectCommandId, CallRef leg) {
    String third = leg.value("channel");
    return addTo(Legs.talk(Legs.of(connectCommandId)), "", third)
        .compose(
            added ->
                added.isSuccess()
                    ? Future.succeededFuture(connected(third))
                    : letGo(third, BridgeResult.NO_ANSWER));
  }

  @Override
  public boolean canAsk() {
    return true;
  }

  /** Twice, so that somebody who was still reaching for the telephone hears it too. */
  @Override
  public Future<Void> ask(CallRef leg, Question question, String commandId) {
    List<String> twice = new ArrayList<>(question());
    twice.addAll(question());
    return play(leg.value("channel"), twice, question.language()).mapEmpty();
  }

  private List<String> question() {
    return endpoint.config().containsKey("askSounds")
        ? endpoint.texts("askSounds")
        : List.of("sound:followme/options");
  }

  @Override
  public Future<Void> dismiss(String connectCommandId) {
    return hangUp(Legs.of(connectCommandId));
  }

  @Override
  public Future<Void> release(CallRef leg) {
    return hangUp(leg.value("channel"));
  }

  /** One that is gone already is a success. */
  Future<Void> hangUp(String channel) {
    return rest.delete("/channels/" + Form.encode(channel)).mapEmpty();
  }

  /** Ends every leg of a contact whose caller is gone. */
  Future<Void> hangUpLegsOf(String contact) {
    String prefix = Legs.prefix(contact);
    return rest.list("/channels")
        .compose(
            channels -> {
              List<String> legs = new ArrayList<>();
              for (JsonNode channel : channels) {
                String id = Json.filled(channel, "id");
                if (id != null && id.startsWith(prefix)) {
                  legs.add(id);
                }
              }
              return Steps.each(legs, this::hangUp);
            });
  }

  /** Removes the bridge of two of which one is gone. */
  Future<Void> endTalk(String leg) {
    return rest.delete("/bridges/" + Legs.talk(leg)).mapEmpty();
  }

  @Override
  public Future<Void> hold(String channel, HoldPlan plan) {
    return hold(new CallRef(Map.of("channel", channel)), plan);
  }

  @Override
  public void say(String channel, List<String> media, String language) {
    play(channel, media, language);
  }

  private Future<HttpAnswer> play(String channel, List<String> media, String language) {
    return rest.post(
        "/channels/"
            + Form.encode(channel)
            + "/play?media="
            + Form.encode(String.join(",", media))
            + "&lang="
            + Form.encode(language));
  }

  private static List<String> channels(@Nullable JsonNode bridge) {
    List<String> channels = new ArrayList<>();
    for (JsonNode channel : Json.at(bridge, "channels")) {
      channels.add(channel.asText());
    }
    return channels;
  }
}
