package dev.haven.loadtest;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One run's books: who was due when, was offered, was completed.
 *
 * <p><b>Open loop.</b> A thread of its own says when a contact is due, by the clock and whatever
 * the server does; the latency of a contact counts from then. A server that stalls is charged for
 * every contact that was due meanwhile, so coordinated omission cannot hide it. The thread parks,
 * and spins for the last 60 microseconds only.
 *
 * <p>Everything but {@link #play} is called on the context's event loop.
 */
final class Run implements Fleet.Listener {
  static final long MOST_LATENCY = 120_000_000_000L;

  /** How long what is under way is waited for when nothing is sent any more. */
  static final Duration DRAIN = Duration.ofSeconds(15);

  private static final long SPIN_NANOS = 60_000;
  private static final int FAILURES_TOLD = 3;
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** Sends the contact of a number; tells the run when that failed. */
  interface Sender {
    void send(Run run, int number);
  }

  private final Context context;
  private final String peer;
  private final Plan plan;
  private final Sender sender;
  private final String name = "r" + ProcessHandle.current().pid() + '-' + RUNS.incrementAndGet();
  private final String marks = name + '/';
  private final Histogram all = new Histogram(MOST_LATENCY, 3);
  private final Histogram[] byTier = new Histogram[Mix.TIERS.length];
  private final List<Histogram> bySecond = new ArrayList<>();
  private final BitSet offered = new BitSet();
  private final BitSet completed = new BitSet();

  /** Nothing more is waited for: completed, failed or refused. */
  private final BitSet ended = new BitSet();

  private final long startedAt = System.nanoTime();
  private final long endsAt;
  private long[] due = new long[1024];
  private int done;
  private int dup;
  private int ofOtherRuns;
  private int failed;
  private int errorFrames;
  private int endedCount;
  private final BitSet refused = new BitSet();
  private int sent;
  private long lastDone = startedAt;
  private boolean sendingOver;
  private final Promise<Void> over = Promise.promise();

  Run(Context context, String peer, Plan plan, Sender sender) {
    this.context = context;
    this.peer = peer;
    this.plan = plan;
    this.sender = sender;
    this.endsAt = startedAt + plan.seconds() * 1_000_000_000L;
    for (int i = 0; i < byTier.length; i++) {
      byTier[i] = new Histogram(MOST_LATENCY, 3);
    }
  }

  /** Keeps keys and senders of two runs apart. */
  String name() {
    return name;
  }

  /**
   * Sends until the plan's time is over and waits for what is under way, {@link #DRAIN} at most.
   */
  void play() {
    play(DRAIN);
  }

  void play(Duration drain) {
    if (plan.isOpen()) {
      pace();
    } else {
      context.runOnContext(v -> fill());
    }
    try {
      over.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(plan.seconds() * 1_000_000_000L + drain.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println(peer + ": not everything was completed in time");
    }
  }

  /** The open loop's clock; on the caller's thread. */
  private void pace() {
    long step = 1_000_000_000L / plan.ratePerSecond();
    long count = Math.min(Plan.MOST, (long) plan.ratePerSecond() * plan.seconds());
    long first = System.nanoTime() + 1_000_000;
    for (long i = 0; i < count; i++) {
      long at = first + i * step;
      long left;
      while ((left = at - System.nanoTime()) > 0) {
        if (left > SPIN_NANOS * 2) {
          LockSupport.parkNanos(left - SPIN_NANOS);
        } else {
          Thread.onSpinWait();
        }
      }
      context.runOnContext(v -> send(at));
    }
    context.runOnContext(v -> stopSending());
  }

  /** The closed loop: as many as may be under way. */
  private void fill() {
    while (sent - endedCount < plan.underWay() && mayGoOn()) {
      send(System.nanoTime());
    }
  }

  private boolean mayGoOn() {
    if (System.nanoTime() < endsAt && sent < Plan.MOST) {
      return true;
    }
    stopSending();
    return false;
  }

  private void stopSending() {
    sendingOver = true;
    endIfDone();
  }

  private void send(long at) {
    int number = sent++;
    if (number == due.length) {
      due = Arrays.copyOf(due, number * 2);
    }
    due[number] = at;
    sender.send(this, number);
  }

  /** What is sent under that number. */
  String contact(int number) {
    return plan.mix().contact(name, number);
  }

  /**
   * The server said that too much comes (503). Its sender would send it again later, this one does
   * not; in a closed loop, which never brings more than it may, that is an error.
   */
  void refused(int number) {
    if (!plan.isOpen()) {
      failed(number, peer + " answered 503");
      return;
    }
    refused.set(number);
    ended(number);
  }

  private int[] refusedByTier() {
    int[] count = new int[Mix.TIERS.length];
    refused.stream().forEach(number -> count[plan.mix().tier(number)]++);
    return count;
  }

  /** A contact was not taken, or nobody knows. */
  void failed(int number, String why) {
    if (failed++ < FAILURES_TOLD) {
      System.err.println(why);
    }
    ended(number);
  }

  private void ended(int number) {
    if (!ended.get(number)) {
      ended.set(number);
      endedCount++;
    }
    endIfDone();
  }

  /**
   * Its contact may come to an end all the same: when it does not, it is missed when all is over.
   */
  @Override
  public void refused(String mark, String code) {
    if (mark.isEmpty() || number(mark) >= 0) {
      errorFrames++;
    }
  }

  /** What another run left behind is counted apart, and is nothing of this one's. */
  @Override
  public void offered(String mark, long nanos) {
    int number = number(mark);
    if (number < 0) {
      ofOtherRuns++;
      return;
    }
    if (offered.get(number)) {
      dup++;
      return;
    }
    offered.set(number);
    if (ended.get(number)) {
      // Refused or failed, and here all the same: it is waited for again.
      ended.clear(number);
      endedCount--;
    }
    long latency = Math.max(0, Math.min(MOST_LATENCY, nanos - due[number]));
    all.recordValue(latency);
    byTier[plan.mix().tier(number)].recordValue(latency);
    second(due[number]).recordValue(latency);
  }

  private Histogram second(long at) {
    int second = (int) Math.max(0, (at - startedAt) / 1_000_000_000L);
    while (bySecond.size() <= second) {
      bySecond.add(new Histogram(2));
    }
    return bySecond.get(second);
  }

  @Override
  public void completed(String mark) {
    int number = number(mark);
    if (number < 0 || completed.get(number)) {
      return;
    }
    completed.set(number);
    refused.clear(number);
    done++;
    lastDone = System.nanoTime();
    if (!plan.isOpen() && !sendingOver && mayGoOn()) {
      send(System.nanoTime());
    }
    ended(number);
  }

  /** The number of a contact that this run sent; -1 for any other. */
  private int number(String mark) {
    if (!mark.startsWith(marks)) {
      return -1;
    }
    int number = Integer.parseInt(mark, marks.length(), mark.length(), 10);
    return number < sent ? number : -1;
  }

  private void endIfDone() {
    if (sendingOver && endedCount >= sent) {
      over.tryComplete();
    }
  }

  /**
   * What was measured; after {@link #play}.
   *
   * @param moreErrors what went wrong beside contacts that failed and commands that were refused
   */
  Result result(int moreErrors, long router, long redis, long client, RedisCounters counters) {
    BitSet answered = (BitSet) offered.clone();
    answered.or(refused);
    BitSet unfinished = (BitSet) offered.clone();
    unfinished.andNot(completed);
    return new Result(
        all,
        byTier,
        List.copyOf(bySecond),
        sent,
        Math.max(1, done),
        sent - answered.cardinality(),
        unfinished.cardinality(),
        dup,
        ofOtherRuns,
        refusedByTier(),
        failed + errorFrames + moreErrors,
        (lastDone - startedAt) / 1e9,
        router,
        redis,
        client,
        counters);
  }
}
