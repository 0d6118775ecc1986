package dev.haven.server.desktop;

import dev.haven.contact.ContactId;
import dev.haven.flow.CommandResult;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.DesktopLink;
import dev.haven.flow.DesktopSession;
import dev.haven.flow.Desktops.UnknownNavigator;
import dev.haven.server.http.Codes;
import dev.haven.server.http.Fields;
import dev.haven.server.http.HttpDoor;
import dev.haven.server.http.ProblemException;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open desktop: the conversation between a WebSocket and a session of the pipeline.
 *
 * <p><b>Order.</b> Commands of one desktop run one after the other, so that a finish sent right
 * before a complete is a finish before a complete. Frames of the pipeline that come while a hello
 * is answered wait until its snapshot is out, and those the snapshot has already are dropped.
 *
 * <p><b>Ends.</b> Too fast, too slow, silent, unreadable, signed out or superseded: each has its
 * close code. However it ends, the session is told once.
 *
 * <p>On the event loop of its socket.
 */
final class DesktopSocket implements DesktopLink, FrameReader.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DesktopSocket.class);
  private static final int MAX_WAITING = 64;
  private static final int MAX_HELD = 1_000;
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final NetSocket socket;
  private final DesktopPeer peer;
  private final DesktopDoor.Surroundings around;
  private final FrameReader reader;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Allowance messages;
  private final Allowance controls;
  private final Deque<Long> badMessages = new ArrayDeque<>();
  private @Nullable List<DesktopFrame> held;
  private @Nullable DesktopSession session;
  private Timers.@Nullable Handle pings;
  private Timers.@Nullable Handle deadline;
  private boolean busy;
  private boolean helloSeen;
  private boolean closing;
  private boolean gone;
  private boolean signedOut;
  private int unanswered;
  private long pendingBytes;
  private boolean slow;
  private boolean throttled;

  DesktopSocket(NetSocket socket, DesktopPeer peer, DesktopDoor.Surroundings around) {
    this.socket = socket;
    this.peer = peer;
    this.around = around;
    this.reader =
        new FrameReader(around.limits().maxFrameBytes(), around.limits().maxMessageBytes(), this);
    long now = around.clock().nanos();
    this.messages =
        new Allowance(around.limits().messagesPerSecond(), around.limits().burst(), now);
    this.controls =
        new Allowance(around.limits().messagesPerSecond(), around.limits().burst(), now);
  }

  void open() {
    socket.setWriteQueueMaxSize(64 * 1024);
    socket.handler(reader::read);
    socket.exceptionHandler(e -> socket.close());
    socket.closeHandler(v -> closed());
    pings = around.timers().every(around.limits().ping(), this::ping);
    deadline =
        around
            .timers()
            .after(
                around.limits().helloWithin(),
                () -> {
                  if (!helloSeen) {
                    close(CloseCode.SILENT, "no hello");
                  }
                });
  }

  DesktopPeer peer() {
    return peer;
  }

  @Override
  public void deliver(DesktopFrame frame) {
    List<DesktopFrame> later = held;
    if (later == null) {
      if (!(frame instanceof DesktopFrame.ContactFiles)) {
        write(TEXT, Frames.of(around.clock().now(), frame));
      }
      if (frame instanceof DesktopFrame.OfferCreated) {
        HttpDoor.sendNow(socket); // somebody waits for it: before answers and counts of this turn
      }
      tellFiles(frame);
    } else if (later.size() < MAX_HELD) {
      later.add(frame);
    } else {
      close(CloseCode.TOO_FAST_OR_SLOW, "too much to say");
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    around.meters().desktopClosed(code);
    waiting.clear();
    socket.write(Frames.close(code, reason));
    cancelTimers();
    // The peer answers with its own close frame or just goes; one that does neither is cut.
    deadline = around.timers().after(around.limits().lingerFor(), socket::close);
    tellSession();
  }

  @Override
  public void onText(String text) {
    if (closing) {
      return;
    }
    heard();
    if (waiting.size() >= MAX_WAITING) {
      close(CloseCode.TOO_FAST_OR_SLOW, "too many messages");
      return;
    }
    waiting.add(text);
    next();
  }

  @Override
  public void onPing(byte[] payload) {
    if (!closing && mayInterrupt()) {
      heard();
      write(PONG, Buffer.buffer(payload));
    }
  }

  @Override
  public void onPong() {
    if (!closing && mayInterrupt()) {
      heard();
    }
  }

  @Override
  public void onClose(int code) {
    signedOut = code == CloseCode.BYE && !closing;
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
    double lacking = 1 - messages.tokens(around.clock().nanos());
    if (lacking > 0) {
      throttle(lacking);
      return;
    }
    messages.take();
    busy = true;
    run(waiting.remove());
  }

  /** Too fast for a while is slowed down; too fast for long fills the queue and is closed. */
  private void throttle(double lacking) {
    if (!throttled) {
      throttled = true;
      long ms = (long) Math.ceil(lacking * 1_000 / around.limits().messagesPerSecond());
      around
          .timers()
          .after(
              Duration.ofMillis(ms),
              () -> {
                throttled = false;
                next();
              });
    }
  }

  private void done() {
    busy = false;
    next();
  }

  private void run(String text) {
    String id = null;
    try {
      Message message = Message.parse(text);
      id = message.id();
      if (message.type().equals("hello")) {
        hello(message);
      } else if (message.type().equals("ping")) {
        message.data().done();
        DesktopSession open = session;
        long seq = open == null ? 0 : open.seq();
        write(TEXT, Frames.pong(around.clock().now(), id, seq));
        done();
      } else {
        command(message);
      }
    } catch (ProblemException e) {
      bad(id == null ? Message.idOf(text) : id, "bad-message", e.detail());
      done();
    }
  }

  private void command(Message message) {
    Commands.Command command = Commands.of(message.type(), message.id());
    if (command == null) {
      bad(message.id(), "bad-message", "There is no such type.");
      done();
      return;
    }
    Function<DesktopSession, Future<CommandResult>> action = command.read(message.data());
    DesktopSession open = session;
    if (open == null) {
      error(message.id(), "hello-first", "Say hello before anything else.");
      done();
      return;
    }
    action
        .apply(open)
        .onComplete(
            result -> {
              answer(message.id(), result.succeeded() ? result.result() : null, result.cause());
              done();
            });
  }

  private void answer(String id, @Nullable CommandResult result, @Nullable Throwable cause) {
    if (result instanceof CommandResult.Refused refused) {
      error(id, refused.code(), refused.detail());
    } else if (result != null) {
      write(TEXT, Frames.ack(around.clock().now(), id));
    } else {
      LOG.atWarn().setCause(cause).log("desktop command failed");
      error(id, "unavailable", "It is not known whether this was done; send it again.");
    }
  }

  private void hello(Message message) {
    Fields data = message.data();
    Long lastSeq = data.whole("lastSeq", 0, Long.MAX_VALUE);
    String activity = Codes.optional(data, "activity");
    data.done();
    helloSeen = true;
    held = new ArrayList<>();
    DesktopSession open = session;
    if (open == null) {
      session(lastSeq == null ? 0 : lastSeq, activity)
          .onComplete(
              opened -> {
                if (opened.succeeded()) {
                  begin(message.id(), opened.result());
                } else {
                  helloFailed(message.id(), opened.cause());
                }
                done();
              });
    } else {
      Future<CommandResult> first =
          activity == null || peer.supervisor()
              ? Future.succeededFuture(CommandResult.DONE)
              : open.setActivity(activity);
      first
          .compose(r -> open.refresh())
          .onComplete(
              fresh -> {
                if (fresh.succeeded()) {
                  greet(message.id(), open, fresh.result());
                } else {
                  helloFailed(message.id(), fresh.cause());
                }
                done();
              });
    }
  }

  private Future<DesktopSession> session(long lastSeq, @Nullable String activity) {
    return peer.supervisor()
        ? around.desktops().supervise(peer.workspace(), peer.navigator().value(), this)
        : around.desktops().open(peer.workspace(), peer.navigator(), this, lastSeq, activity);
  }

  @Override
  public boolean isClosed() {
    return gone || closing;
  }

  private void begin(String id, DesktopSession opened) {
    session = opened;
    if (isClosed()) {
      tellSession();
      return;
    }
    greet(id, opened, opened.snapshot());
  }

  private void greet(String id, DesktopSession open, DesktopFrame snapshot) {
    write(TEXT, Frames.welcome(around.clock().now(), id, open.id(), snapshot.seq()));
    write(TEXT, Frames.of(around.clock().now(), snapshot));
    tellFiles(snapshot);
    List<DesktopFrame> later = held;
    held = null;
    if (later != null) {
      for (DesktopFrame frame : later) {
        if (frame.seq() == 0 || frame.seq() > snapshot.seq()) {
          deliver(frame);
        }
      }
    }
  }

  /**
   * Files are looked up beside the frame, in no order with others: they are told as they are then.
   */
  private void tellFiles(DesktopFrame frame) {
    for (ContactId contact : Frames.withFiles(frame)) {
      around
          .files()
          .list(peer.workspace(), contact)
          .onSuccess(
              files -> {
                if (!files.isEmpty() && !closing) {
                  write(TEXT, Frames.files(around.clock().now(), contact, files));
                }
              });
    }
  }

  private void helloFailed(String id, Throwable cause) {
    held = null;
    if (isClosed()) {
      return;
    }
    if (cause instanceof UnknownNavigator) {
      close(CloseCode.NOT_ALLOWED, "not on the roster");
      return;
    }
    LOG.atWarn().setCause(cause).log("hello failed");
    error(id, "unavailable", "The store did not answer; say hello again.");
  }

  private void bad(@Nullable String id, String code, String detail) {
    long now = around.clock().nanos();
    while (!badMessages.isEmpty() && now - badMessages.getFirst() > MINUTE_NANOS) {
      badMessages.removeFirst();
    }
    badMessages.addLast(now);
    error(id, code, detail);
    if (badMessages.size() >= around.limits().badMessagesPerMinute()) {
      close(CloseCode.BAD_MESSAGES, "too many bad messages");
    }
  }

  private void error(@Nullable String id, String code, String detail) {
    write(TEXT, Frames.error(around.clock().now(), id, code, detail));
  }

  private void heard() {
    unanswered = 0;
    DesktopSession open = session;
    if (open != null) {
      open.heard();
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

  private void ping() {
    if (closing) {
      return;
    }
    if (peer.expiresAtSeconds() <= around.clock().now().getEpochSecond()) {
      close(CloseCode.SIGN_IN_AGAIN, "token expired");
    } else if (unanswered >= around.limits().missedPings()) {
      close(CloseCode.SILENT, "pings unanswered");
    } else {
      unanswered++;
      write(PING, Buffer.buffer());
    }
  }

  private void write(int opcode, Buffer payload) {
    if (closing) {
      return;
    }
    Buffer frame = Frames.wrap(opcode, payload);
    int n = frame.length();
    pendingBytes += n;
    socket.write(frame).onComplete(sent -> pendingBytes -= n);
    if (pendingBytes > around.limits().maxPendingBytes()) {
      close(CloseCode.TOO_FAST_OR_SLOW, "reads too slowly");
    } else if (!slow && socket.writeQueueFull()) {
      slow = true;
      socket.drainHandler(v -> slow = false);
      around.timers().after(around.limits().slowReaderFor(), this::stillSlow);
    }
  }

  private void stillSlow() {
    if (slow && !closing && socket.writeQueueFull()) {
      close(CloseCode.TOO_FAST_OR_SLOW, "reads too slowly");
    }
  }

  private void closed() {
    gone = true;
    closing = true;
    waiting.clear();
    cancelTimers();
    around.onClosed().accept(this);
    tellSession();
  }

  /** Tells the session once that its desktop is gone. */
  private void tellSession() {
    DesktopSession open = session;
    session = null;
    if (open == null) {
      return;
    }
    if (signedOut) {
      open.close()
          .onFailure(
              e ->
                  LOG.atWarn()
                      .addKeyValue("cause", e.getClass().getSimpleName())
                      .log("sign-out not kept"));
    } else {
      open.lost();
    }
  }

  private void cancelTimers() {
    if (pings != null) {
      pings.cancel();
    }
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
