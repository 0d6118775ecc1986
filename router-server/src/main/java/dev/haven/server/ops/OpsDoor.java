package dev.haven.server.ops;

import dev.haven.server.http.JsonOut;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations port: {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code
 * /health/started}; aggregates only. Live means that the event loops turn, this one and those that
 * serve; it never asks the store.
 */
public final class OpsDoor {
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final int IDLE_SECONDS = 60;

  private final PrometheusMeterRegistry registry;
  private final Readiness readiness;
  private final @Nullable String bearer;
  private final ConfigSwitch configs;

  /**
   * @param bearer what a scraper of the metrics, and who has the configuration read again, must
   *     show; null for nothing
   */
  public OpsDoor(
      PrometheusMeterRegistry registry,
      Readiness readiness,
      @Nullable String bearer,
      ConfigSwitch configs) {
    this.registry = registry;
    this.readiness = readiness;
    this.bearer = bearer;
    this.configs = configs;
  }

  public Future<HttpServer> open(Vertx vertx, String host, int port) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxHeaderSize(8_192);
    return vertx.createHttpServer(options).requestHandler(this::handle).listen();
  }

  private void handle(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    String path = String.valueOf(request.path());
    if (path.equals("/config/reload")) {
      reload(request);
      return;
    }
    if (!HttpMethod.GET.equals(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET").setStatusCode(405).end();
      return;
    }
    switch (path) {
      case "/metrics" -> metrics(request);
      case "/health/live" -> health(request.response(), readiness.signsOfLife(), Map.of());
      case "/health/started" ->
          health(request.response(), Map.of("started", readiness.isStarted()), Map.of());
      case "/health/ready" -> health(request.response(), readiness.results(), readiness.details());
      default -> request.response().setStatusCode(404).end();
    }
  }

  private void metrics(HttpServerRequest request) {
    if (!mayRead(request)) {
      request.response().putHeader("www-authenticate", "Bearer").setStatusCode(401).end();
      return;
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    String type = accept != null && accept.contains("application/openmetrics-text") ? OPEN : PLAIN;
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .end(Buffer.buffer(registry.scrape(type)));
  }

  /** A page in somebody's browser may not do it, whatever it shows. */
  private void reload(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!HttpMethod.POST.equals(request.method())) {
      response.putHeader(HttpHeaders.ALLOW, "POST").setStatusCode(405).end();
    } else if (request.getHeader(HttpHeaders.ORIGIN) != null) {
      response.setStatusCode(403).end();
    } else if (!mayRead(request)) {
      response.putHeader("www-authenticate", "Bearer").setStatusCode(401).end();
    } else {
      configs
          .reload()
          .onFailure(e -> response.setStatusCode(503).end())
          .onSuccess(result -> tell(response, result));
    }
  }

  private static void tell(HttpServerResponse response, ConfigSwitch.Result result) {
    response
        .setStatusCode(result.applied() ? 200 : 409)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(
            JsonOut.buffer(
                out -> {
                  out.writeStartObject();
                  out.writeBooleanField("applied", result.applied());
                  out.writeStringField("version", result.version());
                  out.writeArrayFieldStart("problems");
                  for (String problem : result.problems()) {
                    out.writeString(problem);
                  }
                  out.writeEndArray();
                  out.writeEndObject();
                }));
  }

  private boolean mayRead(HttpServerRequest request) {
    String wanted = bearer;
    if (wanted == null) {
      return true;
    }
    String shown = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION));
    return MessageDigest.isEqual(
        ("Bearer " + wanted).getBytes(StandardCharsets.UTF_8),
        shown.getBytes(StandardCharsets.UTF_8));
  }

  private static void health(
      HttpServerResponse response,
      Map<String, Boolean> checks,
      Map<String, Map<String, String>> details) {
    boolean holds = checks.values().stream().allMatch(Boolean::booleanValue);
    response
        .setStatusCode(holds ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(
            JsonOut.buffer(
                out -> {
                  out.writeStartObject();
                  out.writeStringField("status", holds ? "up" : "down");
                  out.writeObjectFieldStart("checks");
                  for (Map.Entry<String, Boolean> check : checks.entrySet()) {
                    out.writeBooleanField(check.getKey(), check.getValue());
                  }
                  out.writeEndObject();
                  for (Map.Entry<String, Map<String, String>> detail : details.entrySet()) {
                    out.writeObjectFieldStart(detail.getKey());
                    for (Map.Entry<String, String> entry : detail.getValue().entrySet()) {
                      out.writeStringField(entry.getKey(), entry.getValue());
                    }
                    out.writeEndObject();
                  }
                  out.writeEndObject();
                }));
  }
}
