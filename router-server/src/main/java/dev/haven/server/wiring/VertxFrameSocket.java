package dev.haven.server.wiring;

import dev.haven.channel.FrameSocket;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.time.Duration;

/**
 * A WebSocket of Vert.x. It is pinged; a peer that answers neither pings nor sends anything for two
 * periods is closed, so that a cable that was cut is noticed.
 */
final class VertxFrameSocket implements FrameSocket {
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Buffer NOTHING = Buffer.buffer(new byte[] {'h'});

  private final WebSocketBase socket;
  private final Promise<Void> closed = Promise.promise();
  private int silent;

  VertxFrameSocket(WebSocketBase socket, Timers timers) {
    this.socket = socket;
    Timers.Handle pings = timers.every(PING, this::ping);
    socket.pongHandler(pong -> silent = 0);
    socket.frameHandler(frame -> silent = 0);
    socket.exceptionHandler(e -> socket.close());
    socket.closeHandler(
        v -> {
          pings.cancel();
          closed.tryComplete();
        });
  }

  private void ping() {
    if (++silent > 2) {
      socket.close();
      closed.tryComplete();
    } else {
      socket.writePing(NOTHING);
    }
  }

  @Override
  public void onText(Handler<String> handler) {
    socket.textMessageHandler(handler);
  }

  @Override
  public Future<Void> send(String text) {
    return socket.writeTextMessage(text);
  }

  @Override
  public Future<Void> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    return socket.close().otherwiseEmpty();
  }
}
