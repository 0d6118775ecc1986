package dev.haven.store.redis;

import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.BootstrapConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * Gives Lettuce one event loop that belongs to somebody else, and never shuts it down.
 *
 * <p>A loop takes channels of its own transport only. Lettuce chooses them, for Redis and for DNS,
 * by what it finds on the class path; here they are made by whoever made the loop.
 */
final class SharedEventLoop implements EventLoopGroupProvider {
  private final EventLoop loop;
  private final ChannelFactory<? extends Channel> channels;
  private final AddressResolverGroup<?> names;

  SharedEventLoop(ContextInternal context) {
    this.loop = context.nettyEventLoop();
    this.channels = context.owner().transport().channelFactory(false);
    this.names = context.owner().nameResolver().nettyAddressResolverGroup();
  }

  /** Resolves names on this loop, by the servers and files that its owner resolves by. */
  AddressResolverGroup<?> names() {
    return names;
  }

  /** The same, but its connections are this loop's. */
  @SuppressWarnings("unchecked")
  Bootstrap own(Bootstrap given) {
    BootstrapConfig config = given.config();
    Bootstrap own = new Bootstrap().group(loop).channelFactory(channels).resolver(names);
    config.options().forEach((name, value) -> own.option((ChannelOption<Object>) name, value));
    config.attrs().forEach((name, value) -> own.attr((AttributeKey<Object>) name, value));
    return own;
  }

  /**
   * Lettuce only ever uses what it gets as an {@link EventLoopGroup}, whatever class it asks for.
   */
  @Override
  @SuppressWarnings("unchecked")
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return (T) loop;
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit timeUnit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
