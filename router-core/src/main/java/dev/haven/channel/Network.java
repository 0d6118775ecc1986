package dev.haven.channel;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Connections for adapters. Everything completes, and every handler runs, on the adapter's event
 * loop; nothing here blocks it. Failures name no address, user or password.
 */
public interface Network {
  /** Longest wait for a connection, in milliseconds. */
  int CONNECT_WITHIN_MS = 5_000;

  /** Largest text frame that is taken, in bytes; a longer one ends the connection. */
  int MAX_FRAME_BYTES = 1_048_576;

  /** No network at all: every attempt fails. */
  Network NONE =
      new Network() {
        @Override
        public Future<NetSocket> connect(String host, int port, boolean tls) {
          return offline();
        }

        @Override
        public Future<NetServer> listen(String host, int port, Handler<NetSocket> connected) {
          return offline();
        }

        @Override
        public Future<FrameSocket> webSocket(URI uri, Map<String, String> headers) {
          return offline();
        }

        @Override
        public <T> Future<T> blocking(Callable<T> work) {
          return offline();
        }

        private <T> Future<T> offline() {
          return Future.failedFuture(new IllegalStateException("there is no network here"));
        }
      };

  /**
   * Opens a TCP connection.
   *
   * @param tls whether it begins with TLS; the peer's name is checked. {@link
   *     NetSocket#upgradeToSsl()} does the same later
   */
  Future<NetSocket> connect(String host, int port, boolean tls);

  /**
   * Listens for TCP connections.
   *
   * @param port 0 for any free one
   * @param connected called for each connection
   */
  Future<NetServer> listen(String host, int port, Handler<NetSocket> connected);

  /**
   * Opens a WebSocket. The connection is pinged; one that no longer answers is closed.
   *
   * @param uri {@code ws} or {@code wss}; {@code http} and {@code https} mean the same
   * @param headers of the handshake by name
   */
  Future<FrameSocket> webSocket(URI uri, Map<String, String> headers);

  /**
   * Listens for WebSockets on a port of its own, until the node stops.
   *
   * @param subProtocol the one that is spoken, such as {@code ari}
   * @param admits by the headers of the handshake whether the peer may connect; others get 401
   * @param opened called for each socket
   */
  default Future<Void> acceptWebSockets(
      String host,
      int port,
      String subProtocol,
      Predicate<Headers> admits,
      Handler<FrameSocket> opened) {
    return Future.failedFuture(new IllegalStateException("nothing is listened to here"));
  }

  /**
   * Runs what cannot be done without blocking on a thread of the host's, for libraries that know no
   * other way. The work must end when its connection is closed.
   */
  <T> Future<T> blocking(Callable<T> work);
}
