package dev.haven.adapter.twilio;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullUnmarked;

/**
 * Twilio's REST interface as far as Haven uses it, on loopback: accounts sign in with Basic, a
 * member of a queue can be taken out once, errors have Twilio's shape and codes (20003, 20404,
 * 21211). Sources: the Call, Message, Queue, Member and Conference resources of twilio.com/docs.
 * Also signs webhooks.
 */
@NullUnmarked
public final class FakeTwilio {
  public static final String ACCOUNT = "AC00000000000000000000000000000001";
  public static final String TOKEN = "12345678901234567890123456789012";
  public static final String QUEUE = "QU00000000000000000000000000000001";

  /** One request that came: method, path behind the account, and its form. */
  public record Call(String method, String resource, MultiMap form) {}

  private final Vertx vertx;
  private final String queueName;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final Map<String, String> callStatus = new ConcurrentHashMap<>();
  private final Map<String, List<String>> rooms = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> participants = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile int failNext;
  private volatile HttpServer server;

  /**
   * @param queueName the name of the queue that exists
   */
  public FakeTwilio(Vertx vertx, String queueName) {
    this.vertx = vertx;
    this.queueName = queueName;
  }

  public Future<FakeTwilio> start() {
    return vertx
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(0, "127.0.0.1")
        .map(
            listening -> {
              server = listening;
              return this;
            });
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  public Future<Void> stop() {
    return server.close();
  }

  /** A caller is in the queue. */
  public void enqueue(String callSid) {
    members.add(callSid);
    callStatus.put(callSid, "in-progress");
  }

  /** The caller hangs up. */
  public void hangUp(String callSid) {
    members.remove(callSid);
    callStatus.put(callSid, "completed");
  }

  /** Somebody opened that room, and these calls are in it. */
  public void openRoom(String name, String... calls) {
    rooms.put(name, List.of(calls));
  }

  /** What was last set of a participant of a room, by the resource's names. */
  public Map<String, String> participant(String callSid) {
    return participants.getOrDefault(callSid, Map.of());
  }

  /** The next request is answered with this status. */
  public void failNext(int status) {
    failNext = status;
  }

  public String statusOf(String callSid) {
    return callStatus.getOrDefault(callSid, "unknown");
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  private void handle(HttpServerRequest request) {
    request.setExpectMultipart(request.method().name().equals("POST"));
    request
        .body()
        .onSuccess(
            body -> {
              String prefix = "/2010-04-01/Accounts/" + ACCOUNT + "/";
              if (!authorised(request)) {
                answer(request, 401, error(20003, "Authenticate", 401));
              } else if (!request.path().startsWith(prefix)) {
                answer(request, 404, error(20404, "The requested resource was not found", 404));
              } else if (failNext > 0) {
                int status = failNext;
                failNext = 0;
                answer(request, status, error(20500, "Internal Server Error", status));
              } else {
                String resource = request.path().substring(prefix.length());
                calls.add(new Call(request.method().name(), resource, request.formAttributes()));
                route(request, resource);
              }
            });
  }

  private static boolean authorised(HttpServerRequest request) {
    String pair = ACCOUNT + ":" + TOKEN;
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return expected.equals(request.getHeader("Authorization"));
  }

  private void route(HttpServerRequest request, String resource) {
    MultiMap form = request.formAttributes();
    String[] path = resource.replace(".json", "").split("/");
    boolean post = request.method().name().equals("POST");
    if (post && resource.equals("Messages.json")) {
      message(request, form);
    } else if (post && resource.equals("Calls.json")) {
      call(request, form);
    } else if (path.length == 2 && path[0].equals("Calls")) {
      oneCall(request, path[1], post ? form.get("Status") : null);
    } else if (resource.equals("Queues.json")) {
      JsonObject queue = new JsonObject().put("sid", QUEUE).put("friendly_name", queueName);
      answer(request, 200, new JsonObject().put("queues", new JsonArray().add(queue)));
    } else if (post && path.length == 4 && path[2].equals("Members")) {
      takeOut(request, path[1], path[3]);
    } else if (resource.equals("Conferences.json")) {
      JsonArray found = new JsonArray();
      String name = request.getParam("FriendlyName");
      if (rooms.containsKey(name)) {
        found.add(new JsonObject().put("sid", conference(name)).put("status", "in-progress"));
      }
      answer(request, 200, new JsonObject().put("conferences", found));
    } else if (path[0].equals("Conferences") && path.length >= 3) {
      inRoom(request, path[1], path.length == 4 ? path[3] : "");
    } else {
      answer(request, 404, error(20404, "The requested resource was not found", 404));
    }
  }

  private static String conference(String room) {
    return "CF%032x".formatted(room.hashCode());
  }

  private void inRoom(HttpServerRequest request, String conference, String call) {
    List<String> inside =
        rooms.entrySet().stream()
            .filter(room -> conference(room.getKey()).equals(conference))
            .flatMap(room -> room.getValue().stream())
            .toList();
    if (call.isEmpty()) {
      JsonArray found = new JsonArray();
      inside.forEach(sid -> found.add(new JsonObject().put("call_sid", sid)));
      answer(request, 200, new JsonObject().put("participants", found));
    } else if (inside.contains(call)) {
      Map<String, String> set = participants.computeIfAbsent(call, c -> new ConcurrentHashMap<>());
      request.formAttributes().forEach(set::put);
      answer(request, 200, new JsonObject().put("call_sid", call));
    } else {
      answer(request, 404, error(20404, "The requested resource was not found", 404));
    }
  }

  private void message(HttpServerRequest request, MultiMap form) {
    if (!form.get("To").contains("+")) {
      answer(request, 400, error(21211, "The 'To' number is not a valid phone number.", 400));
      return;
    }
    String sid = "SM%032d".formatted(ids.incrementAndGet());
    answer(request, 201, new JsonObject().put("sid", sid).put("status", "queued"));
  }

  private void call(HttpServerRequest request, MultiMap form) {
    if (form.get("To").contains("nobody")) {
      answer(request, 400, error(21211, "The 'To' number is not a valid phone number.", 400));
      return;
    }
    String sid = "CA%032d".formatted(ids.incrementAndGet());
    callStatus.put(sid, "queued");
    answer(request, 201, new JsonObject().put("sid", sid).put("status", "queued"));
  }

  private void oneCall(HttpServerRequest request, String sid, String newStatus) {
    if (!callStatus.containsKey(sid)) {
      answer(request, 404, error(20404, "The requested resource was not found", 404));
      return;
    }
    if (newStatus != null) {
      callStatus.put(sid, newStatus);
      members.remove(sid);
    }
    answer(request, 200, new JsonObject().put("sid", sid).put("status", callStatus.get(sid)));
  }

  private void takeOut(HttpServerRequest request, String queue, String call) {
    if (queue.equals(QUEUE) && members.remove(call)) {
      answer(request, 200, new JsonObject().put("call_sid", call).put("position", 0));
    } else {
      answer(request, 400, error(20404, "The requested resource was not found", 400));
    }
  }

  private static JsonObject error(int code, String message, int status) {
    return new JsonObject()
        .put("code", code)
        .put("message", message)
        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
        .put("status", status);
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }

  /** The signature of a form that is posted to that URL. */
  public static String sign(String url, Map<String, String> form) {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] code = mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(code);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
