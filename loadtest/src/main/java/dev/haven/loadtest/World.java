package dev.haven.loadtest;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Outcome;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A workspace on a Redis of its own, whose transitions are called one at a time as a node calls
 * them. The caller's thread waits for each.
 */
final class World implements AutoCloseable {
  static final WorkspaceId WORKSPACE = new WorkspaceId("depth");
  private static final int BATCH = 100;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Stage.Redis redis;
  private final RedisLink link;
  private final Transitions transitions;

  World(Stage.Redis redis) {
    this.redis = redis;
    this.link =
        await(
            () ->
                RedisLink.connect(
                    context,
                    "redis://127.0.0.1:" + redis.port(),
                    CommitLevel.PROCESS,
                    new RouterMeters(new SimpleMeterRegistry())));
    this.transitions = new RedisTransitions(link, Settings.defaults());
  }

  Transitions transitions() {
    return transitions;
  }

  void lanes(int count, IntFunction<String> fits) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int lane = i;
      await(() -> transitions.registerLane(WORKSPACE, lane, "lane-" + lane, 1, ""));
      bits.append(fits.apply(i));
    }
    await(() -> transitions.registerProfile(WORKSPACE, count, "profile", bits.toString()));
  }

  void navigators(int from, int to) {
    all(
        to - from,
        i -> {
          String id = "n" + (from + i);
          return () ->
              upsert(id)
                  .get()
                  .compose(o -> transitions.openSession(WORKSPACE, id, "node", ""))
                  .compose(o -> transitions.setActivity(WORKSPACE, id, "", "available"));
        });
  }

  /** A navigator who takes one by phone and more of the rest. */
  Supplier<Future<Outcome>> upsert(String id) {
    return () ->
        transitions.upsertNavigator(WORKSPACE, id, 0, "1,1,3,5,5,5", "{\"name\":\"n\"}", false);
  }

  Supplier<Future<Outcome>> place(String id, int lane) {
    Transitions.Placement placement =
        new Transitions.Placement(
            id,
            "digest",
            "token:load",
            1,
            "en",
            lane,
            4,
            10,
            false,
            "inbound",
            "",
            14_400_000,
            "",
            "",
            "",
            "",
            null,
            false,
            "card",
            "support",
            "[]",
            "s",
            "",
            "{}",
            "",
            1);
    return () -> transitions.placeContact(WORKSPACE, placement);
  }

  /** Navigator and offer of the first offer among the notices. */
  String[] offer(Outcome outcome) {
    return outcome.notices().stream()
        .filter(n -> n.type().equals("offer"))
        .map(n -> new String[] {n.navigator(), n.text(0)})
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no offer: " + outcome.status()));
  }

  Supplier<Future<Outcome>> accept(String[] offer) {
    return () -> transitions.acceptOffer(WORKSPACE, offer[0], "1", offer[1]);
  }

  Supplier<Future<Outcome>> complete(String[] offer) {
    return () -> transitions.finishEngagement(WORKSPACE, offer[0], "1", offer[1], "done", "", "");
  }

  /** Microseconds, median, of the completes that offer the next; the accepts are left out. */
  double completeAndNext(int times) {
    String[] current = pending();
    double[] micros = new double[times];
    for (int i = 0; i < times; i++) {
      String[] at = current;
      await(accept(at));
      Outcome[] next = new Outcome[1];
      micros[i] = micros(1, () -> next[0] = await(complete(at)));
      current = offer(next[0]);
    }
    return Spread.of(micros).median();
  }

  private String[] pending() {
    List<Object> desktop = await(() -> transitions.readDesktop(WORKSPACE, "n0"));
    List<?> contact = (List<?>) ((List<?>) desktop.get(6)).get(0);
    List<?> facts = (List<?>) contact.get(0);
    return new String[] {"n0", facts.get(0) + "." + facts.get(13)};
  }

  double micros(int times, Runnable run) {
    RedisCounters before = RedisCounters.read(redis.connection());
    run.run();
    return (double) RedisCounters.read(redis.connection()).since(before).scriptMicros() / times;
  }

  /** Redis' memory by MEMORY USAGE: the record, and the shares of lane and deadlines. */
  long bytes(int depth) {
    String prefix = "haven:{depth}:";
    long record = usage(prefix + "contact:w" + depth / 2);
    return record
        + usage(prefix + "lane:0") / Math.max(1, redis.connection().sync().zcard(prefix + "lane:0"))
        + usage(prefix + "deadlines") / Math.max(1, depth);
  }

  private long usage(String key) {
    Long bytes = redis.connection().sync().memoryUsage(key);
    return bytes == null ? 0 : bytes;
  }

  /** Runs them all, a batch on its way at a time. */
  void all(int count, IntFunction<Supplier<Future<Outcome>>> call) {
    for (int from = 0; from < count; from += BATCH) {
      int first = from;
      int last = Math.min(count, from + BATCH);
      await(
          () -> {
            List<Future<Outcome>> some = new ArrayList<>();
            for (int i = first; i < last; i++) {
              some.add(call.apply(i).get());
            }
            return Future.all(some).<Void>mapEmpty();
          });
    }
  }

  <T> T await(Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    try {
      return promise.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  @Override
  public void close() {
    await(link::close);
    vertx.close();
  }
}
