package dev.haven.channel;

import io.vertx.core.Future;
import io.vertx.core.Handler;

/** A WebSocket that carries text frames, whoever opened it. Used on one event loop. */
public interface FrameSocket {
  /**
   * Whom to hand each whole text message; set before the event loop's turn ends in which the socket
   * was got, so that none is missed.
   */
  void onText(Handler<String> handler);

  /** Fails when the socket is closed. */
  Future<Void> send(String text);

  /** Succeeds once the socket is closed, by whomever. */
  Future<Void> closed();

  /** Again is harmless. */
  Future<Void> close();
}
