package dev.haven.server.wiring;

import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Calls platforms: no redirects, a bounded answer, a deadline, and only where it may. Failures name
 * no address. For one event loop.
 */
final class VertxHttpSender implements HttpSender {
  /** A list of a few thousand channels, or a mail without its files, fits. */
  private static final int MAX_ANSWER = 8 * 1_048_576;

  private static final int MAX_PER_HOST = 64;

  /** Less than any platform keeps an idle connection: Asterisk's HTTP server 15 s. */
  private static final int KEPT_SECONDS = 10;

  private final HttpClient client;
  private final Predicate<URI> allowed;

  /**
   * @param allowed whether that place may be called
   */
  VertxHttpSender(Vertx vertx, Predicate<URI> allowed) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setKeepAliveTimeout(KEPT_SECONDS)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(MAX_PER_HOST));
    this.allowed = allowed;
  }

  @Override
  public Future<HttpAnswer> send(HttpCall call) {
    if (!allowed.test(call.uri())) {
      return Future.failedFuture("this place is not on the list of those that may be called");
    }
    // One that was given up is neither sent once a connection is free nor keeps its connection.
    long within = call.timeout().toMillis();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(call.method()))
            .setAbsoluteURI(call.uri().toString())
            .setConnectTimeout(within)
            .setIdleTimeout(within)
            .setFollowRedirects(false);
    Future<HttpAnswer> answer =
        client
            .request(options)
            .compose(
                request -> {
                  call.headers().forEach(request::putHeader);
                  return request.send(Buffer.buffer(call.body()));
                })
            .compose(VertxHttpSender::read);
    return answer
        .timeout(within, TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture("no answer: " + e.getClass().getSimpleName()));
  }

  private static Future<HttpAnswer> read(HttpClientResponse response) {
    Promise<HttpAnswer> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          if (body.length() + piece.length() > MAX_ANSWER) {
            promise.tryFail("the answer is too large");
            response.request().connection().close();
          } else {
            body.appendBuffer(piece);
          }
        });
    response.exceptionHandler(promise::tryFail);
    response.endHandler(
        v -> {
          List<Headers.Line> lines = new ArrayList<>();
          for (Map.Entry<String, String> header : response.headers()) {
            lines.add(new Headers.Line(header.getKey(), header.getValue()));
          }
          promise.tryComplete(
              new HttpAnswer(response.statusCode(), Headers.of(lines), body.getBytes()));
        });
    return promise.future();
  }
}
