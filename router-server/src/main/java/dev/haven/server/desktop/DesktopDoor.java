package dev.haven.server.desktop;

import dev.haven.flow.Desktops;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.http.Auth;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.Identity;
import dev.haven.server.http.Meters;
import dev.haven.server.http.Role;
import dev.haven.server.http.Tickets;
import dev.haven.server.http.TokenBuckets;
import dev.haven.server.http.Trouble;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /desktop}: the WebSocket handshake, checked in full before the connection changes its
 * protocol. RFC 6455 section 4.2. The socket itself is {@link DesktopSocket}.
 *
 * <p>On one event loop.
 */
public final class DesktopDoor {
  public static final String PROTOCOL = "haven.desktop.v1";
  private static final Logger LOG = LoggerFactory.getLogger(DesktopDoor.class);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MOST_RETRY_AFTER_MS = 10_000;

  /** What sockets share. */
  record Surroundings(
      Desktops desktops,
      Limits limits,
      Timers timers,
      RouterClock clock,
      Meters meters,
      Consumer<DesktopSocket> onClosed) {}

  private final Surroundings around;
  private final Auth auth;
  private final Tickets tickets;
  private final Predicate<String> allowedOrigin;
  private final TokenBuckets badHandshakes;
  private final RandomGenerator random;
  private final Map<String, Set<DesktopSocket>> open = new HashMap<>();

  /**
   * @param allowedOrigin whether scripts of that page may connect, beside the door's own pages
   * @param badHandshakes by address, how many without a good ticket or token it may send
   * @param random spreads the return of desktops after a stop
   */
  public DesktopDoor(
      Desktops desktops,
      Auth auth,
      Tickets tickets,
      Limits limits,
      Predicate<String> allowedOrigin,
      TokenBuckets badHandshakes,
      Timers timers,
      RouterClock clock,
      Meters meters,
      RandomGenerator random) {
    this.around = new Surroundings(desktops, limits, timers, clock, meters, this::forget);
    this.auth = auth;
    this.tickets = tickets;
    this.allowedOrigin = allowedOrigin;
    this.badHandshakes = badHandshakes;
    this.random = random;
  }

  /**
   * @param stepAside takes the HTTP framing guard off the connection
   */
  public void handle(Exchange x, Runnable stepAside) {
    HttpServerRequest request = x.request();
    HttpServerResponse response = request.response();
    if (!HttpMethod.GET.equals(request.method())) {
      response.putHeader(HttpHeaders.ALLOW, "GET");
      x.problem(Trouble.METHOD_NOT_ALLOWED, "Use GET.");
    } else if (!listed(x.header(HttpHeaders.UPGRADE), "websocket")
        || !listed(x.header(HttpHeaders.CONNECTION), "upgrade")) {
      response.putHeader("upgrade", "websocket");
      x.problem(Trouble.UPGRADE_REQUIRED, "Connect with a WebSocket.");
    } else if (!"13".equals(x.header("sec-websocket-version"))) {
      response.putHeader("sec-websocket-version", "13").putHeader("upgrade", "websocket");
      x.problem(Trouble.UPGRADE_REQUIRED, "Speak version 13 of the WebSocket protocol.");
    } else if (!isKey(x.header("sec-websocket-key"))) {
      x.problem(Trouble.MALFORMED_REQUEST, "Sec-WebSocket-Key is not 16 bytes in base64.");
    } else if (!mayConnect(x)) {
      x.problem(Trouble.ORIGIN_NOT_ALLOWED, "Scripts of this page may not connect.");
    } else if (!listed(x.header("sec-websocket-protocol"), PROTOCOL)) {
      x.problem(Trouble.MALFORMED_REQUEST, "Offer the subprotocol " + PROTOCOL + ".");
    } else {
      identify(x, stepAside);
    }
  }

  private void identify(Exchange x, Runnable stepAside) {
    String ticket = ticketOf(x.request().query());
    if (ticket == null) {
      if (x.header(HttpHeaders.AUTHORIZATION) == null && !mayTry(x)) {
        return;
      }
      auth.authenticate(x, (exchange, who) -> admit(exchange, who, stepAside));
      return;
    }
    if (!badHandshakes.has(x.remote())) {
      tooMany(x);
      return;
    }
    x.request().pause();
    tickets
        .redeem(ticket)
        .onComplete(
            done -> {
              x.request().resume();
              Optional<Identity> who = done.succeeded() ? done.result() : Optional.empty();
              if (done.failed()) {
                x.request().response().putHeader("retry-after", "2");
                x.problem(Trouble.UNAVAILABLE, "The store did not answer; try again.");
              } else if (who.isEmpty()) {
                badHandshakes.take(x.remote());
                x.problem(Trouble.TICKET_INVALID, "Get a new ticket.");
              } else {
                admit(x, who.get(), stepAside);
              }
            });
  }

  private boolean mayTry(Exchange x) {
    if (badHandshakes.take(x.remote())) {
      return true;
    }
    tooMany(x);
    return false;
  }

  private static void tooMany(Exchange x) {
    x.request().response().putHeader("retry-after", "60");
    x.problem(Trouble.RATE_LIMITED, "Too many bad handshakes from this address.");
  }

  private void admit(Exchange x, Identity who, Runnable stepAside) {
    if (who.role() != Role.NAVIGATOR) {
      x.problem(Trouble.ROLE_FORBIDDEN, "A desktop needs the role navigator.");
      return;
    }
    HttpServerResponse response = x.request().response();
    response
        .putHeader("upgrade", "websocket")
        .putHeader("connection", "Upgrade")
        .putHeader("sec-websocket-accept", accept(String.valueOf(x.header("sec-websocket-key"))))
        .putHeader("sec-websocket-protocol", PROTOCOL);
    x.handOver();
    stepAside.run();
    DesktopPeer peer =
        new DesktopPeer(who.workspace(), new NavigatorId(who.subject()), who.expiresAtSeconds());
    x.request()
        .toNetSocket()
        .onSuccess(socket -> opened(new DesktopSocket(socket, peer, around)))
        .onFailure(
            e -> {
              LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("no upgrade");
              x.request().connection().close();
            });
  }

  private void opened(DesktopSocket socket) {
    Set<DesktopSocket> own = open.computeIfAbsent(nameOf(socket.peer()), name -> new HashSet<>());
    own.add(socket);
    socket.open();
    if (own.size() > around.limits().socketsPerNavigator()) {
      socket.close(CloseCode.TOO_FAST_OR_SLOW, "too many desktops of one navigator");
    }
  }

  private void forget(DesktopSocket socket) {
    String name = nameOf(socket.peer());
    Set<DesktopSocket> own = open.get(name);
    if (own != null && own.remove(socket) && own.isEmpty()) {
      open.remove(name);
    }
  }

  /** How many sockets are open on this door. */
  public int sockets() {
    return open.values().stream().mapToInt(Set::size).sum();
  }

  /** The node stops: every desktop is told to come again, each after a time of its own. */
  public void closeAll() {
    List<DesktopSocket> all = new ArrayList<>();
    open.values().forEach(all::addAll);
    for (DesktopSocket socket : all) {
      int retryAfterMs = random.nextInt(MOST_RETRY_AFTER_MS);
      socket.close(CloseCode.RESTART, "{\"retryAfterMs\":" + retryAfterMs + "}");
    }
  }

  private boolean mayConnect(Exchange x) {
    String origin = x.header(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    // The host was checked against the list of names this door is reached by.
    String host = x.header(HttpHeaders.HOST);
    return origin.equals("http://" + host)
        || origin.equals("https://" + host)
        || allowedOrigin.test(origin);
  }

  private static String nameOf(DesktopPeer peer) {
    return peer.workspace().value() + ' ' + peer.navigator().value();
  }

  private static @Nullable String ticketOf(@Nullable String query) {
    if (query == null) {
      return null;
    }
    for (String part : query.split("&", -1)) {
      if (part.startsWith("ticket=")) {
        return part.substring("ticket=".length());
      }
    }
    return null;
  }

  /** Whether a comma-separated header names that, without case. */
  private static boolean listed(@Nullable String header, String wanted) {
    if (header == null) {
      return false;
    }
    for (String one : header.split(",", -1)) {
      if (one.trim().toLowerCase(Locale.ROOT).equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
