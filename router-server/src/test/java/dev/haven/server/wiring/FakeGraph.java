package dev.haven.server.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Microsoft Graph and its sign-in, as far as a mailbox needs it, on a real socket: a subscription
 * is made only when its address answers the validation token; mails come as MIME, by delta query
 * and by notification. Safe for any thread.
 */
final class FakeGraph implements AutoCloseable {
  static final String STATE = "the-client-state";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final Map<String, JsonObject> subscriptions = new LinkedHashMap<>();
  private final Map<String, String> mails = new LinkedHashMap<>();
  private final Map<String, Integer> away = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private int made;

  FakeGraph() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(b -> answer(request, b)))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** A mail is in the folder; it cannot be got that often. */
  synchronized void mail(String id, String mime, int notGot) {
    mails.put(id, mime.replace("\n", "\r\n"));
    away.put(id, notGot);
  }

  /** The status of the answer to a notification of that mail. */
  int notify(String id) throws Exception {
    JsonObject item =
        new JsonObject()
            .put("changeType", "created")
            .put("resource", "Users/u1/Messages/" + id)
            .put("resourceData", new JsonObject().put("id", id));
    return tell(item);
  }

  int lifecycle(String event) throws Exception {
    return tell(new JsonObject().put("lifecycleEvent", event));
  }

  private int tell(JsonObject item) throws Exception {
    item.put("subscriptionId", "sub-1").put("clientState", STATE);
    return post(notificationUrl, new JsonObject().put("value", new JsonArray().add(item)).encode())
        .statusCode();
  }

  private volatile String notificationUrl = "";

  synchronized void removeSubscription() {
    subscriptions.clear();
  }

  synchronized int made() {
    return made;
  }

  synchronized List<String> asked(String beginning) {
    return asked.stream().filter(a -> a.startsWith(beginning)).toList();
  }

  synchronized void await(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("not in time: " + what + "; asked " + asked);
      }
      wait(left);
    }
  }

  private HttpResponse<String> post(String url, String body) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void answer(HttpServerRequest request, Buffer body) {
    String path = request.path();
    synchronized (this) {
      asked.add(request.method() + " " + path);
    }
    if (path.endsWith("/oauth2/v2.0/token")) {
      say(request, 200, new JsonObject().put("access_token", "tok").put("expires_in", 3599));
    } else if (!path.endsWith("/$value")
        && !"Bearer tok".equals(request.getHeader("authorization"))) {
      say(request, 401, new JsonObject());
    } else if (path.equals("/v1.0/subscriptions") && request.method().name().equals("POST")) {
      make(request, body.toJsonObject());
    } else if (path.startsWith("/v1.0/subscriptions")) {
      subscription(request, body);
    } else if (path.endsWith("/delta")) {
      news(request);
    } else {
      mime(request, path);
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /** Validates the address from another thread, as Graph does before it answers. */
  private void make(HttpServerRequest request, JsonObject wanted) {
    String url = wanted.getString("notificationUrl");
    vertx
        .<Boolean>executeBlocking(
            () -> {
              HttpResponse<String> validated =
                  post(url + "?validationToken=" + URLEncoder.encode("Valid: 1+1", UTF_8), "");
              return validated.statusCode() == 200
                  && validated.body().equals("Valid: 1+1")
                  && validated
                      .headers()
                      .firstValue("content-type")
                      .orElse("")
                      .startsWith("text/plain");
            })
        .onComplete(
            done -> {
              if (done.failed() || !done.result()) {
                say(request, 400, new JsonObject().put("error", new JsonObject()));
                return;
              }
              synchronized (this) {
                String id = "sub-" + ++made;
                subscriptions.put(id, wanted.put("id", id));
                notificationUrl = url;
                say(request, 201, wanted);
                notifyAll();
              }
            });
  }

  private synchronized void subscription(HttpServerRequest request, Buffer body) {
    if (request.method().name().equals("GET")) {
      JsonArray all = new JsonArray();
      subscriptions
          .values()
          .forEach(
              s -> {
                JsonObject shown = s.copy();
                shown.putNull("clientState");
                all.add(shown);
              });
      say(request, 200, new JsonObject().put("value", all));
      return;
    }
    JsonObject found = subscriptions.get(request.path().substring("/v1.0/subscriptions/".length()));
    if (found == null) {
      say(request, 404, new JsonObject());
    } else {
      say(request, 200, found.mergeIn(body.toJsonObject()));
    }
  }

  private synchronized void news(HttpServerRequest request) {
    JsonArray all = new JsonArray();
    String told = request.getParam("$deltatoken");
    mails.keySet().stream()
        .skip(told == null ? 0 : Integer.parseInt(told))
        .forEach(id -> all.add(new JsonObject().put("id", id)));
    say(
        request,
        200,
        new JsonObject()
            .put("value", all)
            .put("@odata.deltaLink", url() + request.path() + "?$deltatoken=" + mails.size()));
  }

  private synchronized void mime(HttpServerRequest request, String path) {
    String[] parts = path.split("/");
    String id = parts[parts.length - 2];
    String mime = mails.get(id);
    if (mime == null) {
      say(request, 404, new JsonObject());
    } else if (away.merge(id, -1, Integer::sum) >= 0) {
      say(request, 503, new JsonObject());
    } else {
      request.response().putHeader("content-type", "text/plain").end(mime);
    }
  }

  private static void say(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.encode());
  }

  @Override
  public void close() {
    vertx.close();
  }
}
