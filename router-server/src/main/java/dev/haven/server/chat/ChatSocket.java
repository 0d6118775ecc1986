package dev.haven.server.chat;

import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts.Spoken;
import dev.haven.flow.Contacts.Talk;
import dev.haven.server.desktop.Allowance;
import dev.haven.server.desktop.CloseCode;
import dev.haven.server.desktop.FrameReader;
import dev.haven.server.desktop.Frames;
import dev.haven.server.desktop.Message;
import dev.haven.server.http.Fields;
import dev.haven.server.http.ProblemException;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open widget.
 *
 * <p><b>What it shows</b> is always read from the contact, never kept here: the widget says which
 * message it has last, and gets what follows, on whichever node it comes to. It reads when woken,
 * and every five seconds while something may change.
 *
 * <p><b>What it takes</b> has the widget's own id, which names the message in the pipeline: sent
 * again, it is the same message. It is acknowledged once it is kept.
 *
 * <p>On the event loop of its socket.
 */
final class ChatSocket implements FrameReader.Listener {
  static final int MAX_TEXT = 4_000;
  private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);
  private static final int MAX_FRAME = 32 * 1024;
  private static final int MAX_WAITING = 16;
  private static final int MESSAGES_PER_SECOND = 2;
  private static final int BURST = 20;
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PING = Duration.ofSeconds(20);
  private static final Duration HELLO_WITHIN = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final int MISSED_PINGS = 2;
  private static final Pattern AFTER = Pattern.compile("([A-Za-z0-9_-]{1,64}):(\\d{1,9})");

  private final NetSocket socket;
  private final ChatSite site;
  private final ChatDoor.Surroundings around;
  private final String name;
  private final FrameReader reader = new FrameReader(MAX_FRAME, MAX_FRAME, this);
  private final Allowance messages;
  private final Allowance controls;
  private final Deque<String> waiting = new ArrayDeque<>();
  private Timers.@Nullable Handle looks;
  private Timers.@Nullable Handle pings;
  private Timers.@Nullable Handle deadline;
  private ChatTokens.@Nullable Session session;
  private String lastContact = "";
  private int lastN = -1;
  private ChatStanding standing = ChatStanding.UNTOLD;
  private boolean busy;
  private boolean looking;
  private boolean lookAgain;
  private boolean closing;
  private boolean gone;
  private int unanswered;

  /**
   * @param name of this socket among all nodes
   */
  ChatSocket(NetSocket socket, ChatSite site, ChatDoor.Surroundings around, String name) {
    this.socket = socket;
    this.site = site;
    this.around = around;
    this.name = name;
    this.messages = new Allowance(MESSAGES_PER_SECOND, BURST, around.clock().nanos());
    this.controls = new Allowance(MESSAGES_PER_SECOND, BURST, around.clock().nanos());
  }

  void open() {
    socket.setWriteQueueMaxSize(256 * 1024);
    socket.handler(reader::read);
    socket.exceptionHandler(e -> socket.close());
    socket.closeHandler(v -> closed());
    pings = around.timers().every(PING, this::ping);
    deadline =
        around
            .timers()
            .after(
                HELLO_WITHIN,
                () -> {
                  if (session == null) {
                    close(CloseCode.SILENT, "no hello");
                  }
                });
  }

  String name() {
    return name;
  }

  ChatSite site() {
    return site;
  }

  /** Null before its hello. */
  @Nullable String conversation() {
    return session == null ? null : session.conversation();
  }

  /**
   * There may be something new.
   *
   * @param words of the site itself, which stand in no contact; empty for none
   */
  void woken(String words) {
    if (!words.isEmpty() && session != null) {
      say(ChatFrames.notice(around.clock().now(), words));
    }
    look(false);
  }

  void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    waiting.clear();
    socket.write(Frames.close(code, reason));
    cancelTimers();
    deadline = around.timers().after(LINGER, socket::close);
  }

  @Override
  public void onText(String text) {
    if (closing) {
      return;
    }
    unanswered = 0;
    if (waiting.size() >= MAX_WAITING || messages.tokens(around.clock().nanos()) < 1) {
      close(CloseCode.TOO_FAST_OR_SLOW, "too many messages");
      return;
    }
    messages.take();
    waiting.add(text);
    next();
  }

  @Override
  public void onPing(byte[] payload) {
    if (!closing && mayInterrupt()) {
      unanswered = 0;
      write(Frames.wrap(10, Buffer.buffer(payload)));
    }
  }

  @Override
  public void onPong() {
    if (!closing && mayInterrupt()) {
      unanswered = 0;
    }
  }

  private boolean mayInterrupt() {
    if (controls.tokens(around.clock().nanos()) < 1) {
      close(CloseCode.TOO_FAST_OR_SLOW, "too many control frames");
      return false;
    }
    controls.take();
    return true;
  }

  @Override
  public void onClose(int code) {
    if (!closing) {
      closing = true;
      socket.write(Frames.close(code == 1005 ? CloseCode.BYE : code, ""));
    }
    socket.close();
  }

  @Override
  public void onViolation(int code, String reason) {
    close(code, reason);
  }

  private void next() {
    if (busy || closing || waiting.isEmpty()) {
      return;
    }
    busy = true;
    String text = waiting.remove();
    String id = null;
    try {
      Message message = Message.parse(text);
      id = message.id();
      run(message).onComplete(done -> answered(message.id(), done.cause()));
    } catch (ProblemException e) {
      error(id == null ? Message.idOf(text) : id, "bad-message", e.detail());
      busy = false;
      next();
    }
  }

  private void answered(String id, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.atWarn()
          .addKeyValue("endpoint", site.id())
          .addKeyValue("cause", failure.getClass().getSimpleName())
          .log("a chat's message was not kept, it is sent again");
      error(id, "unavailable", "It is not known whether this was kept; send it again.");
    }
    busy = false;
    next();
  }

  private Future<Void> run(Message message) {
    Fields data = message.data();
    if (message.type().equals("hello")) {
      String token = data.text("token", 128);
      String after =
          data.text("after", AFTER.asMatchPredicate(), "a contact's id, ':' and a number");
      data.done();
      hello(message.id(), token, after);
      return Future.succeededFuture();
    }
    ChatTokens.Session known = session;
    if (known == null) {
      error(message.id(), "hello-first", "Say hello before anything else.");
      return Future.succeededFuture();
    }
    switch (message.type()) {
      case "message" -> {
        String text = data.required("text", MAX_TEXT);
        String language = data.text("language", l -> l.equals("en") || l.equals("es"), "en or es");
        data.done();
        if (text.isBlank()) {
          error(message.id(), "bad-message", "The text is empty.");
          return Future.succeededFuture();
        }
        return keep(known, message.id(), text, language);
      }
      case "leave" -> {
        data.done();
        return around.door().left(site, known.conversation()).onSuccess(v -> ack(message.id()));
      }
      case "ping" -> {
        data.done();
        say(Frames.pong(around.clock().now(), message.id(), 0));
        return Future.succeededFuture();
      }
      default -> {
        error(message.id(), "bad-message", "There is no such type.");
        return Future.succeededFuture();
      }
    }
  }

  private void hello(String id, @Nullable String token, @Nullable String after) {
    if (session != null) {
      error(id, "bad-message", "Hello was said already.");
      return;
    }
    ChatTokens.Session known = token == null ? null : site.tokens().of(token);
    session = known == null ? site.tokens().begin(around.random()) : known;
    Matcher matcher = AFTER.matcher(after == null || known == null ? "" : after);
    if (matcher.matches()) {
      lastContact = matcher.group(1);
      lastN = Integer.parseInt(matcher.group(2));
    }
    around.door().seat(this, session.conversation());
    say(ChatFrames.welcome(around.clock().now(), id, session.token()));
    looks =
        around
            .timers()
            .every(
                LOOK,
                () -> {
                  if (standing.mayChange()) {
                    look(true);
                  }
                });
    look(true);
  }

  private Future<Void> keep(
      ChatTokens.Session known, String id, String text, @Nullable String language) {
    InboundContact contact =
        InboundContact.draft(known.conversation() + ':' + id, Channel.CHAT)
            .conversation(known.conversation())
            .at(around.clock().now())
            .text(text)
            .language(language)
            .reply(new ReplyHandle(Map.of(WebChatAdapter.CONVERSATION, known.conversation())))
            .build();
    return around
        .door()
        .take(site, ParseResult.of(contact))
        .map(
            kept -> {
              ack(id);
              around.door().changed(this);
              return null;
            });
  }

  /**
   * Reads on and shows what is new.
   *
   * @param regular whether this is the regular look, which alone tells a changed position or
   *     expected wait: a person is not to be told numbers faster than they can be read
   */
  private void look(boolean regular) {
    ChatTokens.Session known = session;
    if (known == null || closing) {
      return;
    }
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    talk(known.conversation())
        .onComplete(
            done -> {
              looking = false;
              if (done.succeeded() && !closing) {
                show(done.result(), regular);
              }
              if (lookAgain) {
                lookAgain = false;
                look(regular);
              }
            });
  }

  /** What went before the newest contact is read only when the widget may not have it. */
  private Future<Optional<Talk>> talk(String conversation) {
    WorkspaceId workspace = site.endpoint().workspace();
    return around
        .contacts()
        .talk(workspace, site.source(), conversation, lastContact.isEmpty())
        .compose(
            talk ->
                talk.isEmpty()
                        || lastContact.isEmpty()
                        || talk.get().contact().id().value().equals(lastContact)
                    ? Future.succeededFuture(talk)
                    : around.contacts().talk(workspace, site.source(), conversation, true));
  }

  private void show(Optional<Talk> talk, boolean regular) {
    talk.ifPresent(t -> messages(t.said()));
    ContactView contact = talk.map(Talk::contact).orElse(null);
    ChatStanding now = ChatStanding.of(contact);
    if (standing.isNews(now, regular)) {
      standing = now;
      say(ChatFrames.status(around.clock().now(), contact));
    }
  }

  private void messages(List<Spoken> said) {
    boolean known = said.stream().anyMatch(s -> s.contact().value().equals(lastContact));
    boolean isNew = !known;
    String contact = "";
    int n = -1;
    for (Spoken spoken : said) {
      n = spoken.contact().value().equals(contact) ? n + 1 : 0;
      contact = spoken.contact().value();
      if (isNew) {
        lastContact = contact;
        lastN = n;
        say(ChatFrames.message(around.clock().now(), spoken, n));
      } else if (contact.equals(lastContact) && n >= lastN) {
        isNew = true;
      }
    }
  }

  private void ping() {
    if (unanswered >= MISSED_PINGS) {
      close(CloseCode.SILENT, "no pong");
      return;
    }
    unanswered++;
    write(Frames.wrap(9, Buffer.buffer()));
    ChatTokens.Session known = session;
    if (known != null) {
      around.presence().hold(site.endpoint().workspace(), known.conversation(), name);
    }
  }

  private void ack(String id) {
    say(Frames.frame("ack", id, 0, around.clock().now(), out -> {}));
  }

  private void error(@Nullable String id, String code, String detail) {
    say(
        Frames.frame(
            "error",
            id,
            0,
            around.clock().now(),
            out -> {
              out.writeStringField("code", code);
              out.writeStringField("detail", detail);
            }));
  }

  private void say(Buffer text) {
    write(Frames.wrap(1, text));
  }

  private void write(Buffer frame) {
    if (closing) {
      return;
    }
    if (socket.writeQueueFull()) {
      close(CloseCode.TOO_FAST_OR_SLOW, "too slow");
      return;
    }
    socket.write(frame);
  }

  private void closed() {
    if (gone) {
      return;
    }
    gone = true;
    closing = true;
    cancelTimers();
    around.door().gone(this);
  }

  private void cancelTimers() {
    for (Timers.Handle handle : new Timers.Handle[] {looks, pings, deadline}) {
      if (handle != null) {
        handle.cancel();
      }
    }
  }
}
