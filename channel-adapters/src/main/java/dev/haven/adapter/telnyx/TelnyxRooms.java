package dev.haven.adapter.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.TalkState;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hold and mute, which the platform has for conferences only: the first time a call is steered,
 * caller and navigator move from their bridge into a conference of their own. It has the name of
 * the command that brought them together, so that any node finds it. The navigator's line goes
 * first, since the caller's stays when the bridge ends and the navigator's would not.
 */
final class TelnyxRooms {
  /** Calls of one page, and pages, that are looked through for a navigator's line. */
  private static final int PAGE = 250;

  private static final int MOST_PAGES = 20;

  private final EndpointConfig endpoint;
  private final TelnyxRest rest;

  TelnyxRooms(EndpointConfig endpoint, TelnyxRest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
  }

  /** Makes both lines as they should be, whatever they were. */
  Future<Void> steer(String caller, String command, TalkState state) {
    return switch (state) {
      case ON_HOLD ->
          inRoom(caller, command, "hold", List.of(caller), held())
              .compose(v -> navigator(command, "unmute"));
      case MUTED ->
          leg(command)
              .compose(leg -> inRoom(caller, command, "mute", List.of(leg), Map.of()))
              .compose(v -> act(command, "unhold", List.of(caller), Map.of()))
              .mapEmpty();
      // One who was only muted is not on hold: that refusal says nothing about the navigator.
      case TALKING ->
          act(command, "unhold", List.of(caller), Map.of())
              .compose(back -> navigator(command, "unmute"));
    };
  }

  private Map<String, Object> held() {
    String music = endpoint.text("holdMusicUrl");
    return music == null ? Map.of() : Map.of("audio_url", music);
  }

  private Future<Void> navigator(String command, String action) {
    return leg(command).compose(leg -> act(command, action, List.of(leg), Map.of())).mapEmpty();
  }

  /** The same in the room, which both enter when there is none yet. */
  private Future<Void> inRoom(
      String caller, String command, String action, List<String> lines, Map<String, Object> more) {
    return act(command, action, lines, more)
        .compose(
            done ->
                done.isSuccess()
                    ? Future.succeededFuture(done)
                    : enter(caller, command).compose(v -> act(command, action, lines, more)))
        .compose(TelnyxRooms::orFail);
  }

  private Future<Void> enter(String caller, String command) {
    return leg(command)
        .compose(
            leg ->
                rest.post(
                    "conferences",
                    Map.of(
                        "call_control_id",
                        leg,
                        "name",
                        name(command),
                        "beep_enabled",
                        "never",
                        "command_id",
                        Digests.uuid("room\n" + command))))
        .compose(
            made ->
                rest.post(
                    "conferences/" + name(command) + "/actions/join",
                    Map.of(
                        "call_control_id",
                        caller,
                        "end_conference_on_exit",
                        true,
                        "beep_enabled",
                        "never",
                        "command_id",
                        Digests.uuid("enter\n" + command))))
        .compose(TelnyxRooms::orFail);
  }

  /** Takes the caller out, parked; one who is in none stays as they are. */
  Future<Void> leave(String caller, String command) {
    return rest.post(
            "conferences/" + name(command) + "/actions/leave", Map.of("call_control_id", caller))
        .mapEmpty();
  }

  private Future<HttpAnswer> act(
      String command, String action, List<String> lines, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("call_control_ids", lines);
    return rest.post("conferences/" + name(command) + "/actions/" + action, values);
  }

  private static Future<Void> orFail(HttpAnswer answer) {
    return answer.isSuccess()
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IllegalStateException("the call was not steered: " + TelnyxRest.refusal(answer)));
  }

  private static String name(String command) {
    return "haven-" + Digests.sha256Hex(Digests.utf8(command)).substring(0, 24);
  }

  private Future<String> leg(String command) {
    return find(command)
        .compose(
            leg ->
                leg.map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                new IllegalStateException("the navigator's line is not there"))));
  }

  /**
   * The line that was dialled by that command, by the state it carries. Empty only when all calls
   * were listed and it is none of them; fails when they could not be listed.
   */
  Future<Optional<String>> find(String command) {
    String connection = endpoint.text("connectionId");
    return connection == null
        ? Future.failedFuture(new IllegalStateException("config.connectionId is needed"))
        : find(
            command,
            "/v2/connections/" + Form.encode(connection) + "/active_calls?page%5Blimit%5D=" + PAGE,
            0);
  }

  private Future<Optional<String>> find(String command, String path, int pages) {
    return rest.get(path)
        .compose(
            answer -> {
              JsonNode body = answer.isSuccess() ? Json.read(answer.body()) : null;
              if (body == null) {
                return notListed();
              }
              for (JsonNode call : Json.at(body, "data")) {
                LegState state = LegState.read(Json.filled(call, "client_state"));
                String id = Json.filled(call, "call_control_id");
                if (id != null && state != null && state.command().equals(command)) {
                  return Future.succeededFuture(Optional.of(id));
                }
              }
              String next = next(body);
              if (next == null) {
                return Future.succeededFuture(Optional.empty());
              }
              return pages < MOST_PAGES ? find(command, next, pages + 1) : notListed();
            });
  }

  private static Future<Optional<String>> notListed() {
    return Future.failedFuture(
        new IllegalStateException("the account's calls could not be listed"));
  }

  /** The brackets of its query are not escaped. */
  private static @Nullable String next(JsonNode body) {
    String next = Json.filled(body, "meta", "next");
    return next != null && next.startsWith("/v2/connections/")
        ? next.replace("[", "%5B").replace("]", "%5D")
        : null;
  }
}
