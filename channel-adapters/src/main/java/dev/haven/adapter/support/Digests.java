package dev.haven.adapter.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes, message authentication codes and public-key signatures, by the JDK alone. What comes from
 * outside and cannot be read is null or false, never an exception.
 */
public final class Digests {
  /**
   * The DER header that makes a SubjectPublicKeyInfo of the 32 raw bytes of an Ed25519 key (RFC
   * 8410).
   */
  private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private Digests() {}

  /**
   * The code of these parts, one after the other, by that algorithm, such as {@code HmacSHA256}.
   */
  public static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  public static byte[] hmacSha256(String key, byte[]... parts) {
    return hmac("HmacSHA256", utf8(key), parts);
  }

  public static byte[] hmacSha1(String key, byte[]... parts) {
    return hmac("HmacSHA1", utf8(key), parts);
  }

  /** The hash of that algorithm, such as {@code SHA-256}, in lower case hexadecimal. */
  public static String hashHex(String algorithm, byte[] content) {
    try {
      return hex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  public static String sha256Hex(byte[] content) {
    return hashHex("SHA-256", content);
  }

  /** A name in the form of a UUID: the same for the same text. */
  public static String uuid(String text) {
    String hash = sha256Hex(utf8(text));
    return "%s-%s-4%s-8%s-%s"
        .formatted(
            hash.substring(0, 8),
            hash.substring(8, 12),
            hash.substring(13, 16),
            hash.substring(17, 20),
            hash.substring(20, 32));
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of standard base64, or null when it is none. */
  public static byte @Nullable [] fromBase64(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The bytes of base64 with line breaks, as mail and JSON files have it, or null when it is none.
   */
  public static byte @Nullable [] fromMimeBase64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether they are equal; how long it takes does not tell where they differ. */
  public static boolean same(@Nullable String one, @Nullable String other) {
    return one != null && other != null && MessageDigest.isEqual(utf8(one), utf8(other));
  }

  public static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** Whether any of the valid values equals it; every one is compared, whichever matches. */
  public static boolean sameAsAny(Iterable<String> valid, @Nullable String given) {
    boolean found = false;
    for (String one : valid) {
      found |= same(one, given);
    }
    return found;
  }

  /** An Ed25519 key of its 32 raw bytes, or null when it is none. */
  public static @Nullable PublicKey ed25519(byte @Nullable [] raw) {
    if (raw == null || raw.length != 32) {
      return null;
    }
    byte[] der = new byte[ED25519_HEADER.length + 32];
    System.arraycopy(ED25519_HEADER, 0, der, 0, ED25519_HEADER.length);
    System.arraycopy(raw, 0, der, ED25519_HEADER.length, 32);
    return publicKey("Ed25519", der);
  }

  /** A key of its SubjectPublicKeyInfo in DER, or null when it is none. */
  public static @Nullable PublicKey publicKey(String algorithm, byte[] der) {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  /** Whether the signature over these parts is that key's; false for one that cannot be read. */
  public static boolean verify(String algorithm, PublicKey key, byte[] signature, byte[]... parts) {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key);
      for (byte[] part : parts) {
        check.update(part);
      }
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
