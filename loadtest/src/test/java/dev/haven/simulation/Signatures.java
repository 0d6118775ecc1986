package dev.haven.simulation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** As the platforms sign; the sources of each rule are in the adapters' pages. Pure. */
final class Signatures {
  private Signatures() {}

  /** Standard Webhooks 1.0: HMAC-SHA-256 over id, seconds and body with dots between. */
  static String standard(String key, String id, long seconds, String body) {
    return "v1," + mac("HmacSHA256", Site.decoded(key), id + '.' + seconds + '.' + body);
  }

  /** Twilio: HMAC-SHA-1 over the URL and each field's name and value in the order of names. */
  static String twilio(String token, String publicUrl, SortedMap<String, String> form) {
    StringBuilder signed = new StringBuilder(publicUrl);
    form.forEach((name, value) -> signed.append(name).append(value));
    return mac("HmacSHA1", token.getBytes(StandardCharsets.UTF_8), signed.toString());
  }

  /** Telnyx: Ed25519 over seconds, a bar and the body. */
  static String telnyx(String key, long seconds, String body) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(Site.decoded(key))));
      signature.update((seconds + "|" + body).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not the PKCS#8 of an Ed25519 key", e);
    }
  }

  private static String mac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
