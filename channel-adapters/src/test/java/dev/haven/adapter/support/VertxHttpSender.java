package dev.haven.adapter.support;

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
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls a fake platform in tests, without following redirects. An answer longer than the bound
 * fails. Safe from any thread; completes on the caller's context when there is one.
 */
public final class VertxHttpSender implements HttpSender {
  private final HttpClient client;
  private final int maxAnswerBytes;

  /**
   * @param maxAnswerBytes longest answer that is taken, in bytes
   */
  public VertxHttpSender(Vertx vertx, int maxAnswerBytes) {
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true));
    this.maxAnswerBytes = maxAnswerBytes;
  }

  @Override
  public Future<HttpAnswer> send(HttpCall call) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(call.method()))
            .setAbsoluteURI(call.uri().toString())
            .setFollowRedirects(false)
            .setTimeout(call.timeout().toMillis());
    call.headers().forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> send(request, call))
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        "no answer of " + call.uri().getHost() + ": " + kind(failure))));
  }

  private static String kind(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  private Future<HttpAnswer> send(HttpClientRequest request, HttpCall call) {
    Future<HttpClientResponse> response =
        call.body().length == 0 ? request.send() : request.send(Buffer.buffer(call.body()));
    return response.compose(answer -> read(request, answer));
  }

  private Future<HttpAnswer> read(HttpClientRequest request, HttpClientResponse response) {
    Promise<HttpAnswer> done = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > maxAnswerBytes) {
            done.tryFail(new IllegalStateException("the answer is too long"));
            request.reset();
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(done::tryFail);
    response.endHandler(
        end -> {
          List<Headers.Line> lines = new ArrayList<>();
          response.headers().forEach((name, value) -> lines.add(new Headers.Line(name, value)));
          done.tryComplete(
              new HttpAnswer(response.statusCode(), Headers.of(lines), body.getBytes()));
        });
    return done.future();
  }
}
