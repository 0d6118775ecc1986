package dev.haven.server.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.Map;

/** Calls the node's public door from outside, over loopback. For one event loop. */
final class DemoClient {
  private static final int MAX_CONNECTIONS = 8;

  private final HttpClient client;

  /** What came back. */
  record Answer(int status, String body) {
    boolean good() {
      return status / 100 == 2;
    }
  }

  DemoClient(Vertx vertx, int port) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setConnectTimeout(5_000)
                .setIdleTimeout(30),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
  }

  /**
   * @param target path and query
   */
  Future<Answer> post(String target, Map<String, String> headers, Buffer body) {
    return client
        .request(HttpMethod.POST, target)
        .compose(
            request -> {
              headers.forEach(request::putHeader);
              return request.send(body);
            })
        .compose(DemoClient::read);
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body.toString()));
  }
}
