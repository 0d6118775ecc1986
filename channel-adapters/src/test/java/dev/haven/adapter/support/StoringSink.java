package dev.haven.adapter.support;

import dev.haven.channel.Acceptance;
import dev.haven.channel.EventSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

/** Keeps what sessions bring, and fails as long as it is told to. */
@NullUnmarked
public final class StoringSink implements EventSink {
  private final BlockingQueue<ParseResult> taken = new LinkedBlockingQueue<>();
  private volatile boolean away;

  /** The store is away from now on, or back. */
  public void away(boolean now) {
    away = now;
  }

  @Override
  public Future<Acceptance> accept(ParseResult result, byte[] raw) {
    if (away) {
      return Future.failedFuture("the store is away");
    }
    taken.add(result);
    return Future.succeededFuture(Acceptance.stored());
  }

  @Override
  public void refused(RefusalReason reason) {
    taken.add(new ParseResult.Unreadable("refused"));
  }

  /** The next that comes, at most thirty seconds from now. */
  public ParseResult next() throws InterruptedException {
    ParseResult next = taken.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in thirty seconds");
    }
    return next;
  }

  /** The contact that comes next; what is none is passed over. */
  public InboundContact contact() throws InterruptedException {
    while (true) {
      for (InboundEvent event : ((ParseResult.Events) next()).events()) {
        if (event instanceof InboundContact contact) {
          return contact;
        }
      }
    }
  }

  /** What came so far and was not asked for. */
  public List<ParseResult> rest() {
    List<ParseResult> rest = new ArrayList<>();
    taken.drainTo(rest);
    return rest;
  }
}
