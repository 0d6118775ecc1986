package dev.haven.server.wiring;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;

/**
 * A simulated navigator of a {@link Rehearsal}: takes what is offered, now and then gives it back,
 * writes or holds first, and completes it. On the event loop that runs it.
 */
final class RehearsedDesktop {
  private static final int ONE_IN_REJECTED = 25;
  private static final int ONE_IN_ANSWERED = 3;
  private static final int ONE_IN_HELD = 7;

  private final WebSocket socket;
  private final Runnable onDone;
  private final Promise<RehearsedDesktop> open = Promise.promise();
  private int offers;

  private RehearsedDesktop(WebSocket socket, Runnable onDone) {
    this.socket = socket;
    this.onDone = onDone;
  }

  /**
   * Connects and is open for offers once the future completes.
   *
   * @param onDone runs for each contact that was completed
   */
  static Future<RehearsedDesktop> available(
      WebSocketClient sockets, int port, String token, Runnable onDone) {
    return connect(sockets, port, token)
        .compose(
            socket -> {
              RehearsedDesktop desktop = new RehearsedDesktop(socket, onDone);
              socket.textMessageHandler(desktop::heard);
              socket.closeHandler(v -> desktop.open.tryFail("a rehearsal's desktop was closed"));
              desktop.say("hello", "hello", "\"lastSeq\":0");
              return desktop.open.future();
            });
  }

  /** Connects, says hello, reads its snapshot, pings and goes again. */
  static Future<Void> visit(WebSocketClient sockets, int port, String token) {
    return connect(sockets, port, token)
        .compose(
            socket -> {
              RehearsedDesktop visitor = new RehearsedDesktop(socket, () -> {});
              Promise<Void> gone = Promise.promise();
              socket.closeHandler(v -> gone.tryComplete());
              socket.textMessageHandler(
                  frame -> {
                    switch (text(frame, "\"type\":\"")) {
                      case "snapshot" -> visitor.say("ping", "ping", "");
                      case "pong" -> socket.close();
                      default -> {}
                    }
                  });
              visitor.say("hello", "hello", "\"lastSeq\":0");
              return gone.future();
            });
  }

  private static Future<WebSocket> connect(WebSocketClient sockets, int port, String token) {
    return sockets.connect(
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/desktop")
            .addSubProtocol("haven.desktop.v1")
            .putHeader("Authorization", "Bearer " + token));
  }

  private void heard(String frame) {
    switch (text(frame, "\"type\":\"")) {
      case "welcome" -> say("activity.set", "open", "\"activity\":\"available\"");
      case "offer.created" -> offered(text(frame, "\"offerId\":\""));
      case "ack" -> acknowledged(text(frame, "\"id\":\""));
      case "error" -> open.tryFail("a rehearsal's desktop was refused");
      default -> {}
    }
  }

  private void offered(String offer) {
    String data = "\"offerId\":\"" + offer + '"';
    if (++offers % ONE_IN_REJECTED == 0) {
      say("offer.reject", "no " + offer, data + ",\"reason\":\"busy\"");
    } else {
      say("offer.accept", "yes " + offer, data);
    }
  }

  private void acknowledged(String id) {
    if (id.equals("open")) {
      open.tryComplete(this);
    } else if (id.startsWith("yes ")) {
      serve(id.substring("yes ".length()));
    } else if (id.startsWith("done ")) {
      onDone.run();
    }
  }

  /** Whether an answer or a pause can be made is for the channel to say; both are heard. */
  private void serve(String engagement) {
    String data = "\"engagementId\":\"" + engagement + '"';
    if (offers % ONE_IN_ANSWERED == 0) {
      say("engagement.message", "say " + engagement, data + ",\"text\":\"I am here with you.\"");
    }
    if (offers % ONE_IN_HELD == 0) {
      say("engagement.hold", "hold " + engagement, data);
      say("engagement.resume", "resume " + engagement, data);
    }
    say(
        "engagement.complete",
        "done " + engagement,
        data + ",\"disposition\":\"resolved\",\"notes\":\"\"");
  }

  private void say(String type, String id, String data) {
    socket.writeTextMessage(
        "{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"data\":{" + data + "}}");
  }

  private static String text(String frame, String before) {
    int at = frame.indexOf(before);
    return at < 0
        ? ""
        : frame.substring(at + before.length(), frame.indexOf('"', at + before.length()));
  }
}
