package dev.haven.record;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC-SHA-256 chain of one segment: each seal is the code of the seal before it and of every
 * line since, each with its line end. The first begins from the workspace and the segment's name,
 * so that a segment cannot stand in for another. Used by one thread.
 */
final class SealChain {
  private final Mac mac;
  private String last = "";

  /**
   * @param key at least 32 bytes
   */
  SealChain(byte[] key, String workspace, String segment) {
    if (key.length < 32) {
      throw new IllegalArgumentException(
          "the key of the journal's seals has at least 32 bytes, got " + key.length);
    }
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
    update(workspace + '/' + segment + '\n');
  }

  void line(String line) {
    update(line);
    mac.update((byte) '\n');
  }

  /** Closes the lines since the last seal; lower-case hex. */
  String seal() {
    update(last);
    last = HexFormat.of().formatHex(mac.doFinal());
    return last;
  }

  private void update(String text) {
    mac.update(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
