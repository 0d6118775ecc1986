package dev.haven.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Asterisk as its REST interface shows it, on real sockets: channels, bridges, one application
 * whose events go to the last WebSocket that asked, the statuses of a real one (an existing bridge
 * is not made again: 500; a channel that is gone is 400 for bridges and 404 for itself; one that is
 * not in a bridge 422; a name that is taken 409). Safe for any thread.
 */
public final class FakeAsterisk implements AutoCloseable {
  public static final String USER = "haven";
  public static final String PASSWORD = "fake";
  private static final String TIME = "2026-01-01T00:00:00.000+0000";

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final String application;
  private final Map<String, JsonObject> channels = new LinkedHashMap<>();
  private final Map<String, Bridge> bridges = new LinkedHashMap<>();
  private final Set<String> subscribed = new LinkedHashSet<>();
  private final List<String> requests = new ArrayList<>();
  private final Set<String> unlisted = new LinkedHashSet<>();
  private WebSocketBase socket;
  private int sockets;

  private record Bridge(String type, Set<String> channels) {}

  public FakeAsterisk(String application) throws Exception {
    this.application = application;
    server =
        vertx
            .createHttpServer()
            .webSocketHandler(this::connected)
            .requestHandler(this::asked)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/ari";
  }

  // What telephones do.

  /**
   * A call comes in; false when no application is there, as {@code STASISSTATUS} would say FAILED.
   */
  public synchronized boolean callIn(String id, String number, String... arguments) {
    String data = String.join(",", prepend(application, arguments));
    channels.put(id, channel(id, "PJSIP/trunk-" + id, "Ring", number, "Stasis", data));
    if (socket == null) {
      channels.remove(id);
      return false;
    }
    enter(id, arguments);
    return true;
  }

  public synchronized void hangUp(String id) {
    destroy(id, 16, "Normal Clearing");
  }

  synchronized void press(String id, String digit) {
    tell(
        event("ChannelDtmfReceived")
            .put("digit", digit)
            .put("duration_ms", 100)
            .put("channel", channels.get(id)));
  }

  /** The navigator takes the call that rings. */
  public synchronized void answer(String leg) {
    JsonObject channel = channels.get(leg);
    String data = channel.getString("pending");
    channel.remove("pending");
    channel.put("state", "Up");
    channel.getJsonObject("dialplan").put("app_name", "Stasis").put("app_data", data);
    String[] parts = data.split(",");
    enter(leg, Arrays.copyOfRange(parts, 1, parts.length));
  }

  synchronized void refuse(String leg) {
    destroy(leg, 17, "User busy");
  }

  /** Lists of channels are without that one, which is there. */
  synchronized void unlist(String id) {
    unlisted.add(id);
  }

  /** The WebSocket breaks; calls stay where they are. */
  synchronized void drop() {
    if (socket != null) {
      socket.close((short) 1011, "gone");
    }
  }

  /** The WebSocket breaks, and a caller hangs up before there is another one. */
  synchronized void dropAndHangUp(String id) {
    WebSocketBase broken = socket;
    socket = null;
    destroy(id, 16, "Normal Clearing");
    if (broken != null) {
      broken.close((short) 1011, "gone");
    }
  }

  /**
   * Opens the WebSocket by itself, as an outbound one of ari.conf; the status when it was refused,
   * 101 otherwise.
   */
  int connectTo(int port, String password) throws Exception {
    String user = Base64.getEncoder().encodeToString(("asterisk:" + password).getBytes(UTF_8));
    WebSocketConnectOptions to =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/")
            .addSubProtocol("ari")
            .addHeader("Authorization", "Basic " + user);
    return vertx
        .createWebSocketClient()
        .connect(to)
        .map(
            opened -> {
              outbound(opened);
              return 101;
            })
        .recover(
            e ->
                e instanceof UpgradeRejectedException rejected
                    ? Future.succeededFuture(rejected.getStatus())
                    : Future.succeededFuture(0))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private synchronized void outbound(WebSocketBase opened) {
    socket = opened;
    sockets++;
    opened.closeHandler(v -> closed(opened));
    tell(event("ApplicationRegistered"));
    notifyAll();
  }

  // What a test looks at.

  public synchronized List<String> ringing() {
    return channels.entrySet().stream()
        .filter(e -> e.getValue().containsKey("pending"))
        .map(Map.Entry::getKey)
        .toList();
  }

  public synchronized Set<String> waitingWithMusic() {
    Set<String> waiting = new LinkedHashSet<>();
    bridges.values().stream()
        .filter(b -> b.type().equals("holding"))
        .forEach(b -> waiting.addAll(b.channels()));
    return waiting;
  }

  /** Who talks with whom. */
  public synchronized List<Set<String>> talks() {
    return bridges.values().stream()
        .filter(b -> b.type().equals("mixing"))
        .map(b -> Set.copyOf(b.channels()))
        .toList();
  }

  /** Whether a session's WebSocket is open. */
  public synchronized boolean isConnected() {
    return socket != null;
  }

  /** Whether nobody hears who is on that channel. */
  public synchronized boolean isMuted(String id) {
    return channels.containsKey(id) && channels.get(id).getBoolean("muted", false);
  }

  public synchronized boolean has(String id) {
    return channels.containsKey(id);
  }

  synchronized boolean listened() {
    return socket != null;
  }

  public synchronized int sockets() {
    return sockets;
  }

  synchronized List<String> requests(String beginning) {
    return requests.stream().filter(r -> r.startsWith(beginning)).toList();
  }

  private List<String> last() {
    return requests.subList(Math.max(0, requests.size() - 20), requests.size());
  }

  /** Waits until it holds; everything that changes wakes it. */
  public synchronized void await(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            "not in time: " + what + "; talks " + talks() + ", last requests " + last());
      }
      wait(left);
    }
  }

  // The WebSocket.

  private synchronized void connected(ServerWebSocket opened) {
    boolean ours =
        opened.path().equals("/ari/events")
            && String.valueOf(opened.query()).equals("app=" + application);
    if (!ours || !signedIn(opened.headers())) {
      opened.close();
      return;
    }
    if (socket != null) {
      tell(event("ApplicationReplaced"));
    }
    socket = opened;
    sockets++;
    opened.closeHandler(v -> closed(opened));
    notifyAll();
  }

  private synchronized void closed(WebSocketBase which) {
    if (socket == which) {
      socket = null;
      notifyAll();
    }
  }

  private void enter(String id, String... arguments) {
    subscribed.add(id);
    tell(
        event("StasisStart")
            .put("args", new JsonArray(Arrays.asList(arguments)))
            .put("channel", channels.get(id)));
    notifyAll();
  }

  private void destroy(String id, int cause, String text) {
    JsonObject channel = channels.remove(id);
    if (channel == null) {
      return;
    }
    bridges.values().forEach(b -> b.channels().remove(id));
    boolean inside = "Stasis".equals(channel.getJsonObject("dialplan").getString("app_name"));
    if (inside) {
      tell(event("StasisEnd").put("channel", channel));
    }
    tell(
        event("ChannelDestroyed")
            .put("cause", cause)
            .put("cause_txt", text)
            .put("channel", channel));
    subscribed.remove(id);
    notifyAll();
  }

  private JsonObject event(String type) {
    return new JsonObject()
        .put("type", type)
        .put("timestamp", TIME)
        .put("asterisk_id", "02:42:ac:11:00:02")
        .put("application", application);
  }

  private void tell(JsonObject event) {
    if (socket != null) {
      socket.writeTextMessage(event.encode());
    }
  }

  private static JsonObject channel(
      String id, String name, String state, String number, String app, String data) {
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("state", state)
        .put("protocol_id", id + "@127.0.0.1")
        .put("caller", new JsonObject().put("name", "").put("number", number))
        .put("connected", new JsonObject().put("name", "").put("number", ""))
        .put("accountcode", "")
        .put(
            "dialplan",
            new JsonObject()
                .put("context", "from-trunk")
                .put("exten", "2025550100")
                .put("priority", 3)
                .put("app_name", app)
                .put("app_data", data))
        .put("creationtime", TIME)
        .put("language", "en");
  }

  // The REST interface.

  private synchronized void asked(HttpServerRequest request) {
    String path = request.path().replaceFirst("^/ari", "");
    requests.add(
        request.method() + " " + path + (request.query() == null ? "" : "?" + request.query()));
    HttpServerResponse response = request.response();
    if (!signedIn(request.headers())) {
      refuse(response, 401, "Authentication required");
      return;
    }
    List<String> parts = List.of(path.substring(1).split("/"));
    switch (request.method().name() + " " + parts.get(0) + " " + parts.size()) {
      case "GET applications 2" ->
          say(
              response,
              new JsonObject()
                  .put("name", application)
                  .put("channel_ids", new JsonArray(List.copyOf(subscribed)))
                  .put("bridge_ids", new JsonArray()));
      case "GET channels 1" -> {
        JsonArray all = new JsonArray();
        channels.forEach(
            (id, channel) -> {
              if (!unlisted.contains(id)) {
                all.add(shown(channel));
              }
            });
        response.putHeader("content-type", "application/json").end(all.encode());
      }
      case "GET channels 2" -> {
        JsonObject found = channels.get(parts.get(1));
        if (found == null) {
          refuse(response, 404, "Channel not found");
        } else {
          say(response, shown(found));
        }
      }
      case "POST channels 2" -> originate(request, parts.get(1));
      case "POST channels 3" -> command(response, parts.get(1), parts.get(2));
      case "DELETE channels 2" -> {
        if (channels.containsKey(parts.get(1))) {
          response.setStatusCode(204).end();
          destroy(parts.get(1), 16, "Normal Clearing");
        } else {
          refuse(response, 404, "Channel not found");
        }
      }
      case "GET bridges 1" -> {
        JsonArray all = new JsonArray();
        bridges.forEach((id, bridge) -> all.add(shown(id, bridge)));
        response.putHeader("content-type", "application/json").end(all.encode());
      }
      case "GET bridges 2" -> {
        Bridge found = bridges.get(parts.get(1));
        if (found == null) {
          refuse(response, 404, "Bridge not found");
        } else {
          say(response, shown(parts.get(1), found));
        }
      }
      case "POST bridges 2" -> make(request, parts.get(1));
      case "DELETE channels 3" -> command(response, parts.get(1), "un" + parts.get(2));
      case "DELETE bridges 2" -> {
        if (bridges.remove(parts.get(1)) == null) {
          refuse(response, 404, "Bridge not found");
        } else {
          response.setStatusCode(204).end();
        }
      }
      case "POST bridges 3" -> move(request, parts.get(1), parts.get(2).equals("addChannel"));
      default -> refuse(response, 404, "Resource not found");
    }
    notifyAll();
  }

  private void originate(HttpServerRequest request, String id) {
    MultiMap given = request.params();
    if (channels.containsKey(id)) {
      refuse(request.response(), 409, "Channel with given unique ID already exists");
    } else if (given.get("endpoint") == null || !given.get("endpoint").contains("/")) {
      refuse(request.response(), 400, "Invalid endpoint specified");
    } else if (given.get("originator") != null && !channels.containsKey(given.get("originator"))) {
      refuse(request.response(), 400, "Provided originator channel was not found");
    } else if (given.get("endpoint").endsWith("/nobody")) {
      refuse(request.response(), 500, "Allocation failed");
    } else {
      JsonObject made =
          channel(id, given.get("endpoint") + "-1", "Down", "", "AppDial2", "(Outgoing Line)");
      made.put("pending", given.get("app") + "," + given.get("appArgs"));
      channels.put(id, made);
      subscribed.add(id);
      say(request.response(), shown(made));
    }
  }

  private void command(HttpServerResponse response, String id, String what) {
    JsonObject channel = channels.get(id);
    if (channel == null) {
      refuse(response, 404, "Channel not found");
    } else if (!"Stasis".equals(channel.getJsonObject("dialplan").getString("app_name"))) {
      refuse(response, 409, "Channel not in a Stasis application");
    } else if (what.equals("answer")) {
      channel.put("state", "Up");
      response.setStatusCode(204).end();
    } else if (what.equals("mute") || what.equals("unmute")) {
      channel.put("muted", what.equals("mute"));
      response.setStatusCode(204).end();
    } else if (what.equals("play")) {
      response.setStatusCode(201);
      say(response, new JsonObject().put("id", "p").put("state", "queued"));
    } else {
      refuse(response, 404, "Resource not found");
    }
  }

  private void make(HttpServerRequest request, String id) {
    if (bridges.containsKey(id)) {
      refuse(
          request.response(),
          500,
          "Supplying a bridge type when updating a bridge is not allowed.");
      return;
    }
    Bridge made = new Bridge(request.getParam("type"), new LinkedHashSet<>());
    bridges.put(id, made);
    say(request.response(), shown(id, made));
  }

  private void move(HttpServerRequest request, String id, boolean in) {
    HttpServerResponse response = request.response();
    Bridge bridge = bridges.get(id);
    if (bridge == null) {
      refuse(response, 404, "Bridge not found");
      return;
    }
    List<String> named = List.of(request.getParam("channel").split(","));
    for (String channel : named) {
      if (!channels.containsKey(channel)) {
        refuse(response, 400, "Channel not found");
        return;
      }
      if (!in && !bridge.channels().contains(channel)) {
        refuse(response, 422, "Channel not in this bridge");
        return;
      }
    }
    for (String channel : named) {
      bridges.values().forEach(b -> b.channels().remove(channel));
      if (in) {
        bridge.channels().add(channel);
      }
    }
    response.setStatusCode(204).end();
  }

  private static JsonObject shown(JsonObject channel) {
    JsonObject shown = channel.copy();
    shown.remove("pending");
    shown.remove("muted");
    return shown;
  }

  private static JsonObject shown(String id, Bridge bridge) {
    return new JsonObject()
        .put("id", id)
        .put("technology", bridge.type().equals("holding") ? "holding_bridge" : "simple_bridge")
        .put("bridge_type", bridge.type())
        .put("bridge_class", "stasis")
        .put("creator", "Stasis")
        .put("name", id)
        .put("channels", new JsonArray(List.copyOf(bridge.channels())))
        .put("creationtime", TIME)
        .put("video_mode", "none");
  }

  private static boolean signedIn(MultiMap headers) {
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
    return wanted.equals(headers.get("authorization"));
  }

  private static void say(HttpServerResponse response, JsonObject body) {
    response.putHeader("content-type", "application/json").end(body.encode());
  }

  private static void refuse(HttpServerResponse response, int status, String message) {
    response.setStatusCode(status);
    say(response, new JsonObject().put("message", message));
  }

  private static String[] prepend(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @Override
  public void close() {
    vertx.close();
  }
}
