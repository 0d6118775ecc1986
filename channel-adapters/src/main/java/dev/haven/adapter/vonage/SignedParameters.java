package dev.haven.adapter.vonage;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RefusalReason;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The older SMS API's {@code sig}: all parameters but it, sorted, as {@code &name=value} with
 * {@code &} and {@code =} in values made {@code _}; MD5 of that and the secret, or an HMAC of it,
 * as {@code signatureMethod} says. Source: RequestSigningTest of vonage-java-sdk.
 */
final class SignedParameters {
  private final EndpointConfig endpoint;
  private final String method;

  SignedParameters(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    String secret = endpoint.secretOrNull("signatureMethod");
    String configured = secret == null ? endpoint.text("signatureMethod") : secret;
    this.method =
        configured == null ? "md5hash" : configured.toLowerCase(Locale.ROOT).replace("-", "");
  }

  @Nullable RefusalReason check(Map<String, String> values, Instant now) {
    String given = values.getOrDefault("sig", "").toLowerCase(Locale.ROOT);
    boolean fits = false;
    for (String secret : endpoint.secrets("signatureSecret")) {
      fits |= Digests.same(code(base(values, true), secret), given);
      fits |= Digests.same(code(base(values, false), secret), given);
    }
    if (!fits) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    String timestamp = values.get("timestamp");
    return timestamp == null || Freshness.seconds(timestamp) == null
        ? null
        : Freshness.check(timestamp, now, endpoint);
  }

  private static String base(Map<String, String> values, boolean withEmpty) {
    StringBuilder base = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              if (!name.equals("sig") && !name.contains(".") && (withEmpty || !value.isBlank())) {
                base.append('&').append(clean(name)).append('=').append(clean(value));
              }
            });
    return base.toString();
  }

  private static String clean(String text) {
    return text.replace('&', '_').replace('=', '_');
  }

  private String code(String base, String secret) {
    byte[] signed = Digests.utf8(base);
    return switch (method) {
      case "md5", "md5hmac", "hmacmd5" ->
          Digests.hex(Digests.hmac("HmacMD5", Digests.utf8(secret), signed));
      case "sha1", "sha1hmac", "hmacsha1" ->
          Digests.hex(Digests.hmac("HmacSHA1", Digests.utf8(secret), signed));
      case "sha256", "sha256hmac", "hmacsha256" -> Digests.hex(Digests.hmacSha256(secret, signed));
      case "sha512", "sha512hmac", "hmacsha512" ->
          Digests.hex(Digests.hmac("HmacSHA512", Digests.utf8(secret), signed));
      default -> Digests.hashHex("MD5", Digests.utf8(base + secret));
    };
  }
}
