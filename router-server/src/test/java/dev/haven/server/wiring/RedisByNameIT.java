package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.config.HttpConfig.LoopTransport;
import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.store.redis.CommitLevel;
import dev.haven.store.redis.RedisLink;
import dev.haven.store.redis.RedisProgram;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Redis that only a name server of the test's own knows, over epoll where there is one and
 * NIO.
 */
class RedisByNameIT {
  private static final String NAME = "redis.haven.test";
  private static final int TYPE_A = 1;

  @TempDir Path temp;

  @Test
  void shouldFindRedisByItsNameWhateverTheTransport() throws Exception {
    EmbeddedRedis redis =
        EmbeddedRedis.open(DataFolder.open(temp), RedisProgram.AUTO, Durability.PROCESS);
    Vertx names = Vertx.vertx();
    try {
      // given
      int dns = await(names.getOrCreateContext(), () -> nameServer(names));
      String uri = "redis://:" + redis.password() + "@" + NAME + ":" + redis.port();
      for (LoopTransport each : List.of(LoopTransport.AUTO, LoopTransport.NIO)) {
        // when, then
        assertThat(connects(each, dns, uri)).as("on " + each).isTrue();
      }
    } finally {
      names.close();
      redis.close();
    }
  }

  private static boolean connects(LoopTransport transport, int dns, String uri) throws Exception {
    VertxOptions options =
        new VertxOptions()
            .setAddressResolverOptions(
                new AddressResolverOptions()
                    .addServer("127.0.0.1:" + dns)
                    .setSearchDomains(List.of()));
    Vertx vertx =
        Vertx.builder().with(options).withTransport(Transports.of(transport, true)).build();
    Context context = vertx.getOrCreateContext();
    RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
    try {
      RedisLink link =
          await(context, () -> RedisLink.connect(context, uri, CommitLevel.PROCESS, meters));
      await(context, () -> link.subscribe("news", news -> {}));
      boolean connected = link.connected();
      await(context, link::close);
      return connected;
    } finally {
      vertx.close();
    }
  }

  private static Future<Integer> nameServer(Vertx vertx) {
    DatagramSocket socket = vertx.createDatagramSocket();
    socket.handler(
        asked -> socket.send(answer(asked.data()), asked.sender().port(), asked.sender().host()));
    return socket.listen(0, "127.0.0.1").map(open -> open.localAddress().port());
  }

  /** RFC 1035: whatever is asked for has the address 127.0.0.1 and nothing else. */
  private static Buffer answer(Buffer query) {
    int end = 12;
    while (query.getByte(end) != 0) {
      end++;
    }
    int type = query.getUnsignedShort(end + 1);
    Buffer answer =
        Buffer.buffer()
            .appendBuffer(query.slice(0, 2))
            .appendUnsignedShort(0x8180)
            .appendUnsignedShort(1)
            .appendUnsignedShort(type == TYPE_A ? 1 : 0)
            .appendInt(0)
            .appendBuffer(query.slice(12, end + 5));
    return type == TYPE_A
        ? answer
            .appendUnsignedShort(0xC00C)
            .appendUnsignedShort(TYPE_A)
            .appendUnsignedShort(1)
            .appendInt(60)
            .appendUnsignedShort(4)
            .appendInt(0x7F000001)
        : answer;
  }

  private static <T> T await(Context context, Supplier<Future<T>> call) throws Exception {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(promise));
    return promise.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
