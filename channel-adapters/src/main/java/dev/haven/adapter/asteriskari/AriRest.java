package dev.haven.adapter.asteriskari;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;

/**
 * Requests of the REST interface. Any status is an answer, since Asterisk says 500 for what is no
 * fault of the machine, such as an endpoint that cannot be reached; only a user whom it does not
 * let in (401), or not let do this (403), makes a request fail.
 */
final class AriRest {
  private static final int NOT_SIGNED_IN = 401;
  private static final int FORBIDDEN = 403;

  private final HttpSender http;
  private final AriAccess access;

  AriRest(EndpointConfig endpoint, HttpSender http) {
    this.http = http;
    this.access = AriAccess.of(endpoint);
  }

  AriAccess access() {
    return access;
  }

  /** Asterisk's user may not do that: nothing that is tried again will help. */
  static final class RefusedException extends RuntimeException {
    RefusedException(String message) {
      super(message);
    }
  }

  Future<HttpAnswer> get(String path) {
    return ask("GET", path);
  }

  Future<HttpAnswer> post(String path) {
    return ask("POST", path);
  }

  Future<HttpAnswer> delete(String path) {
    return ask("DELETE", path);
  }

  /**
   * Fails with {@link RefusedException} when the user may only read. Asterisk looks at that before
   * it looks for the channel, so one that never is tells it and changes nothing.
   */
  Future<Void> mayWrite() {
    return delete("/channels/haven-none").mapEmpty();
  }

  private Future<HttpAnswer> ask(String method, String path) {
    return http.send(access.call(method, path))
        .compose(
            answer ->
                switch (answer.status()) {
                  case NOT_SIGNED_IN ->
                      Future.failedFuture(
                          new RefusedException("Asterisk refuses user or password"));
                  case FORBIDDEN ->
                      Future.failedFuture(
                          new RefusedException("the user may only read: read_only=no is needed"));
                  default -> Future.succeededFuture(answer);
                });
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
