package dev.haven.adapter.support;

import dev.haven.channel.AdapterContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;

/** One event loop for adapters under test, and a way to wait for it from outside. */
@NullUnmarked
public final class Loop implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final VertxNetwork network = new VertxNetwork(vertx);

  /** What the host lends adapters, with real connections and time. */
  public AdapterContext adapterContext() {
    return new AdapterContext(
        call -> Future.failedFuture("no test of these adapters calls by HTTP"),
        Clock.systemUTC(),
        network,
        network.timers());
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Does it on the event loop and waits, at most ten seconds. */
  public <T> T await(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            action.get().onComplete(done);
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
