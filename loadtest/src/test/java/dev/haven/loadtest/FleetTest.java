package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final int WITHIN_S = 30;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(WITHIN_S, TimeUnit.SECONDS)
        .join();
  }

  /**
   * Refuses to be available once, the accept of the first contact and the completion of the second.
   */
  private void serve(ServerWebSocket socket) {
    int[] asked = new int[1];
    socket.textMessageHandler(
        text -> {
          JsonObject frame = new JsonObject(text);
          String id = frame.getString("id");
          switch (frame.getString("type")) {
            case "hello" -> socket.writeTextMessage("{\"type\":\"welcome\",\"id\":\"h\"}");
            case "activity.set" -> {
              if (asked[0]++ == 0) {
                error(socket, id);
              } else {
                answer(socket, "ack", id);
                offer(socket, "r1/0");
                offer(socket, "r1/1");
              }
            }
            case "offer.accept" -> answerBut("ar1/0 ", socket, id);
            default -> answerBut("cr1/1", socket, id);
          }
        });
  }

  private static void answerBut(String refused, ServerWebSocket socket, String id) {
    if (id.startsWith(refused)) {
      error(socket, id);
    } else {
      answer(socket, "ack", id);
    }
  }

  private static void offer(ServerWebSocket socket, String mark) {
    socket.writeTextMessage(
        "{\"type\":\"offer.created\",\"data\":{\"offerId\":\"o\",\"contact\":{\"preview\":\"[n"
            + mark
            + "] hello\"}}}");
  }

  private static void error(ServerWebSocket socket, String id) {
    answer(socket, "error", id);
  }

  private static void answer(ServerWebSocket socket, String type, String id) {
    socket.writeTextMessage(
        "{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"data\":{\"code\":\"unavailable\"}}");
  }

  @Test
  void shouldTellWhoseCommandWasRefused() throws InterruptedException {
    // given
    HttpServer server =
        await(
            vertx
                .createHttpServer(
                    new HttpServerOptions().addWebSocketSubProtocol("haven.desktop.v1"))
                .webSocketHandler(this::serve)
                .listen(0, "127.0.0.1"));
    Target target = new Target("test", server.actualPort(), Tokens.none(), 0, 0, null);
    Fleet fleet = new Fleet(vertx, List.of(target), listener());

    // when
    await(fleet.open(0, 1));

    // then
    assertThat(List.of(next(), next(), next(), next()))
        .containsExactly("offered r1/0", "offered r1/1", "refused r1/0", "refused r1/1");
    await(fleet.close());
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(WITHIN_S, TimeUnit.SECONDS));
  }

  private Fleet.Listener listener() {
    return new Fleet.Listener() {
      @Override
      public void offered(String mark, long nanos) {
        heard.add("offered " + mark);
      }

      @Override
      public void completed(String mark) {
        heard.add("completed " + mark);
      }

      @Override
      public void refused(String mark, String code) {
        heard.add("refused " + mark);
      }
    };
  }
}
