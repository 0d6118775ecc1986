package dev.haven.adapter.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.Headers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Secret;
import dev.haven.channel.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request of a platform, the endpoint it comes to, and what must come of it. */
final class Vector {
  private static final String TOLERANCE = "toleranceSeconds";

  /** What {@code null} as a tolerance means: that the platform's rule has none. */
  private static final long NO_LIMIT_SECONDS = 1_000_000_000_000L;

  private final JsonNode node;
  private final String provider;

  Vector(JsonNode node, String provider) {
    this.node = node;
    this.provider = provider;
  }

  String id() {
    String id = Json.text(node, "id");
    return id == null ? "" : id;
  }

  String provider() {
    return provider;
  }

  /** Whether it shows a rule of signing alone, with a payload that is no real one. */
  boolean isPrimitive() {
    return "primitive".equals(Json.text(node, "scope"));
  }

  JsonNode expected() {
    return node.path("expected");
  }

  /** The vector that is to be run before this one on the same endpoint; null when none. */
  @Nullable String duplicateOf() {
    return Json.filled(node, "duplicateOf");
  }

  Instant now() {
    return Instant.ofEpochSecond(node.path("now").asLong());
  }

  EndpointConfig endpoint() {
    Map<String, Object> config = new LinkedHashMap<>();
    node.path("config").properties().forEach(e -> put(config, e.getKey(), e.getValue()));
    if (node.path("config").path(TOLERANCE).isNull()) {
      config.put(TOLERANCE, NO_LIMIT_SECONDS);
    }
    Map<String, Object> secret = new LinkedHashMap<>();
    node.path("secret").properties().forEach(e -> put(secret, e.getKey(), e.getValue()));
    return new EndpointConfig(
        new EndpointId("vector"),
        new WorkspaceId("vectors"),
        provider,
        channel(),
        text(config, "publicUrl"),
        text(config, "apiBaseUrl"),
        config,
        Secret.readAll(secret));
  }

  private @Nullable Channel channel() {
    String name = Json.text(node, "channel");
    if (name == null) {
      return null;
    }
    return name.equals("postal_mail") ? Channel.MAIL : Channel.ofWireName(name).orElse(null);
  }

  private static @Nullable String text(Map<String, Object> config, String name) {
    Object value = config.get(name);
    return value == null ? null : String.valueOf(value);
  }

  private static void put(Map<String, Object> into, String name, JsonNode value) {
    Object plain = plain(value);
    if (plain != null && !plain.equals("")) {
      into.put(name, plain);
    }
  }

  private static @Nullable Object plain(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      for (JsonNode one : value) {
        Object plain = plain(one);
        if (plain != null) {
          list.add(plain);
        }
      }
      return list;
    }
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.properties().forEach(e -> put(map, e.getKey(), e.getValue()));
      return map;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isIntegralNumber() ? (Object) value.longValue() : value.asText();
  }

  RawRequest request() {
    JsonNode request = node.path("request");
    List<Headers.Line> lines = new ArrayList<>();
    request.path("headers").properties().forEach(e -> addLines(lines, e.getKey(), e.getValue()));
    String body = request.path("body").isTextual() ? request.path("body").textValue() : "";
    return new RawRequest(
        request.path("method").asText("POST"),
        request.path("url").asText(""),
        Headers.of(lines),
        bytes(body, request.path("bodyEncoding").asText("utf8")),
        null);
  }

  private static void addLines(List<Headers.Line> lines, String name, JsonNode value) {
    if (value.isArray()) {
      value.forEach(one -> lines.add(new Headers.Line(name, one.asText())));
    } else if (!value.isNull()) {
      lines.add(new Headers.Line(name, value.asText()));
    }
  }

  private static byte[] bytes(String body, String encoding) {
    return switch (encoding) {
      case "base64" -> Base64.getMimeDecoder().decode(body);
      case "hex" -> HexFormat.of().parseHex(body.replaceAll("\\s", ""));
      case "utf8" -> body.getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException("bodyEncoding is utf8, base64 or hex");
    };
  }
}
