package dev.haven.store.redis;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * What a turn of the event loop writes to Redis leaves in one system call at its end. A command
 * that no reply is awaited before leaves at once: Redis has nothing else to do and begins while the
 * turn goes on.
 *
 * <p>On the event loop of its channel, as all calls of that loop's {@link AwaitedReplies}.
 */
final class FlushOnceATurn extends FlushConsolidationHandler {
  private static final int MOST_IN_ONE = 1_024;

  FlushOnceATurn() {
    super(MOST_IN_ONE, true);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) throws Exception {
    if (AwaitedReplies.ofThisThread().count() == 0) {
      ctx.flush();
    } else {
      super.flush(ctx);
    }
  }
}
