package dev.haven.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public port: each connection behind its framing guard, each request to the door of its path.
 * HTTP/1.1 only; no HTTP/2 in clear, no compression, no Vert.x WebSocket.
 *
 * <p>Lives on the event loop of the context that opens it.
 */
public final class HttpDoor {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final int LINE_MARGIN = 64;

  /** What a turn of the loop writes to a connection leaves in one system call, up to this often. */
  private static final int MOST_IN_ONE = 64;

  private static final String ONE_WRITE_A_TURN = "one-write-a-turn";

  /**
   * What the port needs to know of its surroundings.
   *
   * @param mostBodyBytes of requests whose bodies are being collected, beside the largest
   * @param trustedProxy whether the word of a proxy at that address on the sender's is taken
   */
  public record Settings(
      String host,
      int port,
      Set<String> allowedHosts,
      Predicate<InetAddress> trustedProxy,
      int maxConnections,
      long mostBodyBytes,
      Duration headWithin,
      Duration bodyWithin,
      Duration idleFor) {}

  private final Settings settings;
  private final RequestHeadGuard.Deadlines deadlines;
  private final BodyRoom room;
  private final Exchange.Common common;
  private final Meters meters;
  private final RestDoor rest;
  private final WebhookDoor webhooks;
  private final BiConsumer<Exchange, Runnable> desktop;
  private final Map<String, Wing> wings;
  private final Map<String, Page> pages;
  private int connections;
  private boolean stopping;

  /** Answers the requests of its path. */
  @FunctionalInterface
  public interface Page {
    void answer(Exchange x);

    /** What may be asked of it; another method is answered 405. */
    default Set<HttpMethod> methods() {
      return Set.of(HttpMethod.GET);
    }
  }

  /**
   * A fixed page, read once.
   *
   * @param headers beside its type
   */
  public record StaticPage(String contentType, Buffer body, Map<String, String> headers)
      implements Page {
    public StaticPage {
      headers = Map.copyOf(headers);
    }

    StaticPage(String contentType, Buffer body) {
      this(contentType, body, Map.of());
    }

    @Override
    public void answer(Exchange x) {
      headers.forEach(x.request().response()::putHeader);
      x.send(200, contentType, body);
    }
  }

  /** Answers everything below a path. */
  @FunctionalInterface
  public interface Wing {
    /**
     * @param stepAside takes the HTTP framing guard off the connection, for another protocol
     */
    void handle(Exchange x, String path, Runnable stepAside);
  }

  /**
   * @param desktop takes a request for {@code /desktop}; the runnable steps the framing guard aside
   * @param wings by the beginning of their paths
   * @param pages by path
   */
  public HttpDoor(
      Settings settings,
      Meters meters,
      RestDoor rest,
      WebhookDoor webhooks,
      BiConsumer<Exchange, Runnable> desktop,
      Map<String, Wing> wings,
      Map<String, ? extends Page> pages) {
    this.settings = settings;
    this.deadlines =
        new RequestHeadGuard.Deadlines(
            settings.headWithin(), settings.bodyWithin(), settings.idleFor());
    this.meters = meters;
    this.room = new BodyRoom(settings.mostBodyBytes());
    this.common = new Exchange.Common(meters, new Forwarded(settings.trustedProxy()), room);
    this.rest = rest;
    this.webhooks = webhooks;
    this.desktop = desktop;
    this.wings = Map.copyOf(wings);
    this.pages = Map.copyOf(pages);
  }

  /** Opens the port on the caller's context. */
  public Future<HttpServer> open(Vertx vertx) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(false)
            .setDecompressionSupported(false)
            .setHandle100ContinueAutomatically(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(RequestHead.MAX_URI + LINE_MARGIN)
            .setMaxHeaderSize(RequestHead.MAX_HEADERS + LINE_MARGIN)
            .setTcpNoDelay(true)
            .setReuseAddress(true)
            .setAcceptBacklog(4_096);
    HttpServer server = vertx.createHttpServer(options);
    server.connectionHandler(this::connected);
    // Each connection sets its own handler; this one only satisfies the server.
    server.requestHandler(request -> request.response().setStatusCode(500).end());
    server.exceptionHandler(
        e -> LOG.atDebug().addKeyValue("cause", e.getClass().getSimpleName()).log("connection"));
    return server.listen();
  }

  /**
   * Sends what was written to a socket that was a connection here, now and not at the end of the
   * turn. On its event loop.
   */
  public static void sendNow(NetSocket socket) {
    ChannelHandlerContext last =
        ((NetSocketInternal) socket).channelHandlerContext().pipeline().context(ONE_WRITE_A_TURN);
    if (last != null) {
      last.flush();
    }
  }

  /** From now on answers tell senders to close their connections. */
  public void stopping() {
    stopping = true;
  }

  public int connections() {
    return connections;
  }

  /** Bytes of requests whose bodies are being collected. */
  public long collecting() {
    return room.used();
  }

  private void connected(HttpConnection connection) {
    Http1xServerConnection http = (Http1xServerConnection) connection;
    ChannelHandlerContext ctx = http.channelHandlerContext();
    if (connections >= settings.maxConnections()) {
      ctx.close();
      return;
    }
    connections++;
    ctx.channel().closeFuture().addListener(closed -> connections--);
    RequestHeadGuard guard = new RequestHeadGuard(deadlines, meters::refused);
    ctx.pipeline().addFirst("head-guard", guard);
    ctx.pipeline().addFirst(ONE_WRITE_A_TURN, new FlushConsolidationHandler(MOST_IN_ONE, true));
    http.handler(request -> handle(request, guard));
    http.invalidRequestHandler(
        request ->
            new Exchange(request, guard, common)
                .problem(Trouble.MALFORMED_REQUEST, "The request is not well-formed HTTP/1.1."));
  }

  private void handle(HttpServerRequest request, RequestHeadGuard guard) {
    Exchange x = new Exchange(request, guard, common);
    try {
      if (stopping) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
      String path = request.path();
      if (path == null) {
        x.problem(Trouble.MALFORMED_REQUEST, "The request target has no path.");
      } else if (!served(request)) {
        x.problem(Trouble.MISDIRECTED_REQUEST, "This host is not served here.");
      } else {
        dispatch(x, path);
      }
    } catch (RuntimeException e) {
      x.failed(e);
    }
  }

  private void dispatch(Exchange x, String path) {
    if (x.header("access-control-request-method") != null) {
      // No page of another origin has anything to do here; the desktop's own needs no preflight.
      x.problem(Trouble.ORIGIN_NOT_ALLOWED, "Scripts of other pages may not call this.");
      return;
    }
    if (path.startsWith(WebhookDoor.PREFIX)) {
      webhooks.handle(x, path);
    } else if (path.startsWith(RestRoutes.PREFIX)) {
      rest.handle(x, path);
    } else if (path.equals("/desktop")) {
      desktop.accept(x, x.guard()::stepAside);
    } else {
      for (Map.Entry<String, Wing> wing : wings.entrySet()) {
        if (path.startsWith(wing.getKey())) {
          wing.getValue().handle(x, path, x.guard()::stepAside);
          return;
        }
      }
      page(x, path);
    }
  }

  private void page(Exchange x, String path) {
    Page page = pages.get(path);
    if (page == null) {
      x.problem(Trouble.NOT_FOUND, "There is nothing at this path.");
    } else if (!page.methods().contains(x.request().method())) {
      x.request().response().putHeader(HttpHeaders.ALLOW, allow(page));
      x.problem(Trouble.METHOD_NOT_ALLOWED, "Use one of the methods in Allow.");
    } else {
      page.answer(x);
    }
  }

  private static String allow(Page page) {
    return page.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
  }

  private boolean served(HttpServerRequest request) {
    if (settings.allowedHosts().isEmpty()) {
      return true;
    }
    HostAndPort authority = authority(request);
    return authority != null
        && settings.allowedHosts().contains(authority.host().toLowerCase(Locale.ROOT));
  }

  /** The host of a target in absolute form goes before that of the header (RFC 9112, 3.2.2). */
  private static @Nullable HostAndPort authority(HttpServerRequest request) {
    String target = request.uri();
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    if (scheme < 0) {
      return request.authority();
    }
    int from = scheme + "://".length();
    int to = from;
    while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
      to++;
    }
    return HostAndPort.parseAuthority(target.substring(from, to), -1);
  }

  /** Closes the port and lets open requests end, at most for that long. */
  public static Future<Void> close(HttpServer server, long withinMs) {
    return server.shutdown(withinMs, TimeUnit.MILLISECONDS);
  }
}
