package dev.haven.server.chat;

import dev.haven.channel.Acceptance;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.ParseResult;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.ContactState;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts;
import dev.haven.server.desktop.CloseCode;
import dev.haven.server.desktop.Handshake;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.HttpDoor;
import dev.haven.server.http.Intake;
import dev.haven.server.http.TokenBuckets;
import dev.haven.server.http.Trouble;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /chat/{endpoint}}: a page with nothing but the chat, the script that a site embeds, and
 * the socket behind both.
 *
 * <p>A visitor whose last socket is gone for longer than the endpoint's grace, on every node, has
 * left: the contact is abandoned, and waits on as a callback when it is strict. A node that is
 * killed tells nobody; the contact then waits until a navigator sees that nobody is there.
 *
 * <p>On one event loop.
 */
public final class ChatDoor implements HttpDoor.Wing {
  public static final String PREFIX = "/chat/";
  public static final String PROTOCOL = "haven.chat.v1";
  private static final Logger LOG = LoggerFactory.getLogger(ChatDoor.class);
  private static final int MAX_ADDRESSES = 50_000;
  private static final int MAX_SOCKETS = 20_000;
  private static final int MOST_RETRY_AFTER_MS = 10_000;

  /** What sockets share. */
  record Surroundings(
      ChatDoor door,
      Contacts contacts,
      ChatPresence presence,
      Timers timers,
      RouterClock clock,
      RandomGenerator random) {}

  /** A conversation at an endpoint. */
  private record Seat(String endpoint, String conversation) {}

  /** One endpoint and what it serves. */
  private record Room(WebChatAdapter adapter, ChatPages pages, TokenBuckets handshakes) {}

  private final Map<String, Room> rooms = new HashMap<>();
  private final Surroundings around;
  private final Intake intake;
  private final String node;
  private final Map<Seat, Set<ChatSocket>> open = new HashMap<>();
  private int sockets;
  private long opened;

  /**
   * @param adapters of which the chats are served
   * @param node a name no other node has
   */
  public ChatDoor(
      Collection<ChannelAdapter> adapters,
      Contacts contacts,
      Intake intake,
      ChatPresence presence,
      Timers timers,
      RouterClock clock,
      RandomGenerator random,
      String node) {
    this.around = new Surroundings(this, contacts, presence, timers, clock, random);
    this.intake = intake;
    this.node = node;
    for (ChannelAdapter adapter : adapters) {
      if (adapter instanceof WebChatAdapter chat) {
        int handshakes = chat.site().handshakesPerMinute();
        rooms.put(
            chat.site().id(),
            new Room(
                chat,
                new ChatPages(chat.site()),
                new TokenBuckets(handshakes / 60.0, handshakes, MAX_ADDRESSES, clock::nanos)));
        chat.wakeBy(
            (conversation, words) ->
                presence.wake(chat.endpoint().workspace(), conversation, words));
      }
    }
  }

  @Override
  public void handle(Exchange x, String path, Runnable stepAside) {
    String rest = path.substring(PREFIX.length());
    int slash = rest.indexOf('/');
    Room room = rooms.get(slash < 0 ? rest : rest.substring(0, slash));
    String part = slash < 0 ? "" : rest.substring(slash + 1);
    if (room == null) {
      x.problem(Trouble.NOT_FOUND, "There is no such chat.");
    } else if (!HttpMethod.GET.equals(x.request().method())) {
      x.request().response().putHeader(HttpHeaders.ALLOW, "GET");
      x.problem(Trouble.METHOD_NOT_ALLOWED, "Use GET.");
    } else if (part.equals("socket")) {
      connect(x, room, stepAside);
    } else if (!room.pages().answer(x, part)) {
      x.problem(Trouble.NOT_FOUND, "There is nothing at this path.");
    }
  }

  private void connect(Exchange x, Room room, Runnable stepAside) {
    ChatSite site = room.adapter().site();
    if (!Handshake.isWhole(x, PROTOCOL, origin -> site.origins().contains(origin))) {
      return;
    }
    if (!room.handshakes().take(x.remote())) {
      x.request().response().putHeader("retry-after", "60");
      x.problem(Trouble.RATE_LIMITED, "Too many chats from this address.");
      return;
    }
    if (sockets >= MAX_SOCKETS) {
      x.request().response().putHeader("retry-after", "10");
      x.problem(Trouble.UNAVAILABLE, "Too many chats are open here.");
      return;
    }
    Handshake.upgrade(x, PROTOCOL, stepAside)
        .onSuccess(
            socket -> {
              sockets++;
              new ChatSocket(socket, site, around, node + '.' + opened++).open();
            });
  }

  /** Another node, or this one, has something new for a conversation. */
  public void woken(WorkspaceId workspace, String conversation, String words) {
    for (Room room : rooms.values()) {
      if (room.adapter().endpoint().workspace().equals(workspace)) {
        at(new Seat(room.adapter().site().id(), conversation))
            .forEach(socket -> socket.woken(words));
      }
    }
  }

  /** The node stops: every visitor's widget comes again elsewhere, each after a time of its own. */
  public void closeAll() {
    List<ChatSocket> all = new ArrayList<>();
    open.values().forEach(all::addAll);
    open.clear();
    for (ChatSocket socket : all) {
      int retryAfterMs = around.random().nextInt(MOST_RETRY_AFTER_MS);
      socket.close(CloseCode.RESTART, "{\"retryAfterMs\":" + retryAfterMs + "}");
    }
  }

  Future<Acceptance> take(ChatSite site, ParseResult contact) {
    return intake.take(
        Objects.requireNonNull(rooms.get(site.id())).adapter(), contact, new byte[0]);
  }

  void seat(ChatSocket socket, String conversation) {
    open.computeIfAbsent(new Seat(socket.site().id(), conversation), s -> new HashSet<>())
        .add(socket);
    around.presence().hold(socket.site().endpoint().workspace(), conversation, socket.name());
  }

  /** A message was kept: other windows of the same visitor want to show it too. */
  void changed(ChatSocket socket) {
    String conversation = socket.conversation();
    if (conversation != null) {
      at(new Seat(socket.site().id(), conversation)).forEach(s -> s.woken(""));
    }
  }

  void gone(ChatSocket socket) {
    sockets--;
    String conversation = socket.conversation();
    if (conversation == null) {
      return;
    }
    Seat seat = new Seat(socket.site().id(), conversation);
    Set<ChatSocket> own = open.get(seat);
    if (own == null || !own.remove(socket) || !own.isEmpty()) {
      return;
    }
    open.remove(seat);
    around
        .timers()
        .after(socket.site().grace(), () -> graceEnded(socket.site(), seat, socket.name()));
  }

  private void graceEnded(ChatSite site, Seat seat, String last) {
    if (!at(seat).isEmpty()) {
      return;
    }
    around
        .presence()
        .holder(site.endpoint().workspace(), seat.conversation())
        .onSuccess(
            holder -> {
              if (holder.filter(last::equals).isPresent()) {
                left(site, seat.conversation());
              }
            });
  }

  /** The visitor has left; what is over already stays as it is. */
  Future<Void> left(ChatSite site, String conversation) {
    WorkspaceId workspace = site.endpoint().workspace();
    return around
        .contacts()
        .talk(workspace, site.source(), conversation, false)
        .compose(
            talk -> {
              ContactView contact = talk.map(Contacts.Talk::contact).orElse(null);
              if (contact == null
                  || contact.state() == ContactState.CLOSED
                  || contact.state() == ContactState.WRAPPING) {
                return Future.<Void>succeededFuture();
              }
              return around
                  .contacts()
                  .abandon(workspace, contact.id(), "left_chat")
                  .compose(done -> around.presence().wake(workspace, conversation, ""));
            })
        .onFailure(
            e ->
                LOG.atWarn()
                    .addKeyValue("endpoint", site.id())
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("that a visitor left could not be kept"));
  }

  private List<ChatSocket> at(Seat seat) {
    return List.copyOf(open.getOrDefault(seat, Set.of()));
  }
}
