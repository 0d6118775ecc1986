package dev.haven.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands first in the pipeline of each connection and lets only well-framed requests through.
 *
 * <p><b>What it does.</b> A head is held back until it is whole and has passed {@link RequestHead};
 * then its body is followed, fixed or chunked, to know where the next head begins, over keep-alive
 * and pipelining. What it refuses is answered here, in raw bytes, and the connection is closed; the
 * HTTP codec behind it never sees it.
 *
 * <p><b>Time.</b> A head must be whole within a time from its first byte, a body within another
 * from the end of its head, and a connection without a request goes after a third. The idle
 * time-out of the codec is not enough: a byte a second keeps it happy for ever.
 *
 * <p><b>Order.</b> A refusal is written only when no earlier answer of this connection is still
 * owed; otherwise it would be taken for that answer, so then the connection just ends.
 *
 * <p>One per connection, on its event loop. After an upgrade {@link #stepAside} removes it.
 */
final class RequestHeadGuard extends ChannelInboundHandlerAdapter {
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[RequestHead.MAX_BYTES + 3];
        }
      };
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LINGER_MS = 1_000;

  /** How long each part of a request may take. */
  record Deadlines(Duration head, Duration body, Duration idle) {}

  private enum State {
    HEAD,
    FIXED_BODY,
    CHUNKED_BODY,
    REFUSED
  }

  private final Deadlines deadlines;
  private final Consumer<Refusal> onRefusal;
  private final RequestHead head = new RequestHead();
  private final ChunkScan chunks = new ChunkScan();

  private State state = State.HEAD;
  private @Nullable ByteBuf held;
  private long remaining;
  private int owed;
  private long deadline = NEVER;
  private long wakesAt = NEVER;
  private @Nullable ScheduledFuture<?> alarm;
  private @Nullable ChannelHandlerContext context;

  RequestHeadGuard(Deadlines deadlines, Consumer<Refusal> onRefusal) {
    this.deadlines = deadlines;
    this.onRefusal = onRefusal;
  }

  /** An answer was written whole: one owed less. */
  void answered() {
    owed--;
    if (owed == 0 && state == State.HEAD && held == null) {
      deadlineIn(deadlines.idle());
    }
  }

  /** No more of the body is read for now: the sender cannot be late with it. */
  void bodyRests() {
    if (state == State.FIXED_BODY || state == State.CHUNKED_BODY) {
      deadline = NEVER;
    }
  }

  /** The body is read on, and the rest may take as long as a body may. */
  void bodyGoesOn() {
    if (state == State.FIXED_BODY || state == State.CHUNKED_BODY) {
      deadlineIn(deadlines.body());
    }
  }

  /** The answer just written is the last: what still comes is dropped, then the connection ends. */
  void closeAfterAnswer() {
    ChannelHandlerContext ctx = context;
    if (ctx != null && state != State.REFUSED) {
      state = State.REFUSED;
      linger(ctx, Unpooled.EMPTY_BUFFER);
    }
  }

  /** The connection speaks another protocol from here on; whatever comes passes as it is. */
  void stepAside() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.pipeline().remove(this);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    deadlineIn(deadlines.head());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    context = null;
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
    ByteBuf rest = held;
    held = null;
    if (rest != null) {
      if (state == State.REFUSED || !ctx.channel().isActive()) {
        rest.release();
      } else {
        ctx.fireChannelRead(rest);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (state == State.REFUSED) {
      bytes.release();
      return;
    }
    boolean fresh = held == null;
    ByteBuf in = joined(bytes);
    int passed = scan(in);
    Refusal refusal = head.refusal;
    if (refusal == null && chunks.broken()) {
      refusal = Refusal.MALFORMED;
    }
    pass(ctx, in, passed, fresh, refusal == null);
    // What passed may have been answered for good meanwhile.
    if (refusal != null && state != State.REFUSED) {
      refuse(ctx, refusal);
    }
  }

  /** How many bytes, from the reader index, may go on to the codec. */
  private int scan(ByteBuf in) {
    int begin = in.readerIndex();
    int at = begin;
    int end = in.writerIndex();
    while (at < end) {
      int step =
          switch (state) {
            case HEAD -> scanHead(in, at, end);
            case FIXED_BODY -> scanFixed(end - at);
            case CHUNKED_BODY -> scanChunks(in, at, end);
            case REFUSED -> 0;
          };
      if (step == 0) {
        break;
      }
      at += step;
    }
    return at - begin;
  }

  private int scanHead(ByteBuf in, int at, int end) {
    byte[] bytes = SCRATCH.get();
    int n = Math.min(end - at, bytes.length);
    in.getBytes(at, bytes, 0, n);
    head.read(bytes, n);
    if (head.refusal != null) {
      return 0;
    }
    if (head.length == 0) {
      if (deadline == NEVER || held == null) {
        deadlineIn(deadlines.head());
      }
      return 0;
    }
    owed++;
    deadline = NEVER;
    if (head.chunked) {
      state = State.CHUNKED_BODY;
      chunks.begin();
      deadlineIn(deadlines.body());
    } else if (head.contentLength > 0) {
      state = State.FIXED_BODY;
      remaining = head.contentLength;
      if (remaining > end - at - head.length) {
        deadlineIn(deadlines.body());
      }
    }
    return head.length;
  }

  private int scanFixed(int available) {
    int n = (int) Math.min(available, remaining);
    remaining -= n;
    if (remaining == 0) {
      messageEnded();
    }
    return n;
  }

  private int scanChunks(ByteBuf in, int from, int end) {
    int at = from;
    while (at < end && !chunks.done() && !chunks.broken()) {
      int skipped = chunks.skip(end - at);
      if (skipped > 0) {
        at += skipped;
      } else {
        chunks.next(in.getByte(at++));
      }
    }
    if (chunks.done()) {
      messageEnded();
    }
    return chunks.broken() ? 0 : at - from;
  }

  private void messageEnded() {
    state = State.HEAD;
    deadline = NEVER;
    if (owed == 0) {
      deadlineIn(deadlines.idle());
    }
  }

  private ByteBuf joined(ByteBuf bytes) {
    ByteBuf before = held;
    if (before == null) {
      return bytes;
    }
    // held stays set until the bytes pass, so that the head's deadline counts from its first byte.
    before.writeBytes(bytes);
    bytes.release();
    return before;
  }

  private void pass(
      ChannelHandlerContext ctx, ByteBuf in, int passed, boolean fresh, boolean keepRest) {
    int rest = in.readableBytes() - passed;
    if (rest == 0) {
      held = null;
      ctx.fireChannelRead(in);
      return;
    }
    if (passed > 0) {
      ctx.fireChannelRead(in.readRetainedSlice(passed));
    }
    if (!keepRest) {
      held = null;
      in.release();
    } else if (fresh || passed > 0) {
      held = ctx.alloc().buffer(Math.max(1_024, rest), RequestHead.MAX_BYTES + 65_536 * 16);
      held.writeBytes(in);
      in.release();
    }
  }

  private void deadlineIn(Duration within) {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      return;
    }
    long now = System.nanoTime();
    deadline = now + within.toNanos();
    if (deadline < wakesAt) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      wakeAt(ctx, now, deadline);
    }
  }

  private void wakeAt(ChannelHandlerContext ctx, long now, long at) {
    wakesAt = at;
    alarm = ctx.executor().schedule(this::wake, at - now, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || state == State.REFUSED) {
      return;
    }
    long now = System.nanoTime();
    wakesAt = NEVER;
    alarm = null;
    if (now < deadline) {
      // Nothing is due yet, or nothing at all while an answer is being made: look again later.
      long again = deadline == NEVER ? now + deadlines.idle().toNanos() : deadline;
      wakeAt(ctx, now, again);
    } else if (state == State.HEAD && held == null) {
      ctx.close();
    } else {
      refuse(ctx, Refusal.TIMEOUT);
    }
  }

  /** Answers if that answer cannot be mistaken for another, then closes without cutting it off. */
  private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
    boolean inBody = state == State.FIXED_BODY || state == State.CHUNKED_BODY;
    boolean mayAnswer = owed == (inBody ? 1 : 0);
    state = State.REFUSED;
    onRefusal.accept(refusal);
    ByteBuf rest = held;
    held = null;
    if (rest != null) {
      rest.release();
    }
    if (!mayAnswer) {
      ctx.close();
      return;
    }
    linger(ctx, refusal.answer());
  }

  /** Writes the last bytes and ends the connection so that the peer can still read them. */
  private static void linger(ChannelHandlerContext ctx, ByteBuf last) {
    Channel channel = ctx.channel();
    ctx.writeAndFlush(last)
        .addListener(
            done -> {
              if (done.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    ctx.executor()
        .schedule(
            () -> channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE),
            LINGER_MS,
            TimeUnit.MILLISECONDS);
  }
}
