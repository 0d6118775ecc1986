package dev.haven.server.demo;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One simulated navigator at the real desktop WebSocket: accepts most offers after a moment,
 * rejects some, lets a few time out, talks, wraps up, takes breaks, and comes back when the
 * connection is lost. Never refuses somebody in a crisis. For one event loop.
 */
final class DemoNavigator {
  private static final String PROTOCOL = "haven.desktop.v1";
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  /** Somebody signed in as this navigator: they may have the desk for a good while. */
  private static final Duration YIELD = Duration.ofMinutes(15);

  private static final short ELSEWHERE = 4409;
  private static final double REJECTS = 0.07;
  private static final double OVERLOOKS = 0.03;
  private static final double RESTS = 0.04;
  private static final List<String> REASONS = List.of("busy", "other_skill_needed", "on_a_task");
  private static final List<String> DISPOSITIONS =
      List.of("resolved", "information_given", "referred", "follow_up_agreed");

  private final Vertx vertx;
  private final WebSocketClient client;
  private final String id;
  private final String token;
  private final int port;
  private final Dice dice;
  private final DemoPace pace;
  private final DemoScript script;
  private final DemoWatch watch;
  private final Map<String, Work> works = new HashMap<>();
  private final Map<String, Tier> completing = new HashMap<>();
  private @Nullable WebSocket socket;
  private long lastSeq;
  private long commands;
  private boolean resting;
  private boolean stopped;

  /** An engagement under way. */
  private static final class Work {
    final Channel channel;
    final String language;
    final Tier tier;
    String state = "";
    boolean talks;
    boolean wraps;

    Work(JsonObject contact) {
      channel = Channel.ofWireName(contact.getString("channel")).orElseThrow();
      language = contact.getString("language");
      tier = tierOf(contact);
    }
  }

  DemoNavigator(
      Vertx vertx,
      WebSocketClient client,
      String id,
      String token,
      int port,
      Dice dice,
      DemoPace pace,
      DemoScript script,
      DemoWatch watch) {
    this.vertx = vertx;
    this.client = client;
    this.id = id;
    this.token = token;
    this.port = port;
    this.dice = dice;
    this.pace = pace;
    this.script = script;
    this.watch = watch;
  }

  void start() {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/desktop")
            .addSubProtocol(PROTOCOL)
            .putHeader("Authorization", "Bearer " + token);
    client.connect(options).onSuccess(this::sitDown).onFailure(e -> comeBack(RECONNECT));
  }

  void stop() {
    stopped = true;
    if (socket != null) {
      socket.close();
    }
  }

  private void sitDown(WebSocket opened) {
    if (stopped) {
      opened.close();
      return;
    }
    socket = opened;
    works.clear();
    completing.clear();
    opened.textMessageHandler(text -> hear(new JsonObject(text)));
    opened.closeHandler(
        v ->
            comeBack(
                Short.valueOf(ELSEWHERE).equals(opened.closeStatusCode()) ? YIELD : RECONNECT));
    JsonObject hello = new JsonObject().put("lastSeq", lastSeq);
    send("hello", hello.put("activity", "available"));
  }

  private void comeBack(Duration after) {
    socket = null;
    if (!stopped) {
      vertx.setTimer(dice.about(after).toMillis(), t -> start());
    }
  }

  private void hear(JsonObject frame) {
    lastSeq = Math.max(lastSeq, frame.getLong("seq", 0L));
    JsonObject data = frame.getJsonObject("data", new JsonObject());
    switch (frame.getString("type")) {
      case "snapshot" -> resume(data);
      case "offer.created" -> consider(data);
      case "engagement.started" -> begin(data);
      case "engagement.updated" ->
          progress(data.getString("engagementId"), data.getString("state"));
      case "engagement.ended" -> works.remove(data.getString("engagementId"));
      case "ack" -> {
        Tier served = completing.remove(frame.getString("id", ""));
        if (served != null) {
          watch.served(served);
        }
      }
      case "error" -> completing.remove(frame.getString("id", ""));
      case "activity.updated" -> activity(data.getString("activity"));
      default -> {}
    }
  }

  /** Takes up what was left when the connection was lost. */
  private void resume(JsonObject data) {
    each(data.getJsonArray("offers"), this::consider);
    each(
        data.getJsonArray("engagements"),
        engagement -> {
          if (!works.containsKey(engagement.getString("engagementId"))) {
            begin(engagement);
          }
        });
    activity(data.getJsonObject("navigator").getString("activity"));
  }

  private void consider(JsonObject offer) {
    String offerId = offer.getString("offerId");
    boolean crisis = tierOf(offer.getJsonObject("contact")) == Tier.CRISIS;
    if (!crisis && dice.chance(OVERLOOKS)) {
      return;
    }
    boolean accepts = crisis || !dice.chance(REJECTS);
    later(
        crisis ? pace.answer().dividedBy(2) : pace.answer(),
        () -> {
          JsonObject command = new JsonObject().put("offerId", offerId);
          if (accepts) {
            send("offer.accept", command);
          } else {
            send("offer.reject", command.put("reason", dice.pick(REASONS)));
          }
        });
  }

  private void begin(JsonObject engagement) {
    Work work = new Work(engagement.getJsonObject("contact"));
    String engagementId = engagement.getString("engagementId");
    works.put(engagementId, work);
    progress(engagementId, engagement.getString("state"));
  }

  private void progress(String engagementId, String state) {
    Work work = works.get(engagementId);
    if (work == null || work.state.equals(state)) {
      return;
    }
    work.state = state;
    if (state.equals("talking") && !work.talks) {
      work.talks = true;
      talk(engagementId, work);
    } else if (state.equals("wrapping") && !work.wraps) {
      work.wraps = true;
      later(pace.wrapUp(), () -> complete(engagementId));
    }
  }

  private void talk(String engagementId, Work work) {
    if (work.channel == Channel.SMS || work.channel == Channel.CHAT) {
      later(pace.answer(), () -> answer(engagementId, work));
    }
    // A call ends when the caller hangs up; only when that takes very long the navigator ends it.
    Duration time =
        work.channel == Channel.PHONE
            ? pace.talk().plus(pace.talk().dividedBy(2))
            : pace.talk().dividedBy(2);
    later(time, () -> onWork(engagementId, "engagement.finish"));
  }

  private void answer(String engagementId, Work work) {
    if (works.containsKey(engagementId)) {
      JsonObject words = new JsonObject().put("engagementId", engagementId);
      send("engagement.message", words.put("text", script.answer(dice, work.language)));
    }
  }

  private void onWork(String engagementId, String command) {
    Work work = works.get(engagementId);
    if (work != null && !work.wraps) {
      send(command, new JsonObject().put("engagementId", engagementId));
    }
  }

  private void complete(String engagementId) {
    Work work = works.remove(engagementId);
    if (work == null) {
      return;
    }
    JsonObject result = new JsonObject().put("engagementId", engagementId);
    result.put("disposition", dice.pick(DISPOSITIONS)).put("notes", "");
    completing.put(send("engagement.complete", result), work.tier);
    if (dice.chance(RESTS) && !resting) {
      send("activity.set", new JsonObject().put("activity", "break"));
    }
  }

  /** Whatever the break is, and whoever began it, it ends. */
  private void activity(String now) {
    boolean away = !now.equals("available");
    if (away && !resting) {
      later(
          pace.rest(),
          () -> {
            resting = false;
            send("activity.set", new JsonObject().put("activity", "available"));
          });
    }
    resting = away;
  }

  /** The answer is the command's id. */
  private String send(String type, JsonObject data) {
    String command = id + "-" + ++commands;
    WebSocket to = socket;
    if (to != null && !to.isClosed()) {
      JsonObject frame = new JsonObject().put("type", type).put("id", command);
      to.writeTextMessage(frame.put("data", data).encode());
    }
    return command;
  }

  private void later(Duration mean, Runnable action) {
    vertx.setTimer(
        dice.about(mean).toMillis(),
        t -> {
          if (!stopped) {
            action.run();
          }
        });
  }

  private static Tier tierOf(JsonObject contact) {
    return Tier.ofWireName(contact.getJsonObject("urgency").getString("tier")).orElseThrow();
  }

  private static void each(JsonArray array, java.util.function.Consumer<JsonObject> action) {
    for (int i = 0; i < array.size(); i++) {
      action.accept(array.getJsonObject(i));
    }
  }
}
