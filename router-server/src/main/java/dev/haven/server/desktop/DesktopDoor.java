package dev.haven.server.desktop;

import dev.haven.flow.Desktops;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.http.Attachments;
import dev.haven.server.http.Attempts;
import dev.haven.server.http.Auth;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.Identity;
import dev.haven.server.http.Meters;
import dev.haven.server.http.Role;
import dev.haven.server.http.Tickets;
import dev.haven.server.http.Trouble;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /desktop}: who may open a desktop. The handshake is {@link Handshake}, the socket
 * itself {@link DesktopSocket}.
 *
 * <p>On one event loop.
 */
public final class DesktopDoor {
  public static final String PROTOCOL = "haven.desktop.v1";
  private static final int MOST_RETRY_AFTER_MS = 10_000;

  /** What sockets share. */
  record Surroundings(
      Desktops desktops,
      Attachments files,
      Limits limits,
      Timers timers,
      RouterClock clock,
      Meters meters,
      Consumer<DesktopSocket> onClosed) {}

  private final Surroundings around;
  private final Auth auth;
  private final Tickets tickets;
  private final Predicate<String> allowedOrigin;
  private final Attempts attempts;
  private final RandomGenerator random;
  private final Map<String, Set<DesktopSocket>> open = new HashMap<>();

  /**
   * @param allowedOrigin whether scripts of that page may connect, beside the door's own pages
   * @param attempts those without a good ticket or token
   * @param random spreads the return of desktops after a stop
   */
  public DesktopDoor(
      Desktops desktops,
      Attachments files,
      Auth auth,
      Tickets tickets,
      Limits limits,
      Predicate<String> allowedOrigin,
      Attempts attempts,
      Timers timers,
      RouterClock clock,
      Meters meters,
      RandomGenerator random) {
    this.around = new Surroundings(desktops, files, limits, timers, clock, meters, this::forget);
    this.auth = auth;
    this.tickets = tickets;
    this.allowedOrigin = allowedOrigin;
    this.attempts = attempts;
    this.random = random;
  }

  /**
   * @param stepAside takes the HTTP framing guard off the connection
   */
  public void handle(Exchange x, Runnable stepAside) {
    if (Handshake.isWhole(x, PROTOCOL, allowedOrigin)) {
      identify(x, stepAside);
    }
  }

  private void identify(Exchange x, Runnable stepAside) {
    String ticket = ticketOf(x.request().query());
    if (ticket == null) {
      if (x.header(HttpHeaders.AUTHORIZATION) == null && !attempts.failed(x.remote())) {
        tooMany(x);
        return;
      }
      auth.authenticate(x, (exchange, who) -> admit(exchange, who, stepAside));
      return;
    }
    if (!attempts.mayTry(x.remote())) {
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
              } else if (who.isPresent()) {
                admit(x, who.get(), stepAside);
              } else if (attempts.failed(x.remote())) {
                x.problem(Trouble.TICKET_INVALID, "Get a new ticket.");
              } else {
                tooMany(x);
              }
            });
  }

  private static void tooMany(Exchange x) {
    x.request().response().putHeader("retry-after", "60");
    x.problem(Trouble.RATE_LIMITED, "Too many bad handshakes from this address.");
  }

  private void admit(Exchange x, Identity who, Runnable stepAside) {
    if (who.role() != Role.NAVIGATOR && who.role() != Role.SUPERVISOR) {
      x.problem(Trouble.ROLE_FORBIDDEN, "A desktop needs the role navigator or supervisor.");
      return;
    }
    DesktopPeer peer =
        new DesktopPeer(
            who.workspace(),
            new NavigatorId(who.subject()),
            who.role() == Role.SUPERVISOR,
            who.expiresAtSeconds());
    Handshake.upgrade(x, PROTOCOL, stepAside)
        .onSuccess(socket -> opened(new DesktopSocket(socket, peer, around)));
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

  private static String nameOf(DesktopPeer peer) {
    return peer.workspace().value()
        + (peer.supervisor() ? " supervisor " : " ")
        + peer.navigator().value();
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
}
