package dev.haven.server.wiring;

import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HttpConfig.LoopTransport;
import dev.haven.server.config.Problem;
import dev.haven.store.redis.AwaitedReplies;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.EpollIoHandler;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport of a node's event loops. What is named and cannot be had is refused.
 *
 * <p><b>Acknowledgements stay prompt.</b> The native transports of Vert.x switch {@code
 * TCP_QUICKACK} off on each socket that does not ask for it; NIO leaves it as the kernel has it.
 * Off, whoever greets first, as a mail server does, is heard 200 ms late, and a sender with Nagle's
 * algorithm 40 ms. Here every socket asks: to the kernel that is the state of any new connection.
 */
final class Transports {
  private static final int ANY_NUMBER_OF_EVENTS = 0;

  private Transports() {}

  /**
   * @param spin whether loops on epoll look for the reply of Redis before they sleep ({@link
   *     Spinning})
   * @throws ConfigException when the one that is named is not available on this system
   */
  static Transport of(LoopTransport wanted, boolean spin) {
    Transport found = choose(wanted, Transport.EPOLL, Transport.IO_URING);
    if (found == Transport.EPOLL) {
      return new Prompt(found, new PromptEpoll(spin));
    }
    return found == Transport.IO_URING ? new Prompt(found, new PromptIoUring()) : found;
  }

  /**
   * @param epoll null without its library
   * @param ioUring null without its library
   */
  static Transport choose(
      LoopTransport wanted, @Nullable Transport epoll, @Nullable Transport ioUring) {
    return switch (wanted) {
      case AUTO -> epoll != null && epoll.available() ? epoll : Transport.NIO;
      case NIO -> Transport.NIO;
      case EPOLL -> available(wanted, epoll);
      case IO_URING -> available(wanted, ioUring);
    };
  }

  private static Transport available(LoopTransport wanted, @Nullable Transport found) {
    if (found != null && found.available()) {
      return found;
    }
    String why = found == null ? "its library is missing" : why(found.unavailabilityCause());
    String message = "'%s' is not available on this system (%s); 'auto' takes what is";
    throw new ConfigException(
        List.of(new Problem("http.transport", 0, message.formatted(wanted.wireName(), why))));
  }

  /** The first line of the first message; those that only wrap another have none. */
  private static String why(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      String message = at.getMessage();
      if (message != null && !message.isBlank()) {
        return message.strip().lines().findFirst().orElseThrow().strip();
      }
    }
    return "no cause is known";
  }

  private record Prompt(Transport given, io.vertx.core.spi.transport.Transport implementation)
      implements Transport {
    @Override
    public String name() {
      return given.name();
    }

    @Override
    public boolean available() {
      return given.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return given.unavailabilityCause();
    }
  }

  private static final class PromptEpoll extends EpollTransport {
    private final boolean spin;

    PromptEpoll(boolean spin) {
      this.spin = spin;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return spin
          ? EpollIoHandler.newFactory(ANY_NUMBER_OF_EVENTS, PromptEpoll::spinning)
          : super.ioHandlerFactory();
    }

    private static SelectStrategy spinning() {
      return new Spinning(
          () -> AwaitedReplies.ofThisThread().count(),
          () -> AwaitedReplies.ofThisThread().endedSoFar(),
          System::nanoTime);
    }

    @Override
    public void configure(NetServerOptions options, boolean unix, ServerBootstrap bootstrap) {
      super.configure(options.setTcpQuickAck(true), unix, bootstrap);
    }

    @Override
    public void configure(
        ClientOptionsBase options, int connectTimeout, boolean unix, Bootstrap bootstrap) {
      super.configure(options.setTcpQuickAck(true), connectTimeout, unix, bootstrap);
    }
  }

  private static final class PromptIoUring extends IoUringTransport {
    @Override
    public void configure(NetServerOptions options, boolean unix, ServerBootstrap bootstrap) {
      super.configure(options.setTcpQuickAck(true), unix, bootstrap);
    }

    @Override
    public void configure(
        ClientOptionsBase options, int connectTimeout, boolean unix, Bootstrap bootstrap) {
      super.configure(options.setTcpQuickAck(true), connectTimeout, unix, bootstrap);
    }
  }
}
