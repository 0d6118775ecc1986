package dev.haven.server.wiring;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How an epoll event loop waits while it has called Redis and nothing else is to be done: it looks
 * for events again and again, {@value #LONGEST_MICROS} us for a reply at most, before it sleeps
 * (ADR 22). The reply comes within that time, and to wake a thread and its processor takes a good
 * part of it.
 *
 * <p>Before each look it yields: where the scheduler has put Redis on the loop's own processor, as
 * it does with those that wake each other, Redis would otherwise wait until the looks are over.
 *
 * <p>It does so only while a single reply is awaited, and rests for {@value #REST_MILLIS} ms once
 * {@value #MANY} are: then the processors have enough to do. It rests ten times as long when fewer
 * than half of the replies come in time, as from a Redis far away. What another thread or a timer
 * has for the loop waits until a look is over.
 *
 * <p>Belongs to one event loop.
 */
final class Spinning implements SelectStrategy {
  static final int LONGEST_MICROS = 200;
  static final int REST_MILLIS = 10;
  static final int LONG_REST_MILLIS = 10 * REST_MILLIS;
  static final int MANY = 4;

  /** How many more misses than hits make it rest; a few after a rest. */
  private static final int MOST_CREDIT = 16;

  private static final int NEW_CREDIT = 4;

  private final java.util.function.IntSupplier awaited;
  private final LongSupplier ended;
  private final LongSupplier nanos;
  private int credit = MOST_CREDIT;
  private long restUntil;
  private long lookedForReply = -1; // how many had ended before it
  private long lookUntil;
  private boolean missed = true; // that reply did not come in time

  /**
   * @param awaited how many replies of Redis this loop waits for
   * @param ended how many came or failed so far
   * @param nanos a clock that never goes back, ns
   */
  Spinning(java.util.function.IntSupplier awaited, LongSupplier ended, LongSupplier nanos) {
    this.awaited = awaited;
    this.ended = ended;
    this.nanos = nanos;
    this.restUntil = nanos.getAsLong();
  }

  @Override
  public int calculateStrategy(IntSupplier look, boolean hasTasks) throws Exception {
    int count = awaited.getAsInt();
    if (count >= MANY) {
      rest(REST_MILLIS);
    }
    if (hasTasks) {
      return look.get();
    }
    return count == 1 && mayLook() ? lookAgain(look) : SELECT;
  }

  private boolean mayLook() {
    long now = nanos.getAsLong();
    if (now - restUntil < 0) {
      return false;
    }
    long before = ended.getAsLong();
    if (before != lookedForReply) {
      if (!missed) {
        credit = Math.min(MOST_CREDIT, credit + 1);
      }
      lookedForReply = before;
      lookUntil = now + TimeUnit.MICROSECONDS.toNanos(LONGEST_MICROS);
      missed = false;
    }
    return !missed;
  }

  private int lookAgain(IntSupplier look) throws Exception {
    do {
      Thread.yield();
      int events = look.get();
      if (events > 0) {
        return events;
      }
    } while (nanos.getAsLong() - lookUntil < 0);
    missed = true;
    credit--;
    if (credit == 0) {
      credit = NEW_CREDIT;
      rest(LONG_REST_MILLIS);
    }
    return SELECT;
  }

  private void rest(int millis) {
    long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (until - restUntil > 0) {
      restUntil = until;
    }
  }
}
