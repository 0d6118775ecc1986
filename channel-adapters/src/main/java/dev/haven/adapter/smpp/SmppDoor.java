package dev.haven.adapter.smpp;

import dev.haven.adapter.support.Digests;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An ESME: bound to a carrier, it takes messages and receipts and answers each only once it is
 * stored. A node without the session sends over a transmitter of its own, bound when it has
 * something to send and given up after a minute without.
 */
final class SmppDoor extends SmppAdapter implements SessionAdapter {
  private static final int OK = 0;

  /** ESME receiver temporary error: the carrier is to try again. */
  private static final int TRY_AGAIN = 0x64;

  /** Bad bind status for a message on a line that only sends. */
  private static final int WRONG_LINE = 0x04;

  private static final Duration UNUSED = Duration.ofMinutes(1);

  private final SmscAccess access;
  private final AdapterContext context;
  private final Submitter submitter;
  private final Doubts doubts = new Doubts();
  private @Nullable Link session;
  private @Nullable Future<Link> transmitter;
  private Timers.@Nullable Handle giveUp;

  SmppDoor(EndpointConfig endpoint, SmscAccess access, AdapterContext context) {
    super(endpoint);
    this.access = access;
    this.context = context;
    this.submitter = new Submitter(this::sendingLine, context.timers(), access);
  }

  @Override
  public ReplyPort replies() {
    return submitter;
  }

  /** Binds only to send: such a line gets no messages that a session should have. */
  @Override
  public Future<List<Remark>> examine() {
    return Link.bind(
            context.network(),
            context.timers(),
            access,
            Pdu.BIND_TRANSMITTER,
            message -> Future.succeededFuture(WRONG_LINE))
        .compose(Link::close)
        .map(v -> List.of(Remark.good("bound and unbound")))
        .otherwise(e -> List.of(Remark.wrong(String.valueOf(e.getMessage()))));
  }

  @Override
  public Holder holder() {
    return access.everyNode() ? Holder.EVERY_NODE : Holder.ONE_NODE;
  }

  @Override
  public Future<Session> open(EventSink sink) {
    Incoming incoming = new Incoming(sink);
    int command = access.separate() ? Pdu.BIND_RECEIVER : Pdu.BIND_TRANSCEIVER;
    return Link.bind(context.network(), context.timers(), access, command, incoming::take)
        .map(
            link -> {
              session = link;
              link.ended()
                  .onComplete(
                      v -> {
                        incoming.assembler.forget();
                        doubts.lineEnded(context.clock().instant());
                      });
              return new Bound(link);
            });
  }

  private record Bound(Link link) implements Session {
    @Override
    public Future<Void> ended() {
      return link.ended();
    }

    @Override
    public Future<Void> close() {
      return link.close();
    }
  }

  private Future<Link> sendingLine() {
    Link both = session;
    if (!access.separate() && both != null && both.up()) {
      return Future.succeededFuture(both);
    }
    Future<Link> own = transmitter;
    if (own == null || own.failed() || (own.succeeded() && !own.result().up())) {
      own =
          Link.bind(
              context.network(),
              context.timers(),
              access,
              Pdu.BIND_TRANSMITTER,
              message -> Future.succeededFuture(WRONG_LINE));
      transmitter = own;
    }
    Timers.Handle before = giveUp;
    if (before != null) {
      before.cancel();
    }
    Future<Link> used = own;
    giveUp = context.timers().after(UNUSED, () -> used.onSuccess(Link::close));
    return own;
  }

  /** What the carrier sends in one session. */
  private final class Incoming {
    private final EventSink sink;
    private final Assembler assembler;

    Incoming(EventSink sink) {
      this.sink = sink;
      this.assembler = new Assembler(context.timers(), access.partWait(), this::message);
    }

    Future<Integer> take(Pdu pdu) {
      ShortMessage message;
      try {
        message = ShortMessage.read(pdu);
      } catch (BufferUnderflowException e) {
        return store(new ParseResult.Unreadable("short_message_form"), pdu.body());
      }
      return message.receipt()
          ? store(ParseResult.of(receipt(message)), pdu.body())
          : assembler.take(message);
    }

    private Future<Integer> message(SortedMap<Integer, ShortMessage> parts) {
      String name = name(parts);
      Instant arrived = doubts.arrived(name, context.clock().instant());
      return store(ParseResult.of(joined(parts, arrived)), Digests.utf8(name))
          .onSuccess(status -> doubts.answered(name, context.clock().instant()));
    }

    private Future<Integer> store(ParseResult result, byte[] raw) {
      return sink.accept(result, raw).map(OK).otherwise(TRY_AGAIN);
    }
  }

  /** The same for the same parts, whenever they come. */
  private static String name(SortedMap<Integer, ShortMessage> parts) {
    StringBuilder all = new StringBuilder();
    parts.forEach(
        (number, part) ->
            all.append(part.source())
                .append('\n')
                .append(part.destination())
                .append('\n')
                .append(part.reference())
                .append('/')
                .append(number)
                .append('\n')
                .append(Digests.hex(part.content()))
                .append('\n'));
    return Digests.sha256Hex(Digests.utf8(all.toString()));
  }
}
