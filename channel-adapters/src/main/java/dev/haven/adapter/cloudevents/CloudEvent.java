package dev.haven.adapter.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.ContactIn;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.channel.Channel;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event, however it was sent. Source and id together are its key.
 *
 * @param data what it is about; null when it has none that is JSON
 */
record CloudEvent(
    @Nullable String specversion,
    @Nullable String id,
    @Nullable String source,
    @Nullable String type,
    @Nullable JsonNode data) {

  private static final int MAX_BATCH = 1_000;

  /** Has what every event must have. */
  boolean isWhole() {
    return "1.0".equals(specversion) && filled(id) && filled(source) && filled(type);
  }

  private static boolean filled(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  String key() {
    return source + "|" + id;
  }

  /**
   * The events of a request; null when it is of no media type that carries them. A body that is no
   * JSON is one broken event.
   */
  static @Nullable List<CloudEvent> read(RawRequest request) {
    String media = MediaType.name(request.header("Content-Type"));
    if (media.startsWith("application/cloudevents-batch")) {
      return media.endsWith("+json") ? batch(Json.read(request.body())) : null;
    }
    if (media.startsWith("application/cloudevents")) {
      return media.endsWith("+json") ? List.of(structured(Json.read(request.body()))) : null;
    }
    return request.header("ce-specversion") == null && request.header("ce-id") == null
        ? null
        : List.of(binary(request, media));
  }

  private static List<CloudEvent> batch(@Nullable JsonNode body) {
    if (body == null || !body.isArray() || body.size() > MAX_BATCH) {
      return List.of(structured(null));
    }
    List<CloudEvent> events = new ArrayList<>();
    body.forEach(one -> events.add(structured(one)));
    return events;
  }

  private static CloudEvent structured(@Nullable JsonNode node) {
    JsonNode data = Json.at(node, "data");
    String base64 = Json.text(node, "data_base64");
    if (base64 != null) {
      byte[] bytes = Digests.fromBase64(base64);
      data = Json.at(bytes == null ? null : Json.read(bytes));
    }
    return new CloudEvent(
        Json.text(node, "specversion"),
        Json.text(node, "id"),
        Json.text(node, "source"),
        Json.text(node, "type"),
        data.isMissingNode() ? null : data);
  }

  private static CloudEvent binary(RawRequest request, String media) {
    boolean json = media.endsWith("/json") || media.endsWith("+json");
    return new CloudEvent(
        header(request.headers(), "ce-specversion"),
        header(request.headers(), "ce-id"),
        header(request.headers(), "ce-source"),
        header(request.headers(), "ce-type"),
        json ? Json.read(request.body()) : null);
  }

  /**
   * Header values may be quoted, and are percent-encoded once (HTTP binding 1.0.2, 3.1.3.2); a plus
   * is a plus.
   */
  private static @Nullable String header(Headers headers, String name) {
    String value = headers.first(name);
    if (value != null && value.strip().startsWith("\"")) {
      value = MediaType.unquote(value.strip());
    }
    if (value == null || value.indexOf('%') < 0) {
      return value;
    }
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /**
   * @param usual the channel of the endpoint, null when it has several
   */
  ParseResult meaning(@Nullable Channel usual) {
    String name = String.valueOf(type).strip().toLowerCase(Locale.ROOT);
    String kind = name.substring(Math.max(0, name.lastIndexOf("contact.")));
    ParseResult read = ContactIn.read(kind, Json.at(data), key(), usual);
    return read == null ? ParseResult.of(InboundSystem.of(String.valueOf(type), key())) : read;
  }
}
