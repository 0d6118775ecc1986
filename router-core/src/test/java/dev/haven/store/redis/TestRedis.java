package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.embedded.RedisServer;

/**
 * A real Redis that the tests start themselves, once a JVM, on a free port, and one link to it on
 * its own event loop.
 */
public final class TestRedis implements AutoCloseable {
  private static final AtomicInteger WORKSPACES = new AtomicInteger();
  private static final RedisServer SERVER = startServer();

  private final Vertx vertx = Vertx.vertx();
  private final io.vertx.core.Context context = vertx.getOrCreateContext();
  private final RedisLink link;

  /** Opened by the first test that asks, and left open until the JVM ends. */
  private static final class Shared {
    private static final TestRedis LINK = new TestRedis();
  }

  public TestRedis() {
    this(uri(), CommitLevel.PROCESS);
  }

  /** A link to a Redis that the test started itself. */
  TestRedis(String uri, CommitLevel level) {
    link =
        await(
            () ->
                RedisLink.connect(
                    context, uri, level, new RouterMeters(new SimpleMeterRegistry())));
  }

  /** A link for tests that do nothing to it but use it. */
  static TestRedis shared() {
    return Shared.LINK;
  }

  public static String uri() {
    return "redis://127.0.0.1:" + SERVER.ports().get(0);
  }

  /** A workspace that no other test uses. */
  public static WorkspaceId newWorkspace() {
    return new WorkspaceId(
        "t" + ProcessHandle.current().pid() + "-" + WORKSPACES.incrementAndGet());
  }

  public RedisLink link() {
    return link;
  }

  public Vertx vertx() {
    return vertx;
  }

  public io.vertx.core.Context context() {
    return context;
  }

  /** Gives Redis a command and waits for its answer. */
  public <T> T command(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    return await(() -> link.command(command));
  }

  /** Runs on the link's event loop and waits for the answer. */
  public <T> T await(Supplier<Future<T>> call) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        v ->
            call.get()
                .onComplete(
                    r -> {
                      if (r.succeeded()) {
                        done.complete(r.result());
                      } else {
                        done.completeExceptionally(r.cause());
                      }
                    }));
    try {
      return done.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("no answer in 20 s", e);
    }
  }

  /** Repeats what is harmless to repeat, ten times a second, as a held request is. */
  <T> T untilDone(Supplier<T> call) {
    IllegalStateException last = new IllegalStateException("never tried");
    for (int i = 0; i < 300; i++) {
      try {
        return call.get();
      } catch (IllegalStateException e) {
        last = e;
        await(() -> vertx.timer(100));
      }
    }
    throw last;
  }

  /**
   * Whether Redis keeps small sets in one piece, as it does unless told: then a walk by cursors
   * finds all of them at once. For all tests of the JVM.
   */
  public void compact(boolean on) {
    for (String kind : List.of("zset", "hash")) {
      String most = on ? "128" : "0";
      command(c -> c.configSet(kind + "-max-listpack-entries", most));
    }
  }

  @Override
  public void close() {
    await(link::close);
    vertx.close();
  }

  private static RedisServer startServer() {
    try {
      RedisServer server = server(freePort(), "appendonly no");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A started Redis on loopback that keeps nothing, with one setting more. */
  static RedisServer server(int port, String setting) throws IOException {
    RedisServer server =
        RedisServer.builder()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting(setting)
            .build();
    server.start();
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static void stop(RedisServer server) {
    server.stop();
  }
}
