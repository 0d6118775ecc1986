package dev.haven.store.redis;

import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.event.connection.ReconnectAttemptEvent;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * One node's connection to Redis on one event loop, which it shares with the sockets of that loop.
 *
 * <p><b>No replay.</b> Lettuce is told never to send a command again after a reconnect and to
 * refuse commands while disconnected: a command whose reply was cut may have run. Callers repeat
 * with the same ids instead.
 *
 * <p><b>Writes of one turn of the loop leave together</b>: commands are flushed at the end of the
 * turn, and with commit level replicated one WAIT follows them on the same connection and confirms
 * them all.
 *
 * <p>Values are ISO 8859-1 text, byte for byte what Redis holds: sealed bytes pass unchanged. All
 * methods are called on the event loop.
 */
public final class RedisLink {
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);
  private static final Latin1Codec CODEC = new Latin1Codec();
  private static final int QUEUE_LIMIT = 10_000;
  private static final int LIBRARIES = 4;

  private final ContextInternal context;
  private final CommitLevel level;
  private final RouterMeters meters;
  private final ClientResources resources;
  private final Disposable watch;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> commands;
  private final StatefulRedisPubSubConnection<String, String> subscriber;
  private @Nullable Future<Void> loading;
  private boolean flushScheduled;
  private List<Promise<List<Object>>> unconfirmed = new ArrayList<>();
  private List<List<Object>> unconfirmedReplies = new ArrayList<>();

  private RedisLink(
      ContextInternal context,
      CommitLevel level,
      RouterMeters meters,
      ClientResources resources,
      Disposable watch,
      RedisClient client,
      StatefulRedisConnection<String, String> connection,
      StatefulRedisPubSubConnection<String, String> subscriber) {
    this.context = context;
    this.level = level;
    this.meters = meters;
    this.resources = resources;
    this.watch = watch;
    this.client = client;
    this.connection = connection;
    this.commands = connection.async();
    this.subscriber = subscriber;
    connection.setAutoFlushCommands(false);
  }

  /**
   * Connects; fails when Redis does not answer within 5 s.
   *
   * @param uri {@code redis://} or {@code rediss://}, as Lettuce reads it
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
    ClientResources resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(new SharedEventLoop(context.nettyEventLoop()))
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .build();
    RedisURI redis = RedisURI.create(uri);
    redis.setTimeout(Duration.ofSeconds(5));
    RedisClient client = RedisClient.create(resources, redis);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .replayFilter(command -> true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUE_LIMIT)
            .protocolVersion(ProtocolVersion.RESP2)
            .timeoutOptions(
                TimeoutOptions.builder()
                    .timeoutCommands(true)
                    .fixedTimeout(within.plusMillis(level.waitMs()))
                    .build())
            .socketOptions(
                SocketOptions.builder()
                    .keepAlive(true)
                    .tcpNoDelay(true)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .build());
    Disposable watch =
        resources
            .eventBus()
            .get()
            .filter(e -> e instanceof ReconnectAttemptEvent)
            .subscribe(e -> meters.redisReconnect(), e -> {});
    return LettuceBridge.toFuture(client.connectAsync(CODEC, redis), context)
        .compose(
            connection ->
                LettuceBridge.toFuture(client.connectPubSubAsync(CODEC, redis), context)
                    .map(
                        subscriber ->
                            new RedisLink(
                                context,
                                level,
                                meters,
                                resources,
                                watch,
                                client,
                                connection,
                                subscriber)))
        .onFailure(
            e -> client.shutdownAsync().thenRun(() -> resources.shutdown(0, 1, TimeUnit.SECONDS)));
  }

  public Context context() {
    return context;
  }

  /**
   * Runs a transition and answers once the commit level is reached. When Redis does not know the
   * library it is loaded and the call tried again: it did not run.
   */
  public Future<List<Object>> transition(
      LuaScript script, WorkspaceId workspace, String[] arguments) {
    Future<List<Object>> ran = run(script, workspace, arguments);
    return level.kind() == CommitLevel.Kind.REPLICATED ? ran.compose(this::confirmed) : ran;
  }

  /** Runs a script that changes nothing. */
  public Future<List<Object>> read(LuaScript script, WorkspaceId workspace, String[] arguments) {
    return run(script, workspace, arguments);
  }

  /** A plain command, for what needs no script. */
  public <T> Future<T> command(
      Function<RedisAsyncCommands<String, String>, ? extends CompletionStage<T>> call) {
    Future<T> reply = LettuceBridge.toFuture(call.apply(commands), context);
    flushSoon();
    return reply;
  }

  /**
   * Hears what is published on a channel; the listener runs on this link's event loop. Survives
   * reconnects.
   */
  public Future<Void> subscribe(String channel, Consumer<String> listener) {
    subscriber.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            if (from.equals(channel)) {
              context.runOnContext(v -> listener.accept(message));
            }
          }
        });
    return LettuceBridge.toFuture(subscriber.async().subscribe(channel), context);
  }

  public boolean connected() {
    return connection.isOpen();
  }

  public Future<Void> close() {
    watch.dispose();
    return LettuceBridge.toFuture(connection.closeAsync(), context)
        .eventually(() -> LettuceBridge.toFuture(subscriber.closeAsync(), context))
        .eventually(
            () -> LettuceBridge.toFuture(client.shutdownAsync(0, 2, TimeUnit.SECONDS), context))
        .onComplete(done -> resources.shutdown(0, 1, TimeUnit.SECONDS));
  }

  private Future<List<Object>> run(LuaScript script, WorkspaceId workspace, String[] arguments) {
    return call(script, workspace, arguments)
        .recover(
            failure ->
                isUnknownFunction(failure)
                    ? load().compose(v -> call(script, workspace, arguments))
                    : Future.failedFuture(failure));
  }

  private Future<List<Object>> call(LuaScript script, WorkspaceId workspace, String[] arguments) {
    String[] keys = {RedisKeys.workspace(workspace)};
    return command(c -> c.fcall(script.function(), ScriptOutputType.MULTI, keys, arguments));
  }

  private static boolean isUnknownFunction(Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && String.valueOf(failure.getMessage()).startsWith("ERR Function not found");
  }

  /** Loads the library, once for all calls that miss it, and drops what old versions left. */
  private Future<Void> load() {
    if (loading != null) {
      return loading;
    }
    Future<Void> load =
        this.<String>command(c -> c.functionLoad(LuaLibrary.instance().source(), true))
            .compose(name -> dropOld());
    loading = load;
    load.onComplete(done -> loading = null);
    return load;
  }

  /**
   * Libraries of other versions stay for nodes that still run them, {@value #LIBRARIES} in all. A
   * node whose library was dropped loads it again at its next call.
   */
  private Future<Void> dropOld() {
    return function(new ArrayOutput<>(CODEC), "LIST", "LIBRARYNAME", LuaLibrary.PREFIX + "*")
        .compose(
            libraries -> {
              // RESP2 gives each library as a list that begins with "library_name" and its name.
              List<String> others =
                  libraries.stream()
                      .map(library -> String.valueOf(((List<?>) library).get(1)))
                      .filter(name -> !name.equals(LuaLibrary.instance().name()))
                      .toList();
              List<Future<String>> drops = new ArrayList<>();
              for (int i = 0; i < others.size() - LIBRARIES + 1; i++) {
                drops.add(function(new StatusOutput<>(CODEC), "DELETE", others.get(i)));
              }
              return Future.join(drops).otherwiseEmpty().mapEmpty();
            });
  }

  private <T> Future<T> function(CommandOutput<String, String, T> output, String... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(CODEC);
    List.of(words).forEach(arguments::add);
    return command(c -> c.dispatch(CommandType.FUNCTION, output, arguments));
  }

  /** Group commit: every reply of a turn waits for one WAIT behind them all on this connection. */
  private Future<List<Object>> confirmed(List<Object> reply) {
    Promise<List<Object>> promise = context.promise();
    unconfirmed.add(promise);
    unconfirmedReplies.add(reply);
    if (unconfirmed.size() == 1) {
      context.nettyEventLoop().execute(this::confirm);
    }
    return promise.future();
  }

  private void confirm() {
    List<Promise<List<Object>>> promises = unconfirmed;
    List<List<Object>> replies = unconfirmedReplies;
    unconfirmed = new ArrayList<>();
    unconfirmedReplies = new ArrayList<>();
    long since = meters.start();
    command(c -> c.waitForReplication(level.replicas(), level.waitMs()))
        .onComplete(
            copies -> {
              meters.commitWaited(since);
              boolean enough = copies.succeeded() && copies.result() >= level.replicas();
              for (int i = 0; i < promises.size(); i++) {
                if (enough) {
                  promises.get(i).complete(replies.get(i));
                } else {
                  promises
                      .get(i)
                      .fail(failure(copies.cause(), copies.succeeded() ? copies.result() : 0));
                }
              }
            });
  }

  private Throwable failure(@Nullable Throwable cause, long copies) {
    return cause == null ? new NotConfirmedException(copies, level.replicas()) : cause;
  }

  private void flushSoon() {
    if (!flushScheduled) {
      flushScheduled = true;
      context.nettyEventLoop().execute(this::flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    connection.flushCommands();
  }
}
