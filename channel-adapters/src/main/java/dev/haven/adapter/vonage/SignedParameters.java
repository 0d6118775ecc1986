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
        configured == null
            ? "md5hash"
            : configured.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  @Nullable RefusalReason check(Map<String, String> values, Instant now) {
    String given = values.getOrDefault("sig", "").toLowerCase(Locale.ROOT);
    boolean fits = false;
    for (String secret : endpoint.secrets("signatureSecret")) {
      fits |= fits(base(values, true), secret, given);
      fits |= fits(base(values, false), secret, given);
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

  /** The libraries call both the plain hash and the HMAC of MD5 {@code md5}. */
  private boolean fits(String base, String secret, String given) {
    boolean plain = method.equals("md5hash") || method.equals("md5");
    String hashed = plain ? Digests.hashHex("MD5", Digests.utf8(base + secret)) : "";
    String algorithm =
        switch (method) {
          case "sha1", "hmacsha1", "sha1hash" -> "HmacSHA1";
          case "sha256", "hmacsha256", "sha256hash" -> "HmacSHA256";
          case "sha512", "hmacsha512", "sha512hash" -> "HmacSHA512";
          default -> "HmacMD5";
        };
    String code = Digests.hex(Digests.hmac(algorithm, Digests.utf8(secret), Digests.utf8(base)));
    return (plain && Digests.same(hashed, given))
        || (!method.equals("md5hash") && Digests.same(code, given));
  }
}
