package dev.haven.server.session;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EventSink;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.SessionAdapter.Holder;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint's session on this node: opened while this node is to hold it, opened again after a
 * pause when it ended, closed when another node took it over.
 *
 * <p><b>Lease.</b> Asked for once a second. A node that cannot reach the store closes its session
 * when the lease would be over by its own clock, so that two nodes hold one only for the moment of
 * a hand-over; events of both are the same events then, and are taken in once.
 *
 * <p><b>Late answers.</b> Each attempt has a number; what an earlier attempt still brings is
 * closed.
 *
 * <p>On one event loop.
 */
final class KeptSession {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSession.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final SessionAdapter adapter;
  private final EventSink sink;
  private final @Nullable Lease lease;
  private final long leaseNanos;
  private final Pauses pauses;
  private final Timers timers;
  private final RouterClock clock;
  private final RouterMeters meters;
  private final String endpoint;

  /** Read by the health page, from another thread. */
  private volatile Standing standing = Standing.CONNECTING;

  private long attempt;
  private long heldUntil;
  private boolean asking;
  private @Nullable Session session;
  private Timers.@Nullable Handle tick;
  private Timers.@Nullable Handle pause;

  /**
   * @param lease asked when one node of several is to hold the session
   * @param leaseLife how long a lease lives unless it is kept
   */
  KeptSession(
      SessionAdapter adapter,
      EventSink sink,
      Lease lease,
      Duration leaseLife,
      RandomGenerator random,
      Timers timers,
      RouterClock clock,
      RouterMeters meters) {
    this.adapter = adapter;
    this.sink = sink;
    this.lease = adapter.holder() == Holder.ONE_NODE ? lease : null;
    this.leaseNanos = leaseLife.toNanos();
    this.pauses = new Pauses(random);
    this.timers = timers;
    this.clock = clock;
    this.meters = meters;
    this.endpoint = adapter.endpoint().id().value();
  }

  Standing standing() {
    return standing;
  }

  EndpointConfig endpoint() {
    return adapter.endpoint();
  }

  void start() {
    meters.adapterSession(endpoint, 0);
    if (lease == null) {
      open();
      return;
    }
    standing = Standing.ELSEWHERE;
    askForLease(lease);
    tick = timers.every(TICK, () -> askForLease(lease));
  }

  /** Closes the session and leaves it to other nodes. */
  Future<Void> stop() {
    standing = Standing.STOPPED;
    attempt++;
    cancel(tick);
    cancel(pause);
    Future<Void> closed = close();
    Lease held = lease;
    return held == null ? closed : closed.eventually(() -> held.yield(adapter.endpoint()));
  }

  private void askForLease(Lease of) {
    if (asking) {
      if (standing != Standing.ELSEWHERE && clock.nanos() - heldUntil > 0) {
        leaveToOthers();
      }
      return;
    }
    asking = true;
    long askedAt = clock.nanos();
    of.hold(adapter.endpoint())
        .onComplete(
            done -> {
              asking = false;
              if (standing == Standing.STOPPED) {
                return;
              }
              if (done.succeeded() && done.result()) {
                heldUntil = askedAt + leaseNanos;
                if (standing == Standing.ELSEWHERE) {
                  open();
                }
              } else if (standing != Standing.ELSEWHERE
                  && (done.succeeded() || clock.nanos() - heldUntil > 0)) {
                leaveToOthers();
              }
            });
  }

  private void leaveToOthers() {
    LOG.atInfo().addKeyValue("endpoint", endpoint).log("another node holds the session now");
    standing = Standing.ELSEWHERE;
    attempt++;
    cancel(pause);
    pauses.reset();
    close();
  }

  private void open() {
    standing = Standing.CONNECTING;
    long mine = ++attempt;
    Future<Session> opening;
    try {
      opening = adapter.open(sink);
    } catch (RuntimeException e) {
      opening = Future.failedFuture(e);
    }
    opening.onSuccess(
        opened -> {
          if (mine != attempt) {
            opened.close();
          }
        });
    opening
        .timeout(SessionAdapter.OPEN_WITHIN_SECONDS, TimeUnit.SECONDS)
        .onComplete(
            done -> {
              if (mine != attempt) {
                return;
              }
              if (done.succeeded()) {
                up(mine, done.result());
              } else {
                again("not_opened", done.cause());
              }
            });
  }

  private void up(long mine, Session opened) {
    session = opened;
    standing = Standing.UP;
    pauses.reset();
    meters.adapterSession(endpoint, 1);
    LOG.atInfo().addKeyValue("endpoint", endpoint).log("session is up");
    opened
        .ended()
        .onComplete(
            over -> {
              meters.adapterSession(endpoint, -1);
              if (mine == attempt) {
                session = null;
                again("ended", over.cause());
              }
            });
  }

  private void again(String cause, @Nullable Throwable failure) {
    standing = Standing.DOWN;
    attempt++;
    meters.adapterSessionEnded(endpoint, cause);
    Duration wait = pauses.next();
    LOG.atWarn()
        .addKeyValue("endpoint", endpoint)
        .addKeyValue("cause", failure == null ? cause : failure.getClass().getSimpleName())
        .addKeyValue("pauseMs", wait.toMillis())
        .log("session is down, to be opened again");
    pause = timers.after(wait, this::open);
  }

  private Future<Void> close() {
    Session open = session;
    session = null;
    return open == null ? Future.succeededFuture() : open.close().otherwiseEmpty();
  }

  private static void cancel(Timers.@Nullable Handle timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
