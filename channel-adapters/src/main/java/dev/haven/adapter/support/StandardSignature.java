package dev.haven.adapter.support;

import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Standard Webhooks scheme, 1.0.0: a list of {@code v1,} HMAC-SHA256 and {@code v1a,} Ed25519
 * signatures over {@code id.timestamp.body}. One that fits one of the keys is enough; versions that
 * are not known are passed over. The id has no dot, or it could move the border to the timestamp.
 */
public final class StandardSignature {
  private static final int MAX_ID_LENGTH = 256;
  private static final int MAX_SIGNATURES = 32;

  private final String prefix;
  private final List<byte[]> secrets;
  private final List<PublicKey> publicKeys;
  private final long toleranceSeconds;

  /**
   * @param prefix of the three headers, such as {@code webhook-}
   * @param secrets base64, with or without {@code whsec_}
   * @param publicKeys base64 of the 32 bytes, with or without {@code whpk_}
   * @throws IllegalArgumentException when a key cannot be read or there is none
   */
  public StandardSignature(
      String prefix, List<String> secrets, List<String> publicKeys, long toleranceSeconds) {
    this.prefix = prefix;
    this.toleranceSeconds = toleranceSeconds;
    this.secrets = new ArrayList<>();
    this.publicKeys = new ArrayList<>();
    for (String secret : secrets) {
      byte[] key = Digests.fromBase64(without("whsec_", secret));
      if (key == null) {
        throw new IllegalArgumentException("'secret' is 'whsec_' and base64");
      }
      this.secrets.add(key);
    }
    for (String publicKey : publicKeys) {
      PublicKey key = Digests.ed25519(Digests.fromBase64(without("whpk_", publicKey)));
      if (key == null) {
        throw new IllegalArgumentException("'publicKey' is 'whpk_' and base64 of 32 bytes");
      }
      this.publicKeys.add(key);
    }
    if (secrets.isEmpty() && publicKeys.isEmpty()) {
      throw new IllegalArgumentException("'secret' or 'publicKey' is needed");
    }
  }

  private static String without(String prefix, String text) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** The message's id, which stays the same when it is sent again; null when there is none. */
  public @Nullable String id(RawRequest request) {
    return request.header(prefix + "id");
  }

  /** Null when the request is believed, else why not. */
  public @Nullable RefusalReason check(RawRequest request, Instant now) {
    String id = id(request);
    String timestamp = request.header(prefix + "timestamp");
    List<String> lines = request.headers().all(prefix + "signature");
    if (id == null || timestamp == null || lines.isEmpty()) {
      return RefusalReason.MISSING_HEADER;
    }
    Long seconds = Freshness.seconds(timestamp);
    if (!isId(id) || seconds == null) {
      return RefusalReason.MALFORMED;
    }
    byte[] head = Digests.utf8(id + "." + timestamp + ".");
    if (!anyFits(String.join(" ", lines), head, request.body())) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    return Freshness.check(seconds, now, toleranceSeconds);
  }

  private static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_ID_LENGTH
        && id.chars().allMatch(c -> c > 32 && c < 127 && c != '.');
  }

  private boolean anyFits(String signatures, byte[] head, byte[] body) {
    boolean fits = false;
    String[] each = signatures.strip().split(" +", MAX_SIGNATURES + 1);
    for (int i = 0; i < Math.min(each.length, MAX_SIGNATURES); i++) {
      int comma = each[i].indexOf(',');
      if (comma < 0) {
        continue;
      }
      byte[] signature = Digests.fromBase64(each[i].substring(comma + 1));
      if (signature == null) {
        continue;
      }
      fits |=
          switch (each[i].substring(0, comma)) {
            case "v1" -> fitsSecret(signature, head, body);
            case "v1a" -> fitsPublicKey(signature, head, body);
            default -> false;
          };
    }
    return fits;
  }

  private boolean fitsSecret(byte[] signature, byte[] head, byte[] body) {
    boolean fits = false;
    for (byte[] secret : secrets) {
      fits |= Digests.same(Digests.hmac("HmacSHA256", secret, head, body), signature);
    }
    return fits;
  }

  private boolean fitsPublicKey(byte[] signature, byte[] head, byte[] body) {
    boolean fits = false;
    for (PublicKey key : publicKeys) {
      fits |= Digests.verify("Ed25519", key, signature, head, body);
    }
    return fits;
  }
}
