package dev.haven.server.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as their senders do. */
final class Signing {
  private static final String PREFIX = "whsec_";

  private Signing() {}

  /**
   * Standard Webhooks 1.0.0: {@code v1,} and base64 of HMAC-SHA256 over {@code id.timestamp.body}.
   */
  static String standard(String secret, String id, long timestamp, String body) {
    byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    return "v1," + hmac("HmacSHA256", key, id + "." + timestamp + "." + body);
  }

  /** Twilio: base64 of HMAC-SHA1 over the URL and each name with its value, by name. */
  static String twilio(String token, String url, Map<String, String> form) {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
    return hmac("HmacSHA1", token.getBytes(StandardCharsets.UTF_8), signed.toString());
  }

  private static String hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
