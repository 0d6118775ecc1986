package dev.haven.server.wiring;

import dev.haven.server.http.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Simulated people and navigators of a {@link WarmUp}. On the event loop that runs it. */
final class Rehearsal {
  private static final int NAVIGATORS = 8;
  private static final int UNDER_WAY = 4;
  private static final int MOST = 20_000;
  private static final Duration LAST_WITHIN = Duration.ofSeconds(2);
  private static final String[] TEXTS = {
    "I would like to move my appointment, please",
    "Quisiera cambiar mi cita, por favor",
    "I feel so alone and I cannot stop crying",
    "I have chest pain and a fever of 39.5"
  };

  private final Vertx vertx;
  private final int port;
  private final BiFunction<String, Role, String> tokens;
  private final HttpClient http;
  private final WebSocketClient sockets;
  private final String sender;
  private final long endsAt;
  private final Promise<Integer> over = Promise.promise();
  private int sent;
  private int done;
  private int failed;

  Rehearsal(Vertx vertx, int port, BiFunction<String, Role, String> tokens, Duration time) {
    this.vertx = vertx;
    this.port = port;
    this.tokens = tokens;
    this.http = vertx.createHttpClient();
    this.sockets = vertx.createWebSocketClient();
    this.sender = tokens.apply("rehearsal", Role.INTEGRATOR);
    this.endsAt = System.nanoTime() + time.toNanos();
  }

  /** How many contacts were completed; never fails because of one of them. */
  Future<Integer> run() {
    List<Future<WebSocket>> desktops = new ArrayList<>();
    for (int i = 0; i < NAVIGATORS; i++) {
      desktops.add(desktop("rehearsal-" + i));
    }
    return Future.all(desktops)
        .compose(
            open -> {
              long most = Math.max(1, (endsAt - System.nanoTime()) / 1_000_000);
              vertx.setTimer(most + LAST_WITHIN.toMillis(), late -> over.tryComplete(done));
              for (int i = 0; i < UNDER_WAY; i++) {
                next();
              }
              return over.future();
            })
        .eventually(http::close)
        .eventually(sockets::close);
  }

  private Future<WebSocket> desktop(String navigator) {
    Promise<WebSocket> available = Promise.promise();
    return sockets
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/desktop")
                .addSubProtocol("haven.desktop.v1")
                .putHeader("Authorization", "Bearer " + tokens.apply(navigator, Role.NAVIGATOR)))
        .compose(
            socket -> {
              socket.textMessageHandler(frame -> heard(socket, frame, available));
              socket.closeHandler(v -> available.tryFail("a rehearsal's desktop was closed"));
              say(socket, "hello", "hello", "\"lastSeq\":0");
              return available.future();
            });
  }

  private void heard(WebSocket socket, String frame, Promise<WebSocket> available) {
    switch (text(frame, "\"type\":\"")) {
      case "welcome" -> say(socket, "activity.set", "open", "\"activity\":\"available\"");
      case "offer.created" -> {
        String offer = text(frame, "\"offerId\":\"");
        say(socket, "offer.accept", offer, "\"offerId\":\"" + offer + '"');
      }
      case "ack" -> acknowledged(socket, text(frame, "\"id\":\""), available);
      default -> {}
    }
  }

  private void acknowledged(WebSocket socket, String id, Promise<WebSocket> available) {
    if (id.equals("open")) {
      available.tryComplete(socket);
    } else if (id.startsWith("done ")) {
      done++;
      next();
    } else if (!id.equals("hello")) {
      say(
          socket,
          "engagement.complete",
          "done " + id,
          "\"engagementId\":\"" + id + "\",\"disposition\":\"resolved\",\"notes\":\"\"");
    }
  }

  private static void say(WebSocket socket, String type, String id, String data) {
    socket.writeTextMessage(
        "{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"data\":{" + data + "}}");
  }

  private static String text(String frame, String before) {
    int at = frame.indexOf(before);
    return at < 0
        ? ""
        : frame.substring(at + before.length(), frame.indexOf('"', at + before.length()));
  }

  private void next() {
    if (System.nanoTime() > endsAt || sent >= MOST) {
      if (done + failed >= sent) {
        over.tryComplete(done);
      }
      return;
    }
    int number = sent++;
    String body =
        "{\"channel\":\"chat\",\"from\":\"rehearsal-"
            + number
            + "\",\"to\":\"rehearsal\",\"text\":\""
            + TEXTS[number % TEXTS.length]
            + "\",\"idempotencyKey\":\"rehearsal-"
            + number
            + "\"}";
    http.request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/api/v1/contacts")
                .putHeader("Content-Type", "application/json")
                .putHeader("Authorization", "Bearer " + sender))
        .compose(request -> request.send(body))
        .compose(response -> response.body().map(b -> response.statusCode()))
        .onComplete(
            answer -> {
              if (answer.failed() || answer.result() != 201) {
                failed++;
                endsIfOver();
              }
            });
  }

  private void endsIfOver() {
    if (failed >= UNDER_WAY) {
      over.tryComplete(done);
    }
  }
}
