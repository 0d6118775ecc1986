package dev.haven.adapter.asteriskari;

import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.FrameSocket;
import dev.haven.channel.Headers;
import dev.haven.channel.Network;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the WebSocket that Asterisk opens by itself (an {@code outbound_websocket} of ari.conf,
 * persistent). One is wanted at a time; when another comes, the older is given up for it: Asterisk
 * was started again, and it tries until it is taken.
 *
 * <p>On one event loop.
 */
final class AriListener {
  private static final String PROTOCOL = "ari";

  private final EndpointConfig endpoint;
  private final Network network;
  private @Nullable Future<Void> listening;
  private @Nullable Promise<FrameSocket> wanted;
  private @Nullable FrameSocket current;

  AriListener(EndpointConfig endpoint, Network network) {
    this.endpoint = endpoint;
    this.network = network;
  }

  static boolean isConfigured(EndpointConfig endpoint) {
    return endpoint.text("listenPort") != null;
  }

  /** The next WebSocket of Asterisk's. */
  Future<FrameSocket> next() {
    Promise<FrameSocket> next = Promise.promise();
    wanted = next;
    return listen().compose(v -> next.future());
  }

  private Future<Void> listen() {
    Future<Void> now = listening;
    if (now == null || now.failed()) {
      List<String> passwords = endpoint.secrets("listenPassword");
      String user = endpoint.secretOrNull("listenUser");
      if (passwords.isEmpty() || user == null) {
        return Future.failedFuture(
            new IllegalStateException("the secrets listenUser and listenPassword are needed"));
      }
      List<String> valid = passwords.stream().map(p -> Basic.header(user, p)).toList();
      String host = endpoint.text("listenHost");
      now =
          network.acceptWebSockets(
              host == null ? "127.0.0.1" : host,
              (int) endpoint.number("listenPort", 0),
              PROTOCOL,
              headers -> isSignedIn(headers, valid),
              this::came);
      listening = now;
    }
    return now;
  }

  private static boolean isSignedIn(Headers headers, List<String> valid) {
    return Digests.sameAsAny(valid, headers.first("Authorization"));
  }

  private void came(FrameSocket socket) {
    Promise<FrameSocket> waiting = wanted;
    FrameSocket older = current;
    if (waiting == null) {
      socket.close();
      if (older != null) {
        older.close();
      }
      return;
    }
    wanted = null;
    current = socket;
    if (!waiting.tryComplete(socket)) {
      socket.close();
    }
  }
}
