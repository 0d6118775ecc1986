package dev.haven.adapter.messagebird;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Jwt;
import dev.haven.adapter.support.PublicUrl;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token in a header covers the whole URL and the body. It lives a minute, and its {@code jti} may
 * come once with other words. Source: RequestValidatorTest of messagebird/java-rest-api.
 */
final class MessageBirdAdapter extends HttpWebhook {
  /** What clocks may differ, in seconds, as the official library allows. */
  private static final long LEEWAY = 1;

  private final HttpSender http;

  MessageBirdAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.SMS, Channel.CHAT));
    this.http = context.http();
  }

  @Override
  protected @Nullable Verdict judge(RawRequest request, Instant now) {
    JsonNode claims = claims(request);
    if (claims == null || refusal(claims, request, now) != null) {
      return null;
    }
    return new Verdict.Accepted(Json.filled(claims, "jti"), true);
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (request.header("MessageBird-Signature-JWT") == null) {
      return RefusalReason.MISSING_HEADER;
    }
    JsonNode claims = claims(request);
    return claims == null ? RefusalReason.SIGNATURE_MISMATCH : refusal(claims, request, now);
  }

  private @Nullable JsonNode claims(RawRequest request) {
    String token = request.header("MessageBird-Signature-JWT");
    return token == null ? null : Jwt.claims(token.strip(), endpoint().secrets("signingKey"));
  }

  private @Nullable RefusalReason refusal(JsonNode claims, RawRequest request, Instant now) {
    if (!"MessageBird".equals(Json.text(claims, "iss"))) {
      return RefusalReason.CLAIM_MISMATCH;
    }
    long seconds = now.getEpochSecond();
    for (String name : new String[] {"nbf", "iat"}) {
      if (claims.path(name).isNumber() && seconds + LEEWAY < claims.path(name).asLong()) {
        return RefusalReason.FUTURE_TIMESTAMP;
      }
    }
    if (!claims.path("exp").isNumber() || seconds > claims.path("exp").asLong() + LEEWAY) {
      return RefusalReason.STALE_TIMESTAMP;
    }
    String url = Digests.sha256Hex(Digests.utf8(PublicUrl.of(endpoint(), request)));
    if (!Digests.same(lower(Json.text(claims, "url_hash")), url)) {
      return RefusalReason.URL_HASH_MISMATCH;
    }
    String payload = Json.text(claims, "payload_hash");
    boolean fits =
        request.body().length == 0
            ? payload == null
            : Digests.same(lower(payload), Digests.sha256Hex(request.body()));
    return fits ? null : RefusalReason.PAYLOAD_HASH_MISMATCH;
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = request.body().length == 0 ? null : Json.read(request.body());
    if (body != null && body.path("message").isObject()) {
      return ParseResult.of(MessageBirdEvents.conversation(body));
    }
    Map<String, String> values = new LinkedHashMap<>();
    Form.read(request.rawQuery()).fields().forEach(f -> values.put(f.name(), f.value()));
    if (body != null && body.isObject()) {
      body.properties()
          .forEach(
              e -> {
                String text = Json.text(e.getValue());
                if (text != null) {
                  values.put(e.getKey(), text);
                }
              });
    } else {
      Form.read(request.body()).fields().forEach(f -> values.put(f.name(), f.value()));
    }
    String hash = Digests.sha256Hex(Digests.utf8(request.uri() + "\n" + request.bodyAsUtf8()));
    return ParseResult.of(MessageBirdEvents.parameters(values, hash));
  }

  /** Which addresses the account's conversations call. */
  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        http,
        "https://conversations.messagebird.com",
        "accessKey",
        key -> Map.of("Authorization", "AccessKey " + key),
        asks ->
            asks.ask(
                "webhooks of conversations",
                "/v1/webhooks?limit=20",
                body -> Inquiry.each(body.path("items"), "id", "url")));
  }
}
