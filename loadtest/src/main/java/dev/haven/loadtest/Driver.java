package dev.haven.loadtest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Sends contacts to one target and watches their offers.
 *
 * <p><b>Open loop.</b> A thread of its own says when a contact is due, by the clock and whatever
 * the server does; the latency of a contact counts from then. A server that stalls is charged for
 * every contact that was due meanwhile, so coordinated omission cannot hide it. The thread parks,
 * and spins for the last 60 microseconds only.
 *
 * <p>HTTP, WebSockets and all counting are on one event loop.
 */
final class Driver implements AutoCloseable {
  private static final int CONNECTIONS = 32;
  private static final long MOST_LATENCY = 120_000_000_000L;
  private static final long DRAIN_NANOS = 15_000_000_000L;
  private static final long SPIN_NANOS = 60_000;
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Context context;
  private final Target target;
  private final Fleet fleet;
  private final HttpClient http;
  private final String bearer;

  Driver(Vertx vertx, Target target, int navigators) {
    this.target = target;
    this.context = vertx.getOrCreateContext();
    this.bearer = "Bearer " + target.tokens().token("load", "integrator");
    this.fleet =
        new Fleet(
            vertx,
            target,
            new Fleet.Listener() {
              @Override
              public void offered(int number, long nanos) {}

              @Override
              public void completed(int number) {}
            });
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    await(() -> fleet.open(navigators), 60);
  }

  Target target() {
    return target;
  }

  Result run(Plan plan) {
    Run run = new Run(plan, "r" + ProcessHandle.current().pid() + '-' + RUNS.incrementAndGet());
    RedisCounters before = RedisCounters.read(target.redis());
    long router = cpu(target.serverPid());
    long redis = cpu(target.redisPid());
    long client = Machine.cpuMicros(ProcessHandle.current().pid());
    fleet.listen(run);
    if (plan.isOpen()) {
      run.pace();
    } else {
      context.runOnContext(v -> run.fill());
    }
    run.awaitEnd();
    return run.result(
        cpu(target.serverPid()) - router,
        cpu(target.redisPid()) - redis,
        Machine.cpuMicros(ProcessHandle.current().pid()) - client,
        RedisCounters.read(target.redis()).since(before));
  }

  private static long cpu(long pid) {
    return pid == 0 ? 0 : Machine.cpuMicros(pid);
  }

  private <T> T await(Supplier<Future<T>> call, int seconds) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    try {
      return promise
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      throw new IllegalStateException(target.name() + " did not answer", e);
    }
  }

  @Override
  public void close() {
    await(fleet::close, 20);
    await(http::close, 20);
  }

  /** One run's books; on the event loop, but for the pace. */
  private final class Run implements Fleet.Listener {
    private final Plan plan;
    private final String name;
    private final Histogram all = new Histogram(MOST_LATENCY, 3);
    private final Histogram[] byTier = new Histogram[Mix.TIERS.length];
    private final BitSet offered = new BitSet();
    private final BitSet completed = new BitSet();
    private final long startedAt = System.nanoTime();
    private final long endsAt;
    private long[] due = new long[1024];
    private int done;
    private int dup;
    private int errors;
    private int failed;
    private int sent;
    private long lastDone = startedAt;
    private volatile boolean sendingOver;
    private final Promise<Void> over = Promise.promise();

    Run(Plan plan, String name) {
      this.plan = plan;
      this.name = name;
      this.endsAt = startedAt + plan.seconds() * 1_000_000_000L;
      for (int i = 0; i < byTier.length; i++) {
        byTier[i] = new Histogram(MOST_LATENCY, 3);
      }
    }

    /** The open loop's clock; on the caller's thread. */
    void pace() {
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
    void fill() {
      while (sent - failed - completed.cardinality() < plan.underWay() && mayGoOn()) {
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
        due = java.util.Arrays.copyOf(due, number * 2);
      }
      due[number] = at;
      String contact = Mix.contact(name, number);
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.POST)
              .setHost("127.0.0.1")
              .setPort(target.port())
              .putHeader("Content-Type", "application/json");
      String body;
      if (plan.webhook()) {
        body = "{\"type\":\"contact.created\",\"data\":" + contact + "}";
        long seconds = System.currentTimeMillis() / 1000;
        String id = name + '-' + number;
        options
            .setURI("/hooks/dev-webhook")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(seconds))
            .putHeader("webhook-signature", target.tokens().signature(id, seconds, body));
      } else {
        body = contact;
        options.setURI("/api/v1/contacts").putHeader("Authorization", bearer);
      }
      http.request(options)
          .compose(request -> request.send(body))
          .compose(
              response -> {
                int status = response.statusCode();
                return response.body().map(b -> status);
              })
          .onComplete(
              answer -> {
                if (answer.failed() || answer.result() / 100 != 2) {
                  if (errors++ < 3) {
                    System.err.println(
                        target.name()
                            + " answered "
                            + (answer.failed() ? answer.cause().toString() : answer.result()));
                  }
                  failed++;
                  endIfDone();
                }
              });
    }

    @Override
    public void offered(int number, long nanos) {
      if (number < 0 || number >= sent) {
        return;
      }
      if (offered.get(number)) {
        dup++;
        return;
      }
      offered.set(number);
      long latency = Math.max(0, Math.min(MOST_LATENCY, nanos - due[number]));
      all.recordValue(latency);
      byTier[Mix.tier(number)].recordValue(latency);
    }

    @Override
    public void completed(int number) {
      if (number < 0 || number >= sent || completed.get(number)) {
        return;
      }
      completed.set(number);
      done++;
      lastDone = System.nanoTime();
      if (!plan.isOpen() && !sendingOver) {
        if (mayGoOn()) {
          send(System.nanoTime());
        }
      }
      endIfDone();
    }

    private void endIfDone() {
      if (sendingOver && done + failed >= sent) {
        over.tryComplete();
      }
    }

    void awaitEnd() {
      try {
        over.future()
            .toCompletionStage()
            .toCompletableFuture()
            .get(plan.seconds() * 1_000_000_000L + DRAIN_NANOS, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
        System.err.println(target.name() + ": not everything was completed in time");
      }
    }

    Result result(long router, long redis, long client, RedisCounters counters) {
      return new Result(
          all,
          byTier,
          sent,
          Math.max(1, done),
          sent - offered.cardinality(),
          dup,
          errors + fleet.closedSockets(),
          (lastDone - startedAt) / 1e9,
          router,
          redis,
          client,
          counters);
    }
  }
}
