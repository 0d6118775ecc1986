package dev.haven.proof;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A navigator at a desktop, who mostly accepts and completes, sometimes rejects, lets an offer
 * pass, or pulls the plug and comes back; says again what the store could not take. Runs on one
 * event loop and speaks only the published interface.
 */
final class Robot {
  private final Vertx vertx;
  private final WebSocketClient client;
  private final String navigator;
  private final String token;
  private final Supplier<List<Integer>> ports;
  private final Random random;
  private final Ledger ledger;
  private final Set<String> ignored = new HashSet<>();
  private final Map<String, JsonObject> unanswered = new HashMap<>();
  private WebSocket socket;
  private int frames;
  private long lastSeq;
  private boolean stopped;
  private boolean troubles = true;

  Robot(
      Vertx vertx,
      WebSocketClient client,
      String navigator,
      String token,
      Supplier<List<Integer>> ports,
      Random random,
      Ledger ledger) {
    this.vertx = vertx;
    this.client = client;
    this.navigator = navigator;
    this.token = token;
    this.ports = ports;
    this.random = random;
    this.ledger = ledger;
  }

  void connect() {
    if (stopped) {
      return;
    }
    List<Integer> open = ports.get();
    int port = open.get(random.nextInt(open.size()));
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/desktop")
                .addSubProtocol("haven.desktop.v1")
                .putHeader("Authorization", "Bearer " + token))
        .onSuccess(this::opened)
        .onFailure(e -> vertx.setTimer(200 + random.nextInt(300), t -> connect()));
  }

  /** From now on only good behaviour. */
  void calmDown() {
    troubles = false;
  }

  void stop() {
    stopped = true;
    if (socket != null) {
      socket.close();
    }
  }

  private void opened(WebSocket opened) {
    socket = opened;
    unanswered.clear();
    opened.textMessageHandler(text -> frame(new JsonObject(text)));
    opened.closeHandler(
        v -> {
          if (socket == opened) {
            socket = null;
            vertx.setTimer(100 + random.nextInt(400), t -> connect());
          }
        });
    opened.exceptionHandler(e -> {});
    send("hello", new JsonObject().put("lastSeq", lastSeq).put("activity", "available"));
  }

  private void frame(JsonObject frame) {
    lastSeq = Math.max(lastSeq, frame.getLong("seq", 0L));
    JsonObject data = frame.getJsonObject("data", new JsonObject());
    switch (frame.getString("type")) {
      case "snapshot" -> {
        JsonArray offers = data.getJsonArray("offers");
        for (int i = 0; i < offers.size(); i++) {
          offered(offers.getJsonObject(i));
        }
        JsonArray engagements = data.getJsonArray("engagements");
        for (int i = 0; i < engagements.size(); i++) {
          complete(engagements.getJsonObject(i).getString("engagementId"));
        }
      }
      case "offer.created" -> offered(data);
      case "engagement.started" -> {
        ledger.started(data.getJsonObject("contact").getString("id"), navigator);
        vertx.setTimer(1 + random.nextInt(40), t -> complete(data.getString("engagementId")));
      }
      case "engagement.ended" -> ledger.ended(data.getString("engagementId"));
      case "ack", "welcome" -> unanswered.remove(frame.getString("id"));
      case "error" -> {
        JsonObject asked = unanswered.remove(frame.getString("id"));
        if (asked != null && "unavailable".equals(data.getString("code"))) {
          vertx.setTimer(
              200 + random.nextInt(300),
              t -> send(asked.getString("type"), asked.getJsonObject("data")));
        }
      }
      default -> {}
    }
  }

  private void offered(JsonObject offer) {
    String id = offer.getString("offerId");
    if (ignored.contains(id)) {
      return;
    }
    int dice = troubles ? random.nextInt(1000) : 999;
    if (dice < 40) {
      send("offer.reject", new JsonObject().put("offerId", id).put("reason", "busy"));
    } else if (dice < 50) {
      ignored.add(id);
    } else if (dice < 80) {
      WebSocket old = socket;
      socket = null;
      if (old != null) {
        vertx.setTimer(200 + random.nextInt(800), t -> connect());
        old.shutdown();
      }
    } else {
      send("offer.accept", new JsonObject().put("offerId", id));
      if (dice > 950) {
        send("offer.accept", new JsonObject().put("offerId", id));
      }
    }
  }

  private void complete(String engagement) {
    send("engagement.finish", new JsonObject().put("engagementId", engagement));
    send(
        "engagement.complete",
        new JsonObject()
            .put("engagementId", engagement)
            .put("disposition", "resolved")
            .put("notes", "done"));
  }

  private void send(String type, JsonObject data) {
    if (socket != null && !socket.isClosed()) {
      String id = navigator + "-" + frames++;
      JsonObject frame = new JsonObject().put("type", type).put("id", id).put("data", data);
      unanswered.put(id, frame);
      socket.writeTextMessage(frame.encode());
    }
  }
}
