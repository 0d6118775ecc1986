package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.record.JournalBatch;
import dev.haven.record.JournalSource;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisJournal;
import dev.haven.store.redis.RedisLink;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A Redis whose journals a command reads. Blocking; for one thread outside event loops. */
final class RedisReader implements AutoCloseable {
  private static final int PAGE = 256;
  private static final int WITHIN_SECONDS = 15;

  private final Vertx vertx;
  private final Context context;
  private final RedisLink link;
  private final RedisJournal journal;

  private RedisReader(Vertx vertx, Context context, RedisLink link) {
    this.vertx = vertx;
    this.context = context;
    this.link = link;
    this.journal = new RedisJournal(link);
  }

  /**
   * @throws IllegalStateException when it does not answer
   */
  static RedisReader connect(String uri) {
    // Nobody else is served by this loop: connecting may take its time on it.
    Vertx vertx = Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(60_000_000_000L));
    Context context = vertx.getOrCreateContext();
    try {
      RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
      RedisLink link =
          await(context, () -> RedisLink.connect(context, uri, CommitLevel.PROCESS, meters));
      return new RedisReader(vertx, context, link);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  List<String> workspaces() {
    return await(context, journal::workspaces);
  }

  /** The journal behind that line, up to what is there when its end is reached. */
  JournalSource after(WorkspaceId workspace, long line) {
    return new Paged(workspace, line);
  }

  @Override
  public void close() {
    await(context, link::close);
    await(context, vertx::close);
  }

  private final class Paged implements JournalSource {
    private final WorkspaceId workspace;
    private final Deque<JournalBatch> page = new ArrayDeque<>();
    private long last;

    Paged(WorkspaceId workspace, long last) {
      this.workspace = workspace;
      this.last = last;
    }

    @Override
    public Optional<JournalBatch> next() {
      if (page.isEmpty()) {
        page.addAll(await(context, () -> journal.after(workspace, last, PAGE)));
      }
      JournalBatch batch = page.poll();
      if (batch == null) {
        return Optional.empty();
      }
      last = batch.last();
      return Optional.of(batch);
    }

    @Override
    public void close() {
      page.clear();
    }
  }

  private static <T> T await(Context context, Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    try {
      return promise
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("Redis did not answer within " + WITHIN_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Redis cannot be read", e.getCause());
    }
  }
}
