package dev.haven.store.redis;

import dev.haven.telemetry.RouterMeters;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.ConnectionEvents;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.event.connection.ReconnectAttemptEvent;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Connects to Redis with the settings that no command is run twice by, on one event loop: see
 * {@link RedisLink}.
 */
final class RedisConnector {
  /** Scheme of a cluster; with TLS {@code rediss-cluster}. Several servers may be named. */
  private static final String CLUSTER = "-cluster://";

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_SHARDS_EVERY = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(500);
  private static final int QUEUE_LIMIT = 10_000;

  /**
   * Lettuce's own switch; its classes of events are made anew by the JVM, for a second at start.
   */
  private static final String FLIGHT_RECORDER_EVENTS = "io.lettuce.core.jfr";

  /**
   * Lettuce's own search for transports. {@link SharedEventLoop} decides; the search would only
   * load libraries at start and warn at each connection that it found two.
   */
  private static final String LOOK_FOR_EPOLL = "io.lettuce.core.epoll";

  private static final String LOOK_FOR_IO_URING = "io.lettuce.core.iouring";

  static {
    for (String name : List.of(FLIGHT_RECORDER_EVENTS, LOOK_FOR_EPOLL, LOOK_FOR_IO_URING)) {
      if (System.getProperty(name) == null) {
        System.setProperty(name, "false");
      }
    }
  }

  private final ContextInternal context;
  private final SharedEventLoop loop;
  private final ClientResources resources;
  private final ClientOptions options;
  private final Disposable watch;
  private final ChannelGroup channels;

  /** Connections and what must be closed with them. */
  record Opened(RedisConnector by, AbstractRedisClient client, RedisServers servers) {
    /** Cuts every connection. Each is made anew, to wherever its name leads then. */
    void cut() {
      by.channels.close();
    }

    Future<Void> close() {
      by.watch.dispose();
      ContextInternal context = by.context;
      return LettuceBridge.toFuture(servers.connection().closeAsync(), context)
          .eventually(() -> LettuceBridge.toFuture(servers.subscriber().closeAsync(), context))
          .eventually(
              () -> LettuceBridge.toFuture(client.shutdownAsync(0, 2, TimeUnit.SECONDS), context))
          .onComplete(done -> by.resources.shutdown(0, 1, TimeUnit.SECONDS));
    }
  }

  /**
   * @param within how long a command may take
   */
  RedisConnector(ContextInternal context, Duration within, RouterMeters meters) {
    this.context = context;
    this.loop = new SharedEventLoop(context);
    this.channels = new DefaultChannelGroup(context.nettyEventLoop());
    this.resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(loop)
            .addressResolverGroup(loop.names())
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    channel.pipeline().addFirst(new FlushOnceATurn());
                    channels.add(channel);
                  }
                })
            .build();
    this.options =
        ClientOptions.builder()
            .autoReconnect(true)
            .replayFilter(command -> true)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUE_LIMIT)
            .protocolVersion(ProtocolVersion.RESP2)
            .timeoutOptions(
                TimeoutOptions.builder().timeoutCommands(true).fixedTimeout(within).build())
            .socketOptions(
                SocketOptions.builder()
                    .keepAlive(true)
                    .tcpNoDelay(true)
                    .connectTimeout(CONNECT_WITHIN)
                    .build())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .build();
    this.watch =
        resources
            .eventBus()
            .get()
            .filter(e -> e instanceof ReconnectAttemptEvent)
            .subscribe(e -> meters.redisReconnect(), e -> {});
  }

  Future<Opened> open(String uri) {
    return uri.contains(CLUSTER) ? cluster(uri) : one(uri);
  }

  private Future<Opened> one(String uri) {
    RedisURI redis = within(RedisURI.create(uri));
    RedisClient client = new One(redis);
    client.setOptions(options);
    return opened(
        client,
        LettuceBridge.toFuture(client.connectAsync(new Latin1Codec(), redis), context)
            .compose(
                own ->
                    LettuceBridge.toFuture(
                            client.connectPubSubAsync(new Latin1Codec(), redis), context)
                        .map(subscriber -> new OneRedis(own, subscriber))));
  }

  private Future<Opened> cluster(String uri) {
    RedisClusterClient client = new Cluster(shards(uri));
    client.setOptions(
        ClusterClientOptions.builder(options)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enableAllAdaptiveRefreshTriggers()
                    .adaptiveRefreshTriggersTimeout(LOOK_AGAIN_AFTER)
                    .enablePeriodicRefresh(LOOK_FOR_SHARDS_EVERY)
                    .build())
            .build());
    return opened(
        client,
        LettuceBridge.toFuture(client.refreshPartitionsAsync(), context)
            .compose(
                found -> LettuceBridge.toFuture(client.connectAsync(new Latin1Codec()), context))
            .compose(
                own ->
                    LettuceBridge.toFuture(client.connectPubSubAsync(new Latin1Codec()), context)
                        .map(subscriber -> new ClusterRedis(context, own, subscriber)))
            // A command for a shard without a connection would open one, and be refused itself.
            .compose(shards -> shards.each().map(shards)));
  }

  /** Lettuce's client, its connections on the shared loop. */
  private final class One extends RedisClient {
    One(RedisURI uri) {
      super(resources, uri);
    }

    @Override
    protected void connectionBuilder(
        Mono<SocketAddress> address,
        ConnectionBuilder builder,
        ConnectionEvents events,
        RedisURI uri) {
      super.connectionBuilder(address, builder, events, uri);
      builder.bootstrap(loop.own(builder.bootstrap()));
    }
  }

  /** The same for a cluster. */
  private final class Cluster extends RedisClusterClient {
    Cluster(List<RedisURI> uris) {
      super(resources, uris);
    }

    @Override
    protected void connectionBuilder(
        Mono<SocketAddress> address,
        ConnectionBuilder builder,
        ConnectionEvents events,
        RedisURI uri) {
      super.connectionBuilder(address, builder, events, uri);
      builder.bootstrap(loop.own(builder.bootstrap()));
    }
  }

  private Future<Opened> opened(
      AbstractRedisClient client, Future<? extends RedisServers> connecting) {
    return connecting
        .map(servers -> new Opened(this, client, servers))
        .onFailure(
            e -> client.shutdownAsync().thenRun(() -> resources.shutdown(0, 1, TimeUnit.SECONDS)));
  }

  /** {@code redis-cluster://:password@a:7000,b:7000}: one URI for each server that is named. */
  static List<RedisURI> shards(String uri) {
    String scheme = uri.substring(0, uri.indexOf(CLUSTER));
    String rest = uri.substring(scheme.length() + CLUSTER.length());
    int hosts = rest.lastIndexOf('@') + 1;
    return Arrays.stream(rest.substring(hosts).split(",", -1))
        .map(host -> within(RedisURI.create(scheme + "://" + rest.substring(0, hosts) + host)))
        .toList();
  }

  private static RedisURI within(RedisURI uri) {
    uri.setTimeout(CONNECT_WITHIN);
    return uri;
  }
}
