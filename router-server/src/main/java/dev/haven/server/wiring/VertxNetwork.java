package dev.haven.server.wiring;

import dev.haven.channel.FrameSocket;
import dev.haven.channel.Headers;
import dev.haven.channel.Network;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Connections of Vert.x, for one event loop. */
final class VertxNetwork implements Network {
  private static final int MAX_WEB_SOCKETS = 1_000;

  /** Threads of a node for work that blocks: one for each mailbox, a few for answers by mail. */
  private static final int BLOCKING_THREADS = 64;

  private final Vertx vertx;
  private final Timers timers;
  private final NetClient tcp;
  private final WebSocketClient webSockets;
  private final WorkerExecutor blocking;

  VertxNetwork(Vertx vertx, Timers timers) {
    this.vertx = vertx;
    this.timers = timers;
    this.tcp =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(CONNECT_WITHIN_MS)
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS"));
    this.webSockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_WITHIN_MS)
                .setMaxConnections(MAX_WEB_SOCKETS)
                .setMaxMessageSize(MAX_FRAME_BYTES)
                .setMaxFrameSize(MAX_FRAME_BYTES));
    // Waiting for a mailbox's news may take long; all loops share it by its name.
    this.blocking =
        vertx.createSharedWorkerExecutor("haven-blocking", BLOCKING_THREADS, 30, TimeUnit.MINUTES);
  }

  @Override
  public Future<NetSocket> connect(String host, int port, boolean tls) {
    return hushed(tcp.connect(new ConnectOptions().setHost(host).setPort(port).setSsl(tls)));
  }

  @Override
  public Future<NetServer> listen(String host, int port, Handler<NetSocket> connected) {
    return vertx
        .createNetServer(new NetServerOptions().setTcpKeepAlive(true))
        .connectHandler(connected)
        .listen(port, host);
  }

  @Override
  public Future<FrameSocket> webSocket(URI uri, Map<String, String> headers) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("wss") || scheme.equals("https");
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    WebSocketConnectOptions to =
        new WebSocketConnectOptions()
            .setHost(uri.getHost())
            .setPort(uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort())
            .setSsl(tls)
            .setURI(uri.getRawPath() + query);
    headers.forEach(to::addHeader);
    return hushed(webSockets.connect(to)).map(socket -> new VertxFrameSocket(socket, timers));
  }

  @Override
  public Future<Void> acceptWebSockets(
      String host,
      int port,
      String subProtocol,
      Predicate<Headers> admits,
      Handler<FrameSocket> opened) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setWebSocketSubProtocols(List.of(subProtocol))
            .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
            .setMaxWebSocketFrameSize(MAX_FRAME_BYTES);
    return vertx
        .createHttpServer(options)
        .webSocketHandshakeHandler(
            handshake -> {
              if (admits.test(headers(handshake.headers()))) {
                handshake.accept();
              } else {
                handshake.reject(401);
              }
            })
        .webSocketHandler(socket -> opened.handle(new VertxFrameSocket(socket, timers)))
        .requestHandler(request -> request.response().setStatusCode(426).end())
        .listen()
        .mapEmpty();
  }

  private static Headers headers(MultiMap received) {
    List<Headers.Line> lines = new ArrayList<>();
    received.forEach((name, value) -> lines.add(new Headers.Line(name, value)));
    return Headers.of(lines);
  }

  @Override
  public <T> Future<T> blocking(Callable<T> work) {
    return blocking.executeBlocking(work, false);
  }

  /** Vert.x names address and port in its failures. */
  private static <T> Future<T> hushed(Future<T> attempt) {
    return attempt.recover(
        e -> Future.failedFuture("no connection: " + e.getClass().getSimpleName()));
  }
}
