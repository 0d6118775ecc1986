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
    return timestamp == null ? RefusalReason.MALFORMED : Freshness.check(timestamp, now, endpoint);
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

  /**
   * The libraries call both the plain hash with the secret behind and the HMAC by the hash's name.
   */
  private boolean fits(String base, String secret, String given) {
    String hash =
        method.contains("512")
            ? "SHA-512"
            : method.contains("256") ? "SHA-256" : method.contains("sha1") ? "SHA-1" : "MD5";
    String plain = Digests.hashHex(hash, Digests.utf8(base + secret));
    String algorithm = "Hmac" + hash.replace("-", "");
    String keyed = Digests.hex(Digests.hmac(algorithm, Digests.utf8(secret), Digests.utf8(base)));
    boolean onlyKeyed = method.contains("hmac");
    boolean onlyPlain = method.endsWith("hash");
    return (!onlyKeyed && Digests.same(plain, given)) || (!onlyPlain && Digests.same(keyed, given));
  }
}
