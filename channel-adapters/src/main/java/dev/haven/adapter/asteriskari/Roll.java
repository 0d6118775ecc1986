package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.time.Steps;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks which calls are in the application, after nobody listened for a while. The answer has the
 * form of the events that were missed.
 */
final class Roll {
  private static final int NOT_FOUND = 404;

  private final AriRest rest;
  private final String application;

  Roll(AriRest rest, String application) {
    this.rest = rest;
    this.application = application;
  }

  /**
   * What is there now.
   *
   * @param there every channel
   * @param entered for each channel in the application the event of its entering; those of
   *     navigators' legs only while they are in no bridge
   * @param withoutLeg bridges of two whose navigator is gone
   */
  record Call(Set<String> there, List<byte[]> entered, List<String> withoutLeg) {}

  Future<Call> call() {
    Future<JsonNode> app = rest.list("/applications/" + Form.encode(application));
    Future<JsonNode> channels = rest.list("/channels");
    Future<JsonNode> bridges = rest.list("/bridges");
    return Future.all(app, channels, bridges)
        .map(all -> read(app.result(), channels.result(), bridges.result()));
  }

  /**
   * Which of those calls are over: not in the list, and Asterisk says so when it is asked for each.
   * What it answers otherwise (it may be starting) is not that.
   */
  Future<List<String>> gone(Call call, Set<String> known) {
    List<String> absent = known.stream().filter(id -> !call.there().contains(id)).toList();
    List<String> gone = new ArrayList<>();
    return Steps.each(
            absent,
            id ->
                rest.get("/channels/" + Form.encode(id))
                    .onSuccess(
                        answer -> {
                          if (answer.status() == NOT_FOUND) {
                            gone.add(id);
                          }
                        }))
        .map(v -> gone);
  }

  private Call read(JsonNode app, JsonNode channels, JsonNode bridges) {
    Set<String> subscribed = new HashSet<>();
    app.path("channel_ids").forEach(id -> subscribed.add(id.asText()));
    Set<String> bridged = new HashSet<>();
    List<String> withoutLeg = new ArrayList<>();
    for (JsonNode bridge : bridges) {
      String id = String.valueOf(Json.text(bridge, "id"));
      List<String> legs = new ArrayList<>();
      int callers = 0;
      for (JsonNode channel : bridge.path("channels")) {
        bridged.add(channel.asText());
        if (Legs.isLeg(channel.asText())) {
          legs.add(channel.asText());
        } else {
          callers++;
        }
      }
      // A leg alone says nothing of its caller, who may be on hold; calls that are gone are asked
      // for.
      if (callers > 0 && isWithoutOwnLeg(id, legs)) {
        withoutLeg.add(id);
      }
    }
    List<byte[]> entered = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (JsonNode channel : channels) {
      String id = String.valueOf(Json.text(channel, "id"));
      there.add(id);
      boolean told = Legs.isLeg(id) && bridged.contains(id);
      if (isIn(channel, id, subscribed) && !told) {
        entered.add(entering(channel));
      }
    }
    return new Call(there, entered, withoutLeg);
  }

  /** Its navigator is gone, whoever else is with the caller: an interpreter, a second navigator. */
  private static boolean isWithoutOwnLeg(String bridge, List<String> legs) {
    String command = Legs.commandOfTalk(bridge);
    return command != null && !legs.contains(Legs.of(command));
  }

  /** A channel that runs the application; one that only rings for it runs something else. */
  private boolean isIn(JsonNode channel, String id, Set<String> subscribed) {
    String runs = Json.text(channel, "dialplan", "app_name");
    String data = Json.text(channel, "dialplan", "app_data");
    boolean named =
        data != null && (data.equals(application) || data.startsWith(application + ","));
    return runs != null && runs.startsWith("Stasis") && (named || subscribed.contains(id));
  }

  private byte[] entering(JsonNode channel) {
    String data = Json.text(channel, "dialplan", "app_data");
    String arguments =
        data != null && data.startsWith(application + ",")
            ? data.substring(application.length() + 1)
            : "";
    return Json.write(
        Map.of(
            "type",
            "StasisStart",
            "application",
            application,
            "timestamp",
            String.valueOf(Json.text(channel, "creationtime")),
            "args",
            arguments.isEmpty() ? List.of() : List.of(arguments.split(",", -1)),
            "channel",
            channel));
  }
}
