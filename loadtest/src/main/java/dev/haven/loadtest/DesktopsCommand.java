package dev.haven.loadtest;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What an idle desktop takes of a node's memory, beside what a WebSocket takes of the yardstick:
 * resident memory and used heap after two full collections, at each of some numbers of desktops
 * that are signed in and available. The figure a desktop is the difference to the first number, so
 * that what the first ones bring along is in none. Full collections give memory back here as a node
 * in service does not; the kernel's share of a socket is in neither.
 */
@Command(
    name = "desktops",
    mixinStandardHelpOptions = true,
    description = "Memory of idle desktops.")
final class DesktopsCommand implements Callable<Integer> {
  private static final List<String> GIVES_BACK =
      List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");
  private static final int OPEN_WITHIN_S = 600;

  @Option(
      names = "--haven",
      defaultValue = "router-server/target/haven.jar",
      description = "Haven's jar (${DEFAULT-VALUE}).")
  private Path jar = Path.of("router-server/target/haven.jar");

  @Option(
      names = "--desktops",
      split = ",",
      defaultValue = "500,5000,10000",
      description = "Rising numbers, below the process' limit of files (${DEFAULT-VALUE}).")
  private List<Integer> desktops = List.of();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Vertx vertx = Vertx.vertx();
    Plot plot = new Plot().panel("resident KB a desktop");
    System.out.println(
        "| server | desktops | resident MB | heap MB | resident KB a desktop | heap KB a desktop |");
    System.out.println("|---|---|---|---|---|---|");
    try (Stage stage = output.stage()) {
      measure(vertx, stage.floor(stage.redis("floor", Stage.Aof.NO), GIVES_BACK), plot);
      Stage.Redis redis = stage.redis("haven", Stage.Aof.EVERYSEC);
      measure(vertx, stage.haven(jar, redis, GIVES_BACK), plot);
    } finally {
      vertx.close();
    }
    output.write(plot);
    return 0;
  }

  private void measure(Vertx vertx, Target target, Plot plot) {
    Fleet fleet = new Fleet(vertx, List.of(target), Fleet.NOBODY);
    int open = 0;
    List<long[]> seen = new ArrayList<>();
    for (int count : desktops) {
      int from = open;
      await(fleet.open(from, count));
      open = count;
      collect(target.serverPid());
      collect(target.serverPid());
      long resident = Machine.residentBytes(target.serverPid());
      long heap = usedHeap(target.serverPid());
      seen.add(new long[] {resident, heap});
      double more = Math.max(1, count - desktops.get(0));
      double residentKb = (resident - seen.get(0)[0]) / 1024.0 / more;
      double heapKb = (heap - seen.get(0)[1]) / 1024.0 / more;
      boolean first = seen.size() == 1;
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %s | %s |%n",
          target.name(),
          count,
          resident >> 20,
          heap >> 20,
          first ? "-" : Spread.number(residentKb),
          first ? "-" : Spread.number(heapKb));
      output.row(
          "desktops",
          "server",
          target.name(),
          "desktops",
          count,
          "residentBytes",
          resident,
          "heapBytes",
          heap);
      if (!first) {
        plot.bar(target.name() + ", " + count, Spread.of(residentKb));
      }
    }
    if (fleet.closedSockets() > 0) {
      System.err.println(fleet.closedSockets() + " desktops were closed while they idled");
    }
    await(fleet.close());
  }

  private static void await(io.vertx.core.Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(OPEN_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the desktops did not open", e);
    }
  }

  private static void collect(long pid) {
    jcmd(pid, "GC.run");
  }

  /** Of G1, from what it tells of its heap: {@code used 12345K}. */
  private static long usedHeap(long pid) {
    return jcmd(pid, "GC.heap_info").stream()
        .filter(line -> line.contains("garbage-first heap"))
        .mapToLong(
            line -> Long.parseLong(line.replaceFirst(".* used (\\d+)K.*", "$1").strip()) * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the JVM tells no used heap of G1"));
  }

  private static List<String> jcmd(long pid, String command) {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process = new ProcessBuilder(program, Long.toString(pid), command).start();
      try (Stream<String> lines = process.inputReader().lines()) {
        return lines.toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
