package dev.haven.contact;

import dev.haven.time.IdSource;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under a secret key, for look-ups by addresses and idempotency keys: telephone
 * numbers are few enough to be guessed, so a plain digest would tell them. Used by one event loop.
 */
public final class KeyedDigest {
  private final Mac mac;

  /**
   * @param key at least 32 bytes
   */
  public KeyedDigest(byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the digest key has at least 32 bytes, got " + key.length);
    }
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /**
   * 20 characters of a-z and 0-9, 100 bits of the digest of the parts; parts are kept apart by
   * their lengths.
   */
  public String of(String... parts) {
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      mac.update((byte) (bytes.length >>> 24));
      mac.update((byte) (bytes.length >>> 16));
      mac.update((byte) (bytes.length >>> 8));
      mac.update((byte) bytes.length);
      mac.update(bytes);
    }
    return IdSource.encode(mac.doFinal(), 20);
  }
}
