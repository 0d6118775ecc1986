package dev.haven.adapter.vonage;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs in as an application: a JWT by RS256 for each call, valid for five minutes. */
final class ApplicationToken {
  private static final long LIFE_SECONDS = 300;
  private static final String HEADER = base64(Digests.utf8("{\"typ\":\"JWT\",\"alg\":\"RS256\"}"));

  private final String application;
  private final PrivateKey key;

  /**
   * @param pem PKCS #8, as the dashboard gives it
   * @throws IllegalArgumentException when it is none
   */
  ApplicationToken(String application, String pem) {
    this.application = application;
    byte[] der =
        Digests.fromMimeBase64(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    try {
      this.key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(der == null ? new byte[0] : der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "secret.privateKey is the application's private key, PEM of PKCS #8");
    }
  }

  /**
   * @param once names the call; never the same for two calls at the same second
   */
  String sign(Instant now, String once) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("application_id", application);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + LIFE_SECONDS);
    claims.put("jti", Digests.sha256Hex(Digests.utf8(once + "@" + now)).substring(0, 32));
    String signed = HEADER + "." + base64(Json.write(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA256withRSA", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
