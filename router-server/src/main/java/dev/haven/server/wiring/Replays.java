package dev.haven.server.wiring;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Settings;
import dev.haven.flow.Workspace;
import dev.haven.record.JournalBatch;
import dev.haven.replay.Day;
import dev.haven.replay.Replay;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.RedisConfig;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisJournal;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisProgram;
import dev.haven.store.redis.RedisShelf;
import dev.haven.store.redis.RedisTransitions;
import dev.haven.store.redis.VirtualTime;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A Redis of its own in a temporary folder, on which days are replayed; nothing of it is left
 * behind. Blocking; for a command, not for event loops.
 */
public final class Replays implements AutoCloseable {
  private static final int PAGE = 256;

  /** A busy machine may keep a replay waiting; only a Redis that is gone ends it. */
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final Path folder;
  private final EmbeddedRedis redis;
  private final Vertx vertx;
  private final Context context;
  private final RedisLink link;
  private int runs;

  private Replays(Path folder, EmbeddedRedis redis, Vertx vertx, Context context, RedisLink link) {
    this.folder = folder;
    this.redis = redis;
    this.vertx = vertx;
    this.context = context;
    this.link = link;
  }

  public static Replays open() throws IOException {
    Path folder = Files.createTempDirectory("haven-replay");
    EmbeddedRedis redis =
        EmbeddedRedis.open(
            DataFolder.open(folder), RedisProgram.AUTO, RedisConfig.Durability.PROCESS);
    Vertx vertx = Vertx.vertx(new VertxOptions().setMaxEventLoopExecuteTime(60_000_000_000L));
    Context context = vertx.getOrCreateContext();
    String uri = "redis://:" + redis.password() + "@127.0.0.1:" + redis.port();
    try {
      RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
      RedisLink link =
          await(
              context, () -> RedisLink.connect(context, uri, CommitLevel.PROCESS, meters, WITHIN));
      return new Replays(folder, redis, vertx, context, link);
    } catch (RuntimeException e) {
      vertx.close();
      redis.close();
      remove(folder);
      throw e;
    }
  }

  /**
   * Plays a day under a configuration.
   *
   * @param journal hears the journal that it leaves, in order
   * @throws dev.haven.server.config.ConfigException when its workflow does not hold
   */
  public void run(HavenConfig config, Day day, long seed, Consumer<JournalBatch> journal) {
    WorkspaceId id = new WorkspaceId("replay-" + ++runs);
    Settings settings = Rules.settings(config);
    RedisTransitions transitions = new RedisTransitions(link, settings);
    Workspace workspace =
        new Workspace(
            id, Rules.policy(config, Rules.workflow(config)), transitions, new RedisShelf(link));
    VirtualTime time = new VirtualTime(link, settings);
    await(
        context,
        () ->
            workspace
                .open()
                .compose(
                    v ->
                        new Replay(workspace, transitions, time::advance, settings, day, seed)
                            .run()));
    RedisJournal lines = new RedisJournal(link);
    long last = 0;
    while (true) {
      long after = last;
      List<JournalBatch> page = await(context, () -> lines.after(id, after, PAGE));
      if (page.isEmpty()) {
        return;
      }
      page.forEach(batch -> journal.accept(named(batch)));
      last = page.get(page.size() - 1).last();
    }
  }

  /** Every run has a workspace of its own; what it wrote bears one name. */
  private static JournalBatch named(JournalBatch batch) {
    return new JournalBatch("replay", batch.lines(), batch.hash());
  }

  @Override
  public void close() {
    await(context, link::close);
    await(context, vertx::close);
    redis.close();
    remove(folder);
  }

  private static <T> T await(Context context, Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    try {
      return promise.future().toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the replay failed", e.getCause());
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be removed", e);
    }
  }
}
