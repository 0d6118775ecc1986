package dev.haven.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;

/**
 * Several workspaces of one site under load at once, as one peer: a plan's rate or its contacts
 * under way are divided among them; what is one at a time goes to the first alone.
 */
final class SideBySide implements Peer {
  private final String name;
  private final List<Driver> drivers;
  private final ExecutorService threads;

  SideBySide(String name, List<Driver> drivers) {
    this.name = name;
    this.drivers = List.copyOf(drivers);
    this.threads = Executors.newFixedThreadPool(drivers.size());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Result run(Plan plan) {
    int parts = plan.isOpen() || plan.underWay() >= drivers.size() ? drivers.size() : 1;
    Plan part =
        new Plan(
            plan.isOpen() ? Math.max(1, plan.ratePerSecond() / parts) : 0,
            plan.underWay() / parts,
            plan.seconds(),
            plan.mix());
    List<CompletableFuture<Result>> running = new ArrayList<>();
    for (Driver driver : drivers.subList(0, parts)) {
      running.add(CompletableFuture.supplyAsync(() -> driver.run(part), threads));
    }
    return running.stream()
        .map(CompletableFuture::join)
        .reduce(SideBySide::together)
        .orElseThrow(() -> new IllegalStateException("no workspace"));
  }

  @Override
  public void settle() {
    drivers.forEach(Driver::settle);
  }

  /** Nodes and client are the same for all and counted once; each has a Redis of its own. */
  private static Result together(Result a, Result b) {
    Histogram all = a.all().copy();
    all.add(b.all());
    Histogram[] byTier = new Histogram[a.byTier().length];
    for (int i = 0; i < byTier.length; i++) {
      byTier[i] = a.byTier()[i].copy();
      byTier[i].add(b.byTier()[i]);
    }
    return new Result(
        all,
        byTier,
        List.of(),
        a.sent() + b.sent(),
        a.done() + b.done(),
        a.notOffered() + b.notOffered(),
        a.notCompleted() + b.notCompleted(),
        a.dupOffers() + b.dupOffers(),
        a.ofOtherRuns() + b.ofOtherRuns(),
        sum(a.refused(), b.refused()),
        a.errors() + b.errors(),
        Math.max(a.seconds(), b.seconds()),
        Math.max(a.routerMicros(), b.routerMicros()),
        a.redisMicros() + b.redisMicros(),
        Math.max(a.clientMicros(), b.clientMicros()),
        new RedisCounters(
            sum(a.redis().calls(), b.redis().calls()),
            sum(a.redis().micros(), b.redis().micros())));
  }

  private static int[] sum(int[] a, int[] b) {
    int[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> sum = new TreeMap<>(a);
    b.forEach((key, n) -> sum.merge(key, n, Long::sum));
    return sum;
  }

  @Override
  public void close() {
    drivers.forEach(Driver::close);
    threads.shutdown();
  }
}
