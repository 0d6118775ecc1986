package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;

/**
 * Requests of the REST interface. Any status is an answer: Asterisk says 500 for what is no fault
 * of the machine, such as an endpoint that cannot be reached.
 */
final class AriRest {
  private final HttpSender http;
  private final AriAccess access;

  AriRest(EndpointConfig endpoint, HttpSender http) {
    this.http = http;
    this.access = AriAccess.of(endpoint);
  }

  AriAccess access() {
    return access;
  }

  Future<HttpAnswer> get(String path) {
    return http.send(access.call("GET", path));
  }

  Future<HttpAnswer> post(String path) {
    return http.send(access.post(path));
  }

  Future<HttpAnswer> delete(String path) {
    return http.send(access.call("DELETE", path));
  }

  /** What a GET lists; fails when it is not listed. */
  Future<JsonNode> list(String path) {
    return get(path)
        .compose(
            answer -> {
              JsonNode body = answer.isSuccess() ? Json.read(answer.body()) : null;
              return body == null
                  ? Future.failedFuture(
                      new IllegalStateException("the REST interface answered " + answer.status()))
                  : Future.succeededFuture(body);
            });
  }
}
