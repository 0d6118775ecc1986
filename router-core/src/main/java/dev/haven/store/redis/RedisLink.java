package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Steps;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's connection to Redis on one event loop, which it shares with the sockets of that loop.
 *
 * <p><b>No replay.</b> Lettuce is told never to send a command again after a reconnect and to
 * refuse commands while disconnected: a command whose reply was cut may have run. Callers repeat
 * with the same ids instead. In a cluster a command that a server sent elsewhere did not run there,
 * and follows.
 *
 * <p><b>Writes of one turn of the loop leave together</b>, and with commit level replicated one
 * WAIT follows them on the same connection and confirms them all.
 *
 * <p><b>A server that takes no writes is left.</b> A master that became a replica keeps its
 * connections; behind a name that leads elsewhere now nobody would notice. The link cuts its own,
 * and finds where the name leads as it makes them anew.
 *
 * <p>Values are ISO 8859-1 text, byte for byte what Redis holds: sealed bytes pass unchanged. All
 * methods are called on the event loop.
 */
public final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

  /** A server is left no sooner after another was. */
  private static final Duration LEAVES_EVERY = Duration.ofSeconds(3);

  private final ContextInternal context;
  private final CommitLevel level;
  private final RouterMeters meters;
  private final RedisConnector.Opened opened;
  private final RedisServers servers;
  private final LibraryLoader library;
  private final Map<String, List<Unconfirmed>> unconfirmed = new HashMap<>();
  private volatile boolean takesWrites = true; // written by the event loop only
  private volatile boolean answers = true; // the same
  private boolean left;

  private record Unconfirmed(List<Object> reply, Promise<List<Object>> promise) {}

  private RedisLink(
      ContextInternal context,
      CommitLevel level,
      RouterMeters meters,
      RedisConnector.Opened opened) {
    this.context = context;
    this.level = level;
    this.meters = meters;
    this.opened = opened;
    this.servers = opened.servers();
    this.library = new LibraryLoader(context, servers);
  }

  /**
   * Connects; fails when Redis does not answer within 5 s.
   *
   * @param uri {@code redis://} or {@code rediss://} as Lettuce reads it, also with {@code
   *     -sentinel}; {@code redis-cluster://} and {@code rediss-cluster://} with one or more servers
   *     of a cluster, {@code host:port} between commas
   */
  public static Future<RedisLink> connect(
      Context caller, String uri, CommitLevel level, RouterMeters meters) {
    return connect(caller, uri, level, meters, COMMAND_TIMEOUT);
  }

  /**
   * The same for a command line that nobody waits on the other side of.
   *
   * @param within how long a command may take before it counts as failed
   */
  public static Future<RedisLink> connect(
      Context caller, String uri, CommitLevel level, RouterMeters meters, Duration within) {
    ContextInternal context = (ContextInternal) caller;
    return new RedisConnector(context, within.plusMillis(level.waitMs()), meters)
        .open(uri)
        .map(opened -> new RedisLink(context, level, meters, opened));
  }

  public Context context() {
    return context;
  }

  /** More where each waits for a disk or a replica, which take several together. */
  int placementsAtOnce() {
    return level.kind() == CommitLevel.Kind.PROCESS ? 8 : 32;
  }

  /** Whether a transition is confirmed by more than its reply. */
  boolean confirmsApart() {
    return level.kind() == CommitLevel.Kind.REPLICATED;
  }

  /**
   * Runs a transition and answers once the commit level is reached. When Redis does not know the
   * library it is loaded and the call tried again: it did not run.
   */
  public Future<List<Object>> transition(
      LuaScript script, WorkspaceId workspace, String[] arguments) {
    Future<List<Object>> ran = run(script, workspace, arguments, true);
    return confirmsApart() ? ran.compose(reply -> confirmed(workspace, reply)) : ran;
  }

  /** Runs a script that changes nothing. */
  public Future<List<Object>> read(LuaScript script, WorkspaceId workspace, String[] arguments) {
    return run(script, workspace, arguments, false);
  }

  /**
   * Completes once what was read before has reached the commit level. WAIT asks for no more than
   * what its own connection wrote, so a small write goes behind what others may have written.
   */
  Future<Void> confirmRead(WorkspaceId workspace) {
    return confirmsApart()
        ? command(c -> c.set(RedisKeys.of(workspace, "read"), ""))
            .compose(written -> confirmed(workspace, List.of()))
            .mapEmpty()
        : Future.succeededFuture();
  }

  /** A plain command with a key, for what needs no script. */
  public <T> Future<T> command(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> call) {
    return LettuceBridge.toFuture(call.apply(servers.commands()), context);
  }

  /**
   * Walks over all keys that match; each page is done before the next is read.
   *
   * @param some what matches, and how many keys are looked at at a time
   */
  Future<Void> walk(ScanArgs some, Function<List<String>, Future<?>> page) {
    AtomicReference<ScanCursor> from = new AtomicReference<>(ScanCursor.INITIAL);
    return Steps.whileTrue(
        () ->
            this.<KeyScanCursor<String>>command(c -> c.scan(from.get(), some))
                .compose(
                    keys -> {
                      from.set(keys);
                      return page.apply(keys.getKeys()).map(!keys.isFinished());
                    }));
  }

  /**
   * Hears what is published on a channel; the listener runs on this link's event loop. Survives
   * reconnects.
   */
  public Future<Void> subscribe(String channel, Consumer<String> listener) {
    servers
        .subscriber()
        .addListener(
            new RedisPubSubAdapter<>() {
              @Override
              public void message(String from, String message) {
                if (from.equals(channel)) {
                  context.runOnContext(v -> listener.accept(message));
                }
              }
            });
    return LettuceBridge.toFuture(servers.subscriber().async().subscribe(channel), context);
  }

  /**
   * Whether there is a server that answers and takes writes, as far as the last calls tell. One
   * that hangs keeps its connections: a call that is not answered in time tells. For any thread.
   */
  public boolean connected() {
    return takesWrites && answers && servers.connection().isOpen();
  }

  public Future<Void> close() {
    return opened.close();
  }

  private Future<List<Object>> run(
      LuaScript script, WorkspaceId workspace, String[] arguments, boolean writes) {
    return call(script, workspace, arguments, writes)
        .recover(
            failure ->
                isUnknownFunction(failure)
                    ? library
                        .load()
                        .compose(v -> call(script, workspace, arguments, writes))
                        .onFailure(this::leaveReplica)
                    : refused(failure));
  }

  private Future<List<Object>> refused(Throwable failure) {
    leaveReplica(failure);
    return Future.failedFuture(failure);
  }

  private void leaveReplica(Throwable failure) {
    if (!(failure instanceof RedisReadOnlyException)) {
      return;
    }
    takesWrites = false;
    if (!left) {
      left = true;
      context
          .nettyEventLoop()
          .schedule(() -> left = false, LEAVES_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      LOG.warn("Redis takes no writes: connecting anew, to wherever its name leads now");
      opened.cut();
    }
  }

  private Future<List<Object>> call(
      LuaScript script, WorkspaceId workspace, String[] arguments, boolean writes) {
    String[] keys = {RedisKeys.workspace(workspace)};
    Future<List<Object>> reply =
        command(c -> c.fcall(script.function(), ScriptOutputType.MULTI, keys, arguments));
    AwaitedReplies awaited = AwaitedReplies.ofThisThread();
    awaited.called();
    return reply.onComplete(
        ended -> {
          awaited.ended();
          noteAnswer(ended.cause());
          if (writes && ended.succeeded() && !takesWrites) {
            takesWrites = true;
          }
        });
  }

  private void noteAnswer(@Nullable Throwable cause) {
    boolean answered = !(cause instanceof RedisCommandTimeoutException);
    if (answers != answered) {
      answers = answered;
    }
  }

  private static boolean isUnknownFunction(Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && String.valueOf(failure.getMessage()).startsWith("ERR Function not found");
  }

  /** Group commit: every reply of a turn waits for one WAIT behind them all on their connection. */
  private Future<List<Object>> confirmed(WorkspaceId workspace, List<Object> reply) {
    Promise<List<Object>> promise = context.promise();
    String holder = servers.holderOf(RedisKeys.workspace(workspace));
    List<Unconfirmed> turn = unconfirmed.computeIfAbsent(holder, h -> new ArrayList<>());
    turn.add(new Unconfirmed(reply, promise));
    if (turn.size() == 1) {
      context.nettyEventLoop().execute(() -> confirm(holder));
    }
    return promise.future();
  }

  private void confirm(String holder) {
    List<Unconfirmed> turn = unconfirmed.remove(holder);
    if (turn == null) {
      return;
    }
    long since = meters.start();
    servers
        .at(holder)
        .compose(
            server ->
                LettuceBridge.toFuture(
                    server.waitForReplication(level.replicas(), level.waitMs()), context))
        .onComplete(
            copies -> {
              meters.commitWaited(since);
              boolean enough = copies.succeeded() && copies.result() >= level.replicas();
              for (Unconfirmed one : turn) {
                if (enough) {
                  one.promise.complete(one.reply);
                } else {
                  one.promise.fail(
                      failure(copies.cause(), copies.succeeded() ? copies.result() : 0));
                }
              }
            });
  }

  private Throwable failure(@Nullable Throwable cause, long copies) {
    return cause == null ? new NotConfirmedException(copies, level.replicas()) : cause;
  }
}
