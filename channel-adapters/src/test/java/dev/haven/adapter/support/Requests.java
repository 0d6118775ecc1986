package dev.haven.adapter.support;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.Headers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Secret;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Requests and endpoints for tests. */
@NullUnmarked
public final class Requests {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private Requests() {}

  public static RawRequest post(String uri, Map<String, String> headers, String body) {
    return new RawRequest(
        "POST", uri, Headers.of(headers), body.getBytes(StandardCharsets.UTF_8), null);
  }

  public static EndpointConfig endpoint(
      String adapter, Map<String, Object> config, Map<String, ?> secrets) {
    return new EndpointConfig(
        new EndpointId("door"),
        new WorkspaceId("main"),
        adapter,
        null,
        (String) config.get("publicUrl"),
        (String) config.get("apiBaseUrl"),
        config,
        Secret.readAll(secrets));
  }

  /** A context without any platform behind it. */
  public static AdapterContext offline() {
    return AdapterContext.of(
        call -> Future.failedFuture(new IllegalStateException("offline")), () -> NOW);
  }
}
