package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VertxHttpSenderIT {
  private static final int CONNECTIONS = 64;

  private final Vertx vertx = Vertx.vertx();
  private final VertxHttpSender sender = new VertxHttpSender(vertx, uri -> true);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void shouldFreeTheConnectionsOfAPlatformThatStaysSilentAndSendNothingLate() throws Exception {
    // given a platform that takes calls and answers none but the last kind
    AtomicInteger commands = new AtomicInteger();
    CountDownLatch closed = new CountDownLatch(CONNECTIONS);
    HttpServer server =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> connection.closeHandler(v -> closed.countDown()))
            .requestHandler(
                request -> {
                  switch (request.path()) {
                    case "/silent" -> {}
                    case "/command" -> commands.incrementAndGet();
                    default -> request.response().end("here");
                  }
                });
    int port = await(server.listen(0, "127.0.0.1")).actualPort();

    // when all connections are taken, and one more call waits for one
    List<Future<HttpAnswer>> calls = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      calls.add(sender.send(call(port, "/silent", Duration.ofSeconds(2))));
    }
    Future<HttpAnswer> late = sender.send(call(port, "/command", Duration.ofMillis(300)));

    // then each is given up
    assertThatThrownBy(() -> await(late)).hasMessageContaining("no answer");
    for (Future<HttpAnswer> silent : calls) {
      assertThatThrownBy(() -> await(silent)).hasMessageContaining("no answer");
    }
    assertThat(closed.await(20, TimeUnit.SECONDS)).as("the connections are closed").isTrue();
    assertThat(await(sender.send(call(port, "/", Duration.ofSeconds(20)))).status()).isEqualTo(200);
    assertThat(commands).as("sent after it was given up").hasValue(0);
  }

  private static HttpCall call(int port, String path, Duration timeout) {
    return new HttpCall(
        "GET", URI.create("http://127.0.0.1:" + port + path), Map.of(), new byte[0], timeout);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
