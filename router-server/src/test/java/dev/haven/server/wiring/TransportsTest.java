package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.haven.server.config.ConfigException;
import dev.haven.server.config.HttpConfig.LoopTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.IoHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransportsTest {
  private static final Transport EPOLL = new Fake("epoll", null);
  private static final Transport IO_URING = new Fake("io_uring", null);

  private record Fake(String name, @Nullable Throwable unavailabilityCause) implements Transport {
    @Override
    public boolean available() {
      return unavailabilityCause == null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
      return Transport.NIO.implementation();
    }
  }

  private static Transport without(String name) {
    Throwable cause = new IllegalStateException("not permitted\n  at the second line");
    return new Fake(name, new ExceptionInInitializerError(cause));
  }

  @Test
  void shouldTakeWhatIsNamed() {
    assertThat(Transports.choose(LoopTransport.NIO, EPOLL, IO_URING)).isSameAs(Transport.NIO);
    assertThat(Transports.choose(LoopTransport.EPOLL, EPOLL, IO_URING)).isSameAs(EPOLL);
    assertThat(Transports.choose(LoopTransport.IO_URING, EPOLL, IO_URING)).isSameAs(IO_URING);
  }

  @Test
  void shouldTakeEpollByItselfWhereItIsAndNeverIoUring() {
    assertThat(Transports.choose(LoopTransport.AUTO, EPOLL, IO_URING)).isSameAs(EPOLL);
    assertThat(Transports.choose(LoopTransport.AUTO, without("epoll"), IO_URING))
        .isSameAs(Transport.NIO);
    assertThat(Transports.choose(LoopTransport.AUTO, null, IO_URING)).isSameAs(Transport.NIO);
  }

  @Test
  void shouldLetNoSocketDelayItsAcknowledgements() {
    for (Transport each : List.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING)) {
      // given
      LoopTransport wanted =
          each.available()
              ? LoopTransport.valueOf(each.name().toUpperCase(Locale.ROOT))
              : LoopTransport.AUTO;
      ServerBootstrap server = new ServerBootstrap();
      Bootstrap client = new Bootstrap();

      // when
      var transport = Transports.of(wanted, true).implementation();
      transport.configure(new HttpServerOptions(), false, server);
      transport.configure(new HttpClientOptions(), 1_000, false, client);

      // then
      for (var options : List.of(server.config().childOptions(), client.config().options())) {
        Map<String, Object> byName = new HashMap<>();
        options.forEach((option, value) -> byName.put(option.name().replaceAll(".*#", ""), value));
        assertThat(byName).containsEntry("TCP_NODELAY", true);
        assertThat(byName.getOrDefault("TCP_QUICKACK", true)).as("on " + wanted).isEqualTo(true);
      }
    }
  }

  @Test
  void shouldLookForRepliesOnEpollWhereThatIsAskedFor() {
    assumeThat(Transport.EPOLL != null && Transport.EPOLL.available()).isTrue();
    for (boolean spin : List.of(true, false)) {
      IoHandler handler =
          Transports.of(LoopTransport.EPOLL, spin)
              .implementation()
              .ioHandlerFactory()
              .newHandler(GlobalEventExecutor.INSTANCE);
      assertThat(handler)
          .extracting("selectStrategy")
          .matches(strategy -> strategy instanceof Spinning == spin, "looks: " + spin);
      handler.destroy();
    }
  }

  @Test
  void shouldSayInOneSentenceWhyWhatIsNamedCannotBeHad() {
    assertThatThrownBy(() -> Transports.choose(LoopTransport.IO_URING, EPOLL, without("io_uring")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "http.transport: 'io_uring' is not available on this system (not permitted);"
                + " 'auto' takes what is");
    assertThatThrownBy(() -> Transports.choose(LoopTransport.EPOLL, null, IO_URING))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'epoll' is not available on this system (its library is missing)");
  }
}
