package dev.haven.adapter.telnyx;

import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST interface, signed in with the secret {@code apiKey}. */
final class TelnyxRest {
  private static final String API = "https://api.telnyx.com";

  private final @Nullable Rest rest;

  TelnyxRest(EndpointConfig endpoint, AdapterContext context) {
    String key = endpoint.secretOrNull("apiKey");
    String base = endpoint.apiBaseUrl() == null ? API : endpoint.apiBaseUrl();
    this.rest =
        key == null
            ? null
            : new Rest(context.http(), base, Map.of("Authorization", "Bearer " + key));
  }

  Future<HttpAnswer> post(String path, Map<String, ?> values) {
    return rest == null
        ? Future.failedFuture(
            new IllegalStateException("the secret 'apiKey' is needed to send or connect"))
        : rest.postJson("/v2/" + path, values);
  }

  Future<HttpAnswer> put(String path, Map<String, ?> values) {
    return rest == null
        ? Future.failedFuture(
            new IllegalStateException("the secret 'apiKey' is needed to send or connect"))
        : rest.send("PUT", "/v2/" + path, "application/json", Json.write(values));
  }

  /**
   * @param path from the root, with its query
   */
  Future<HttpAnswer> get(String path) {
    return rest == null
        ? Future.failedFuture(
            new IllegalStateException("the secret 'apiKey' is needed to send or connect"))
        : rest.get(path);
  }

  /** Null when no key is configured. */
  @Nullable Rest rest() {
    return rest;
  }

  /** A field of the answer's data, null when it has none. */
  static @Nullable String field(HttpAnswer answer, String name) {
    return Json.filled(Json.read(answer.body()), "data", name);
  }

  /** The platform's code of a refusal, or the HTTP status when it tells none. */
  static String refusal(HttpAnswer answer) {
    String code = Json.filled(Json.at(Json.read(answer.body()), "errors").path(0), "code");
    return code == null ? "http_" + answer.status() : code;
  }
}
