package dev.haven.adapter.awssns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RSA over {@code Name\nvalue\n} of the fields that each type signs, sorted: SHA-1 in version 1,
 * SHA-256 in version 2. Source: sns-validator 0.3.5, sns-message-manager of aws-sdk-java-v2. A
 * certificate's dates are not looked at, as those do not either.
 */
final class SnsSignature {
  private static final Pattern HOST =
      Pattern.compile("sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?");
  private static final List<String> NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  private SnsSignature() {}

  static @Nullable URI certificate(@Nullable JsonNode message) {
    String url = Json.filled(message, "SigningCertURL");
    return url == null ? null : uri(url);
  }

  static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** https, an SNS host of a region, the standard port and nobody signed in. */
  static boolean isAmazons(URI url) {
    String host = url.getHost();
    return "https".equalsIgnoreCase(url.getScheme())
        && host != null
        && HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()
        && url.getUserInfo() == null
        && (url.getPort() == -1 || url.getPort() == 443);
  }

  /** A certificate of Amazon's: also named as one. */
  static boolean isCertificate(URI url) {
    return isAmazons(url) && url.getPath() != null && url.getPath().endsWith(".pem");
  }

  static @Nullable PublicKey key(byte[] pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem))
          .getPublicKey();
    } catch (CertificateException e) {
      return null;
    }
  }

  static boolean fits(JsonNode message, PublicKey key) {
    String given = Json.text(message, "Signature");
    byte[] signature = given == null ? null : Digests.fromBase64(given);
    String version = Json.text(message, "SignatureVersion");
    boolean known = "1".equals(version) || "2".equals(version);
    if (signature == null || !known) {
      return false;
    }
    String algorithm = "1".equals(version) ? "SHA1withRSA" : "SHA256withRSA";
    return Digests.verify(algorithm, key, signature, Digests.utf8(signed(message)));
  }

  private static String signed(JsonNode message) {
    boolean notification = "Notification".equals(Json.text(message, "Type"));
    StringBuilder signed = new StringBuilder();
    for (String name : notification ? NOTIFICATION : CONFIRMATION) {
      String value = Json.text(message, name);
      if (value != null) {
        signed.append(name).append('\n').append(value).append('\n');
      }
    }
    return signed.toString();
  }
}
