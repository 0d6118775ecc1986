package dev.haven.adapter.smpp;

import dev.haven.adapter.support.Digests;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends words as short messages, part after part. A carrier that has no room (ESME_RTHROTTLED,
 * ESME_RMSGQFUL) is left alone for a growing while, by all messages of this node. A command that is
 * tried again goes on behind the parts that were taken. On one event loop.
 */
final class Submitter implements ReplyPort {
  private static final int THROTTLED = 0x58;
  private static final int QUEUE_FULL = 0x14;

  /** System error, wrong bind state, temporary error of ours: it may be tried again. */
  private static final Set<Integer> PASSING = Set.of(0x04, 0x08, 0x64);

  private static final int TRIES = 6;
  private static final long FIRST_PAUSE_MS = 250;
  private static final int MOST_REMEMBERED = 2_000;

  private final Supplier<Future<Link>> line;
  private final Timers timers;
  private final SmscAccess access;
  private Future<Void> free = Future.succeededFuture();

  /** How far commands came: the carrier's id of each part that was taken, the newest last. */
  private final Map<String, Progress> progress =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private static final class Progress {
    private int taken;
    private String lastId = "";
  }

  /**
   * @param line a connection that may send; asked for each part
   */
  Submitter(Supplier<Future<Link>> line, Timers timers, SmscAccess access) {
    this.line = line;
    this.timers = timers;
    this.access = access;
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    int reference = Digests.sha256Hex(Digests.utf8(commandId)).hashCode() & 0xff;
    Segments segments = Segments.of(message.text(), access.alphabet(), reference);
    if (segments == null) {
      return Future.succeededFuture(SendReceipt.refused("too_long"));
    }
    Progress sofar = progress.computeIfAbsent(commandId, k -> new Progress());
    return from(to, segments, sofar);
  }

  private Future<SendReceipt> from(ReplyHandle to, Segments segments, Progress sofar) {
    if (sofar.taken >= segments.parts().size()) {
      return Future.succeededFuture(
          SendReceipt.taken(sofar.lastId.isEmpty() ? null : sofar.lastId));
    }
    byte[] body = body(to, segments, segments.parts().get(sofar.taken));
    return submit(body, 0)
        .compose(
            answer -> {
              if (answer.status() == 0) {
                sofar.taken++;
                sofar.lastId = access.receiptIds().ofAnswer(messageId(answer));
                return from(to, segments, sofar);
              }
              return PASSING.contains(answer.status())
                  ? Future.failedFuture("the carrier answered " + hex(answer.status()))
                  : Future.succeededFuture(SendReceipt.refused("smpp_" + hex(answer.status())));
            });
  }

  private Future<Pdu> submit(byte[] body, int tried) {
    return free.compose(v -> line.get())
        .compose(link -> link.request(Pdu.SUBMIT_SM, body))
        .compose(
            answer -> {
              boolean full = answer.status() == THROTTLED || answer.status() == QUEUE_FULL;
              if (!full) {
                return Future.succeededFuture(answer);
              }
              if (tried + 1 >= TRIES) {
                return Future.failedFuture("the carrier has no room");
              }
              return pause(tried).compose(v -> submit(body, tried + 1));
            });
  }

  /** Everybody waits. */
  private Future<Void> pause(int tried) {
    if (free.isComplete()) {
      Promise<Void> over = Promise.promise();
      free = over.future();
      timers.after(Duration.ofMillis(FIRST_PAUSE_MS << tried), over::complete);
    }
    return free;
  }

  /** A submit_sm (4.4.1). */
  private byte[] body(ReplyHandle to, Segments segments, byte[] content) {
    ByteBuffer body = ByteBuffer.allocate(600);
    SmscAccess.Text.put(body, "");
    address(body, to.value("from"));
    address(body, to.value("to"));
    body.put((byte) (segments.several() ? 0x40 : 0)).put((byte) 0).put((byte) 0);
    SmscAccess.Text.put(body, "");
    SmscAccess.Text.put(body, "");
    body.put((byte) (access.receipts() ? 1 : 0)).put((byte) 0);
    body.put((byte) segments.coding()).put((byte) 0);
    body.put((byte) content.length).put(content);
    return SmscAccess.Text.written(body);
  }

  /** Type of number and numbering plan as what it looks like (5.2.5, 5.2.6), then itself. */
  private static void address(ByteBuffer body, String raw) {
    String text = raw.length() > 21 ? raw.substring(0, 21) : raw;
    boolean digits = text.chars().skip(text.startsWith("+") ? 1 : 0).allMatch(Submitter::isDigit);
    if (digits && text.startsWith("+")) {
      body.put((byte) 1).put((byte) 1);
      SmscAccess.Text.put(body, text.substring(1));
    } else {
      body.put((byte) (!digits ? 5 : text.length() <= 6 ? 3 : 0));
      body.put((byte) (digits && text.length() > 6 ? 1 : 0));
      SmscAccess.Text.put(body, text);
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String messageId(Pdu answer) {
    int end = 0;
    while (end < answer.body().length && answer.body()[end] != 0) {
      end++;
    }
    return new String(answer.body(), 0, end, StandardCharsets.ISO_8859_1);
  }

  private static String hex(int status) {
    return "0x" + Integer.toHexString(status);
  }
}
