package dev.haven.server.demo;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The platform's REST interface on loopback, as far as the adapter calls it: make a call, hang one
 * up, take a caller out of the queue, send a message. Source: the Call, Message, Queue and Member
 * resources of twilio.com/docs. For one event loop.
 */
final class DemoPlatformDoor {
  private static final String BASE = "/2010-04-01/Accounts/" + DemoPlatform.ACCOUNT + "/";
  private static final String QUEUE = "QU0000000000000000000000000000de30";
  private static final int MAX_FORM = 65_536;
  private static final int NOT_FOUND = 20404;

  private final DemoPlatform platform;
  private final Dice dice;
  private @Nullable HttpServer server;

  DemoPlatformDoor(DemoPlatform platform, Dice dice) {
    this.platform = platform;
    this.dice = dice;
  }

  /** Opens on any free port; the answer is its base URL. */
  Future<String> open(Vertx vertx) {
    return vertx
        .createHttpServer()
        .requestHandler(this::serve)
        .listen(0, "127.0.0.1")
        .map(
            listening -> {
              server = listening;
              return "http://127.0.0.1:" + listening.actualPort();
            });
  }

  void close() {
    if (server != null) {
      server.close();
    }
  }

  private void serve(HttpServerRequest request) {
    request.setExpectMultipart(request.method().name().equals("POST"));
    request
        .body()
        .onSuccess(
            body -> {
              if (body.length() > MAX_FORM) {
                answer(request, 413, new JsonObject());
              } else {
                route(request, request.formAttributes());
              }
            });
  }

  private void route(HttpServerRequest request, MultiMap form) {
    String path = String.valueOf(request.path());
    String resource = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
    String[] parts = resource.replace(".json", "").split("/", 5);
    boolean post = request.method().name().equals("POST");
    if (post && resource.equals("Messages.json")) {
      answer(request, 201, made("SM" + dice.id()));
    } else if (post && resource.equals("Calls.json")) {
      String leg =
          platform.ring(text(form, "From"), text(form, "To"), text(form, "StatusCallback"));
      answer(request, 201, made(leg));
    } else if (parts[0].equals("Calls") && parts.length == 2) {
      call(request, parts[1], post);
    } else if (resource.equals("Queues.json")) {
      JsonObject queue = new JsonObject().put("sid", QUEUE);
      queue.put("friendly_name", "haven-" + DemoPlatform.ENDPOINT);
      answer(request, 200, new JsonObject().put("queues", new JsonArray().add(queue)));
    } else if (post && parts.length == 4 && parts[2].equals("Members")) {
      if (platform.takeOut(parts[3], text(form, "Url"))) {
        answer(request, 200, new JsonObject().put("call_sid", parts[3]).put("position", 0));
      } else {
        notFound(request);
      }
    } else if (resource.equals("Conferences.json")) {
      answer(request, 200, new JsonObject().put("conferences", new JsonArray()));
    } else {
      notFound(request);
    }
  }

  private void call(HttpServerRequest request, String sid, boolean hangUp) {
    String status = platform.status(sid);
    if (status == null) {
      notFound(request);
      return;
    }
    if (hangUp) {
      platform.hangUp(sid);
    }
    String now = hangUp ? "completed" : status;
    answer(request, 200, new JsonObject().put("sid", sid).put("status", now));
  }

  private static JsonObject made(String sid) {
    return new JsonObject().put("sid", sid).put("status", "queued");
  }

  private static String text(MultiMap form, String name) {
    String value = form.get(name);
    return value == null ? "" : value;
  }

  private static void notFound(HttpServerRequest request) {
    answer(request, 404, new JsonObject().put("code", NOT_FOUND));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.encode());
  }
}
