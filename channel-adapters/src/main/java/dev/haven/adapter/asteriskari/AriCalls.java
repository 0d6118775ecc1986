package dev.haven.adapter.asteriskari;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.NavigatorEndpoint;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Commands of the REST interface. Bridges and legs have names made of the caller and the command,
 * so a repeated command finds what is there. Callers wait answered, in one holding bridge with
 * music. Recording is never asked for.
 */
final class AriCalls implements CallPort {
  private final EndpointConfig endpoint;
  private final Rest rest;
  private final String holding;

  AriCalls(EndpointConfig endpoint, AdapterContext context) {
    this.endpoint = endpoint;
    AriAccess access = AriAccess.of(endpoint);
    this.rest = new Rest(context.http(), access.base(), access.headers());
    this.holding = "haven-hold-" + endpoint.id().value();
  }

  @Override
  public Future<Void> hold(CallRef caller, HoldPlan plan) {
    String channel = id(caller);
    return post("/channels/" + channel + "/answer")
        .compose(answered -> post("/bridges/" + holding + "?type=holding&name=" + holding))
        .compose(
            bridge ->
                post("/bridges/" + holding + "/addChannel?role=participant&channel=" + channel))
        .mapEmpty();
  }

  @Override
  public Future<Bridge> connect(CallRef caller, NavigatorEndpoint navigator, String commandId) {
    String application = endpoint.text("app");
    if (application == null) {
      return Future.failedFuture(
          new IllegalStateException("config.app is needed to connect calls"));
    }
    String leg = AriEvents.LEG + "-" + Digests.sha256Hex(Digests.utf8(commandId)).substring(0, 24);
    String arguments = AriEvents.LEG + "," + caller.value("channel") + "," + commandId;
    String path =
        "/channels/%s?endpoint=%s&app=%s&appArgs=%s&timeout=%d"
            .formatted(
                leg,
                Form.encode(navigator.voice()),
                Form.encode(application),
                Form.encode(arguments),
                navigator.ringFor().toSeconds());
    return post(path)
        .map(
            answer ->
                answer.isSuccess() || answer.status() == 409
                    ? new Bridge(BridgeResult.RINGING, new CallRef(Map.of("channel", leg)))
                    : Bridge.of(BridgeResult.NO_ANSWER));
  }

  /** A caller that is in another bridge than the holding one was moved by another command. */
  @Override
  public Future<Bridge> join(CallRef caller, CallRef navigatorLeg, String commandId) {
    String bridge = "haven-talk-" + Digests.sha256Hex(Digests.utf8(commandId)).substring(0, 24);
    return post("/bridges/" + holding + "/removeChannel?channel=" + id(caller))
        .compose(
            removed ->
                switch (removed.status()) {
                  case 200, 204 -> together(bridge, caller, navigatorLeg);
                  case 404, 400 -> letGo(navigatorLeg, BridgeResult.CALLER_GONE);
                  default -> movedBefore(bridge, caller, navigatorLeg);
                });
  }

  private Future<Bridge> together(String bridge, CallRef caller, CallRef navigatorLeg) {
    return post("/bridges/" + bridge + "?type=mixing&name=" + bridge)
        .compose(
            made ->
                post(
                    "/bridges/"
                        + bridge
                        + "/addChannel?channel="
                        + id(caller)
                        + ","
                        + id(navigatorLeg)))
        .compose(
            added ->
                added.isSuccess()
                    ? Future.succeededFuture(new Bridge(BridgeResult.CONNECTED, navigatorLeg))
                    : letGo(navigatorLeg, BridgeResult.CALLER_GONE));
  }

  /**
   * Not in the holding bridge: our own repeated command when its bridge is there, else another's.
   */
  private Future<Bridge> movedBefore(String bridge, CallRef caller, CallRef navigatorLeg) {
    return rest.get("/bridges/" + bridge)
        .compose(
            found ->
                found.isSuccess()
                        && found.bodyAsUtf8().contains("\"" + caller.value("channel") + "\"")
                    ? Future.succeededFuture(new Bridge(BridgeResult.CONNECTED, navigatorLeg))
                    : letGo(navigatorLeg, BridgeResult.LOST_RACE));
  }

  private Future<Bridge> letGo(CallRef navigatorLeg, BridgeResult result) {
    return release(navigatorLeg).map(released -> Bridge.of(result));
  }

  @Override
  public Future<Void> release(CallRef leg) {
    return rest.send("DELETE", "/channels/" + id(leg), null, new byte[0]).mapEmpty();
  }

  private Future<HttpAnswer> post(String path) {
    return rest.send("POST", path, null, new byte[0]);
  }

  private static String id(CallRef call) {
    return Form.encode(call.value("channel"));
  }
}
