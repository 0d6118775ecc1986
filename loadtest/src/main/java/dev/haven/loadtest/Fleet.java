package dev.haven.loadtest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Navigators at their desktops who accept every offer at once and complete it as soon as the accept
 * is acknowledged. On one event loop.
 */
final class Fleet {
  private static final int AT_ONCE = 20;
  private static final int AGAIN_AFTER_MS = 500;

  /** Id of the command that makes a desktop available. */
  private static final String AVAILABLE = "s";

  /**
   * Who is told what the navigators see, of whatever run it is; called on the fleet's event loop.
   * Contacts are named by {@link Mix#mark}.
   */
  interface Listener {
    void offered(String mark, long nanos);

    void completed(String mark);

    /** A command about that contact, or one about none (empty), was answered by an error. */
    void refused(String mark, String code);
  }

  /** Hears nothing. */
  static final Listener NOBODY =
      new Listener() {
        @Override
        public void offered(String mark, long nanos) {}

        @Override
        public void completed(String mark) {}

        @Override
        public void refused(String mark, String code) {}
      };

  private final Vertx vertx;
  private final List<Target> desks;
  private final WebSocketClient client;
  private final List<WebSocket> sockets = new ArrayList<>();
  private Listener listener;
  private int closed;

  Fleet(Vertx vertx, List<Target> desks, Listener listener) {
    this.vertx = vertx;
    this.desks = List.copyOf(desks);
    this.listener = listener;
    this.client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(100_000));
  }

  void listen(Listener newListener) {
    listener = newListener;
  }

  int closedSockets() {
    return closed;
  }

  /**
   * Opens the desktops of the navigators from one number up to another, twenty at a time, and waits
   * until each is available. They are with the nodes in turn.
   */
  Future<Void> open(int from, int navigators) {
    if (from >= navigators) {
      return Future.succeededFuture();
    }
    List<Future<Void>> some = new ArrayList<>();
    for (int i = from; i < Math.min(navigators, from + AT_ONCE); i++) {
      some.add(openOne(desks.get(i % desks.size()), "load-" + i));
    }
    return Future.all(some).compose(v -> open(from + AT_ONCE, navigators));
  }

  private Future<Void> openOne(Target target, String navigator) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(target.port())
            .setURI("/desktop")
            .addSubProtocol("haven.desktop.v1")
            .addHeader("Authorization", "Bearer " + target.tokens().token(navigator, "navigator"));
    return client
        .connect(options)
        .compose(
            socket -> {
              io.vertx.core.Promise<Void> available = io.vertx.core.Promise.promise();
              sockets.add(socket);
              socket.closeHandler(v -> closed++);
              socket.textMessageHandler(frame -> heard(socket, frame, available));
              socket.writeTextMessage("{\"type\":\"hello\",\"id\":\"h\",\"data\":{\"lastSeq\":0}}");
              return available.future();
            });
  }

  private void heard(WebSocket socket, String frame, io.vertx.core.Promise<Void> available) {
    switch (text(frame, "\"type\":\"")) {
      case "offer.created" -> {
        long now = System.nanoTime();
        String offer = text(frame, "\"offerId\":\"");
        String mark = Mix.mark(frame);
        socket.writeTextMessage(
            "{\"type\":\"offer.accept\",\"id\":\"a"
                + mark
                + ' '
                + offer
                + "\",\"data\":{\"offerId\":\""
                + offer
                + "\"}}");
        listener.offered(mark, now);
      }
      case "ack" -> acknowledged(socket, text(frame, "\"id\":\""), available);
      case "welcome" -> setAvailable(socket);
      case "error" -> refused(socket, text(frame, "\"id\":\""), text(frame, "\"code\":\""));
      default -> {}
    }
  }

  private void refused(WebSocket socket, String id, String code) {
    System.err.println("error frame: " + code);
    if (id.equals(AVAILABLE)) {
      vertx.setTimer(AGAIN_AFTER_MS, t -> setAvailable(socket));
    } else {
      listener.refused(mark(id), code);
    }
  }

  /** Whom a command is about, from its id: an accept's has the offer after it. */
  private static String mark(String id) {
    int space = id.indexOf(' ');
    return id.isEmpty() ? "" : id.substring(1, space < 0 ? id.length() : space);
  }

  /** Again when it was refused, as a desktop does: the fleet waits until each is available. */
  private static void setAvailable(WebSocket socket) {
    if (!socket.isClosed()) {
      socket.writeTextMessage(
          "{\"type\":\"activity.set\",\"id\":\""
              + AVAILABLE
              + "\",\"data\":{\"activity\":\"available\"}}");
    }
  }

  private void acknowledged(WebSocket socket, String id, io.vertx.core.Promise<Void> available) {
    if (id.startsWith("a")) {
      String offer = id.substring(id.indexOf(' ') + 1);
      socket.writeTextMessage(
          "{\"type\":\"engagement.complete\",\"id\":\"c"
              + mark(id)
              + "\",\"data\":{\"engagementId\":\""
              + offer
              + "\",\"disposition\":\"resolved\",\"notes\":\"\"}}");
    } else if (id.startsWith("c")) {
      listener.completed(id.substring(1));
    } else {
      available.tryComplete();
    }
  }

  private static String text(String frame, String before) {
    int at = frame.indexOf(before);
    if (at < 0) {
      return "";
    }
    int from = at + before.length();
    return frame.substring(from, frame.indexOf('"', from));
  }

  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    sockets.forEach(socket -> closing.add(socket.close()));
    return Future.join(closing)
        .<Void>mapEmpty()
        .eventually(client::close)
        .recover(e -> vertx.timer(1).mapEmpty());
  }
}
