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
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the scripts cost against how many wait, how many serve and how many combinations there are:
 * the transitions themselves on a throwaway Redis each, their time as Redis counts it. Also what a
 * waiting contact takes of Redis' memory.
 */
@Command(
    name = "depth",
    mixinStandardHelpOptions = true,
    description = "Script cost by depth, navigators and combinations; bytes per waiting contact.")
final class DepthCommand implements Callable<Integer> {
  private static final WorkspaceId WORKSPACE = new WorkspaceId("depth");
  private static final int BATCH = 100;

  @Option(names = "--waiting", split = ",", defaultValue = "1000,100000,1000000")
  private List<Integer> waiting = List.of();

  @Option(names = "--navigators", split = ",", defaultValue = "100,10000,100000")
  private List<Integer> navigators = List.of();

  @Option(names = "--combinations", split = ",", defaultValue = "10,1000")
  private List<Integer> combinations = List.of();

  @Option(names = "--samples", defaultValue = "2000", description = "Per figure.")
  private int samples;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @Override
  public Integer call() {
    try {
      System.out.println("| waiting | place us | complete + next us | bytes per waiting contact |");
      System.out.println("|---|---|---|---|");
      waiting.forEach(n -> surge(n, 1));
      System.out.println("| navigators idle | place + offer us | complete us |");
      System.out.println("|---|---|---|");
      navigators.forEach(this::quiet);
      System.out.println("| combinations (half a navigator) | place us | complete + next us | |");
      System.out.println("|---|---|---|---|");
      combinations.forEach(n -> surge(10_000, n));
    } finally {
      vertx.close();
    }
    return 0;
  }

  /** So many wait, in so many lanes; one navigator, who may take every second lane, serves. */
  private void surge(int depth, int lanes) {
    try (Stage stage = new Stage()) {
      World world = new World(stage.redis("depth", Stage.Aof.NO));
      world.lanes(lanes, n -> n % 2 == 0 ? "1" : "x");
      world.navigators(0, 1);
      world.all(depth, i -> world.place("w" + i, i % lanes));
      long bytes = world.bytes(depth);
      double[] places = new double[samples];
      for (int i = 0; i < samples; i++) {
        Supplier<Future<Outcome>> arrival = world.place("p" + i, i % lanes);
        places[i] = world.micros(1, () -> world.await(arrival));
      }
      double place = Spread.of(places).median();
      double complete = world.completeAndNext(samples);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %d |%n",
          lanes == 1 ? depth : lanes,
          place,
          complete,
          bytes);
      world.close();
    }
  }

  private void quiet(int idle) {
    try (Stage stage = new Stage()) {
      World world = new World(stage.redis("depth", Stage.Aof.NO));
      world.lanes(1, n -> "1");
      world.navigators(0, idle);
      double[] places = new double[samples];
      double[] completes = new double[samples];
      for (int i = 0; i < samples; i++) {
        Supplier<Future<Outcome>> arrival = world.place("q" + i, 0);
        Outcome[] placed = new Outcome[1];
        places[i] = world.micros(1, () -> placed[0] = world.await(arrival));
        String[] offer = world.offer(placed[0]);
        world.await(world.accept(offer));
        completes[i] = world.micros(1, () -> world.await(world.complete(offer)));
      }
      double place = Spread.of(places).median();
      double complete = Spread.of(completes).median();
      System.out.printf(Locale.ROOT, "| %d | %.0f | %.0f |%n", idle, place, complete);
      world.close();
    }
  }

  /** A workspace on a Redis of its own. */
  private final class World {
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
                transitions
                    .upsertNavigator(WORKSPACE, id, 0, "1,1,3,5,5,5", "{\"name\":\"n\"}", true)
                    .compose(o -> transitions.openSession(WORKSPACE, id, "node", ""))
                    .compose(o -> transitions.setActivity(WORKSPACE, id, "", "available"));
          });
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
              "");
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
          + usage(prefix + "lane:0")
              / Math.max(1, redis.connection().sync().zcard(prefix + "lane:0"))
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

    void close() {
      await(link::close);
    }
  }
}
