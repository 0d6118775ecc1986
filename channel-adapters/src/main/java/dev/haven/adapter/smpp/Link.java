package dev.haven.adapter.smpp;

import dev.haven.channel.Network;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bound connection to a carrier (SMPP 3.4, chapter 2): requests with a window, answers to what
 * the carrier asks, a question now and then whether it is still there. What it does not know it
 * answers with generic_nack. On one event loop.
 */
final class Link {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration UNBIND_WITHIN = Duration.ofSeconds(2);
  private static final int INVALID_COMMAND = 3;
  private static final int SYSTEM_ERROR = 8;
  private static final int THROTTLED = 0x58;

  /** Most messages of the carrier that are not answered yet; more are asked to come later. */
  private static final int MOST_UNANSWERED = 500;

  /** Most requests that wait for room in the window. */
  private static final int MOST_WAITING = 10_000;

  /** What comes from the carrier. */
  @FunctionalInterface
  interface Receiver {
    /** Succeeds with the status of the answer, once the message is stored or not. */
    Future<Integer> deliver(Pdu message);
  }

  private record Waiting(int command, byte[] body, Promise<Pdu> promise) {}

  private record Asked(Promise<Pdu> promise, Timers.Handle late) {}

  private final NetSocket socket;
  private final Timers timers;
  private final int window;
  private final Receiver receiver;
  private final Units units = new Units();
  private final Map<Integer, Asked> asked = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Promise<Void> ended = Promise.promise();
  private int sequence;
  private int unanswered;
  private boolean over;

  private Link(NetSocket socket, Timers timers, int window, Receiver receiver) {
    this.socket = socket;
    this.timers = timers;
    this.window = window;
    this.receiver = receiver;
    socket.handler(this::read);
    socket.exceptionHandler(e -> end("the line broke"));
    socket.closeHandler(v -> end("the carrier closed the line"));
  }

  /**
   * Connects and binds.
   *
   * @param command one of the three binds
   */
  static Future<Link> bind(
      Network network, Timers timers, SmscAccess access, int command, Receiver receiver) {
    return network
        .connect(access.host(), access.port(), access.tls())
        .compose(
            socket -> {
              Link link = new Link(socket, timers, access.window(), receiver);
              return link.request(command, access.bindBody())
                  .compose(answer -> link.bound(answer, access.enquire()))
                  .onFailure(e -> link.end("not bound"));
            });
  }

  private Future<Link> bound(Pdu answer, Duration enquire) {
    if (answer.status() != 0) {
      return Future.failedFuture("the carrier refused the bind: status " + answer.status());
    }
    Timers.Handle asking =
        timers.every(enquire, () -> request(Pdu.ENQUIRE_LINK, new byte[0]).onFailure(e -> {}));
    ended.future().onComplete(v -> asking.cancel());
    return Future.succeededFuture(this);
  }

  boolean up() {
    return !over;
  }

  Future<Void> ended() {
    return ended.future();
  }

  /** Asks, once the window has room; fails when the line ends before the answer. */
  Future<Pdu> request(int command, byte[] body) {
    Promise<Pdu> promise = Promise.promise();
    if (over || waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(over ? "the line is down" : "too much waits for the carrier");
    }
    waiting.add(new Waiting(command, body, promise));
    ask();
    return promise.future();
  }

  private void ask() {
    while (!over && !waiting.isEmpty() && asked.size() < window) {
      Waiting next = waiting.remove();
      sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1;
      asked.put(
          sequence,
          new Asked(
              next.promise(),
              timers.after(ANSWER_WITHIN, () -> end("the carrier does not answer"))));
      write(new Pdu(next.command(), 0, sequence, next.body()));
    }
  }

  private void write(Pdu pdu) {
    socket.write(Buffer.buffer(pdu.write())).onFailure(e -> end("the line broke"));
  }

  private void read(Buffer bytes) {
    List<Pdu> whole;
    try {
      whole = units.take(bytes.getBytes());
    } catch (Units.BrokenLineException e) {
      end("the carrier's line is broken");
      return;
    }
    whole.forEach(this::take);
  }

  private void take(Pdu pdu) {
    if (over) {
      return;
    }
    if (!pdu.isRequest()) {
      answered(pdu);
      return;
    }
    switch (pdu.command()) {
      case Pdu.ENQUIRE_LINK -> write(pdu.answer(0));
      case Pdu.DELIVER_SM, Pdu.DATA_SM -> deliver(pdu);
      case Pdu.ALERT_NOTIFICATION -> {}
      case Pdu.UNBIND -> {
        write(pdu.answer(0));
        end("the carrier unbound");
      }
      default -> write(new Pdu(Pdu.GENERIC_NACK, INVALID_COMMAND, pdu.sequence(), new byte[0]));
    }
  }

  private void answered(Pdu pdu) {
    Asked question = asked.remove(pdu.sequence());
    if (question != null) {
      question.late().cancel();
      question.promise().complete(pdu);
      ask();
    }
  }

  private void deliver(Pdu pdu) {
    if (unanswered >= MOST_UNANSWERED) {
      write(answer(pdu, THROTTLED));
      return;
    }
    unanswered++;
    receiver
        .deliver(pdu)
        .onComplete(
            status -> {
              unanswered--;
              if (!over) {
                write(answer(pdu, status.succeeded() ? status.result() : SYSTEM_ERROR));
              }
            });
  }

  /** The answer to a message; its message id is empty (4.6.2). */
  private static Pdu answer(Pdu message, int status) {
    return new Pdu(message.command() | Pdu.RESPONSE, status, message.sequence(), new byte[] {0});
  }

  /** Says good-bye, and closes even when nobody answers. */
  Future<Void> close() {
    if (!over) {
      Timers.Handle late = timers.after(UNBIND_WITHIN, () -> end(null));
      request(Pdu.UNBIND, new byte[0])
          .onComplete(
              v -> {
                late.cancel();
                end(null);
              });
    }
    return ended.future().otherwiseEmpty();
  }

  private void end(@Nullable String why) {
    if (over) {
      return;
    }
    over = true;
    Map<Integer, Asked> open = new HashMap<>(asked);
    asked.clear();
    open.values()
        .forEach(
            one -> {
              one.late().cancel();
              one.promise().tryFail("the line ended before the answer");
            });
    waiting.forEach(one -> one.promise().tryFail("the line is down"));
    waiting.clear();
    socket.end();
    if (why == null) {
      ended.complete();
    } else {
      ended.fail(why);
    }
  }
}
