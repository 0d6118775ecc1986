package dev.haven.adapter.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signed tokens (RFC 7519) with HS256 and nothing else: whatever algorithm a token names itself,
 * only that one is believed.
 */
public final class Jwt {
  private Jwt() {}

  /** The claims when the token is signed with one of the keys (as UTF-8 text), else null. */
  public static @Nullable JsonNode claims(String token, List<String> keys) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    byte[] header = fromBase64Url(parts[0]);
    byte[] payload = fromBase64Url(parts[1]);
    byte[] signature = fromBase64Url(parts[2]);
    if (header == null || payload == null || signature == null) {
      return null;
    }
    if (!"HS256".equals(Json.text(Json.read(header), "alg"))) {
      return null;
    }
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    boolean valid = false;
    for (String key : keys) {
      valid |= Digests.same(Digests.hmacSha256(key, signed), signature);
    }
    JsonNode claims = valid ? Json.read(payload) : null;
    return claims != null && claims.isObject() ? claims : null;
  }

  private static byte @Nullable [] fromBase64Url(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
