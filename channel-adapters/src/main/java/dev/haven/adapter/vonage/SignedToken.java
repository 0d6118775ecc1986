package dev.haven.adapter.vonage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Jwt;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of signed webhooks: HS256 with the signature secret as text. A body needs {@code
 * payload_hash}; claims that are there must be ours.
 */
final class SignedToken {
  private final EndpointConfig endpoint;

  SignedToken(EndpointConfig endpoint) {
    this.endpoint = endpoint;
  }

  @Nullable RefusalReason check(RawRequest request, Instant now) {
    String header = String.valueOf(request.header("Authorization")).strip();
    if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return RefusalReason.MISSING_HEADER;
    }
    JsonNode claims = Jwt.claims(header.substring(7).strip(), endpoint.secrets("signatureSecret"));
    if (claims == null) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    if (!allowed(claims, "iss", List.of("Vonage"))
        || !allowed(claims, "api_key", endpoint.secrets("apiKey"))
        || !allowed(claims, "application_id", endpoint.secrets("applicationId"))) {
      return RefusalReason.CLAIM_MISMATCH;
    }
    String hash = Json.text(claims, "payload_hash");
    boolean bodyFits =
        hash == null
            ? request.body().length == 0
            : Digests.same(hash.toLowerCase(Locale.ROOT), Digests.sha256Hex(request.body()));
    if (!bodyFits) {
      return RefusalReason.PAYLOAD_HASH_MISMATCH;
    }
    return fresh(claims, now);
  }

  private @Nullable RefusalReason fresh(JsonNode claims, Instant now) {
    if (claims.path("exp").isNumber() && now.getEpochSecond() > claims.path("exp").asLong()) {
      return RefusalReason.STALE_TIMESTAMP;
    }
    String issued = Json.text(claims, "iat");
    return issued == null ? null : Freshness.check(issued, now, endpoint);
  }

  /** A claim that is there, where we know what it must be, is one of these. */
  private static boolean allowed(JsonNode claims, String name, List<String> values) {
    String value = Json.text(claims, name);
    return value == null || values.isEmpty() || Digests.sameAsAny(values, value);
  }
}
