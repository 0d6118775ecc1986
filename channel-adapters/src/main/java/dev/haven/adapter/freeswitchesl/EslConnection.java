package dev.haven.adapter.freeswitchesl;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RefusalReason;
import dev.haven.time.Timers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the event socket that is signed in. Commands are answered in the order they were
 * given; everything else is an event. What is no frame, or a command without a reply, ends it.
 *
 * <p>On one event loop.
 */
final class EslConnection {
  private static final String LOCAL = "127.0.0.1";
  private static final int PORT = 8021;

  /** From a command to its reply; those that take their time are given in the background. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private static final Refused SILENT = new Refused("FreeSWITCH does not answer", null);

  private final NetSocket socket;
  private final Consumer<EslFrame> events;
  private final Deque<Promise<EslFrame>> asked = new ArrayDeque<>();
  private final Promise<Void> closed = Promise.promise();
  private final Promise<EslConnection> signedIn = Promise.promise();
  private final String password;
  private final Timers timers;
  private Buffer rest = Buffer.buffer();
  private int needed;
  private long heard;

  private EslConnection(
      NetSocket socket, String password, Timers timers, Consumer<EslFrame> events) {
    this.socket = socket;
    this.timers = timers;
    this.password = password;
    this.events = events;
    socket.handler(this::read);
    socket.exceptionHandler(e -> socket.close());
    socket.closeHandler(v -> over(new Refused("the event socket closed", null)));
    Timers.Handle late = timers.after(ANSWER_WITHIN, () -> over(SILENT));
    signedIn.future().onComplete(v -> late.cancel());
  }

  /** Not signed in, or no longer. */
  static final class Refused extends RuntimeException {
    private final transient @Nullable RefusalReason reason;

    Refused(String message, @Nullable RefusalReason reason) {
      super(message, null, false, false);
      this.reason = reason;
    }

    @Nullable RefusalReason reason() {
      return reason;
    }
  }

  /**
   * Connects and signs in.
   *
   * @param events gets every event
   */
  static Future<EslConnection> open(
      EndpointConfig endpoint, AdapterContext context, Consumer<EslFrame> events) {
    String password = endpoint.secretOrNull("password");
    if (password == null || hasLineEnd(password)) {
      return Future.failedFuture(new IllegalStateException("the secret 'password' is needed"));
    }
    String host = endpoint.text("host");
    int port = (int) endpoint.number("port", PORT);
    return context
        .network()
        .connect(host == null ? LOCAL : host, port, false)
        .compose(
            socket ->
                new EslConnection(socket, password, context.timers(), events).signedIn.future());
  }

  private void read(Buffer bytes) {
    heard++;
    rest.appendBuffer(bytes);
    if (rest.length() < needed) {
      return;
    }
    EslFrame.Read read = EslFrame.read(rest.getBytes());
    rest = Buffer.buffer(read.rest());
    needed = read.needed();
    read.frames().forEach(this::take);
    if (read.broken()) {
      over(new Refused("what came is no frame of the event socket", RefusalReason.MALFORMED));
    }
  }

  private void take(EslFrame frame) {
    switch (frame.contentType()) {
      case "auth/request" -> command("auth " + password).onComplete(this::signedIn);
      case "text/rude-rejection" ->
          over(new Refused("this address is not on FreeSWITCH's list", RefusalReason.AUTH_FAILED));
      case "text/disconnect-notice" -> socket.close();
      case "command/reply", "api/response" -> {
        Promise<EslFrame> waiting = asked.poll();
        if (waiting != null) {
          waiting.complete(frame);
        }
      }
      default -> events.accept(frame);
    }
  }

  private void signedIn(AsyncResult<EslFrame> reply) {
    if (reply.succeeded() && reply.result().reply().startsWith("+OK")) {
      signedIn.tryComplete(this);
    } else {
      over(new Refused("FreeSWITCH refused the password", RefusalReason.AUTH_FAILED));
    }
  }

  private void over(Refused why) {
    signedIn.tryFail(why);
    closed.tryComplete();
    asked.forEach(waiting -> waiting.tryFail(why));
    asked.clear();
    socket.close();
  }

  /** One command; its reply, whatever it says. */
  Future<EslFrame> command(String line, String... headers) {
    if (hasLineEnd(line)) {
      return Future.failedFuture(new IllegalArgumentException("a command is one line"));
    }
    if (closed.future().isComplete()) {
      return Future.failedFuture(new Refused("the event socket closed", null));
    }
    Promise<EslFrame> reply = Promise.promise();
    asked.add(reply);
    Timers.Handle late = timers.after(ANSWER_WITHIN, () -> over(SILENT));
    reply.future().onComplete(v -> late.cancel());
    StringBuilder text = new StringBuilder(line).append('\n');
    for (String header : headers) {
      text.append(header).append('\n');
    }
    socket.write(Buffer.buffer(text.append('\n').toString(), "UTF-8"));
    return reply.future();
  }

  /** What an API command answers, without spaces around it; {@code -ERR ...} is an answer too. */
  Future<String> api(String line) {
    return command("api " + line)
        .map(frame -> new String(frame.body(), StandardCharsets.UTF_8).strip());
  }

  /** How often something came, for whoever looks whether the peer still lives. */
  long heard() {
    return heard;
  }

  Future<Void> closed() {
    return closed.future();
  }

  Future<Void> close() {
    return socket.close().otherwiseEmpty();
  }

  private static boolean hasLineEnd(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}
