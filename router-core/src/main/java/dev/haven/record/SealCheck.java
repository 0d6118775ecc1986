package dev.haven.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Consumer;

/** Follows the seals of one segment while it is read. Used by one thread. */
final class SealCheck {
  private final SealChain chain;
  private final String workspace;
  private final String segment;
  private final Consumer<Breach> breaches;
  private long unsealed;
  private boolean broken;

  SealCheck(byte[] key, String workspace, String segment, Consumer<Breach> breaches) {
    this.chain = new SealChain(key, workspace, segment);
    this.workspace = workspace;
    this.segment = segment;
    this.breaches = breaches;
  }

  void line(String line) {
    chain.line(line);
    if (line.contains(",\"hash\":\"")) {
      unsealed++;
    }
  }

  /** One breach a segment: behind a broken seal every later one differs too. */
  void seal(String line) {
    unsealed = 0;
    if (!broken && !matches(line, chain.seal())) {
      broken = true;
      breaches.accept(
          new Breach(
              Breach.Kind.SEAL,
              workspace,
              0,
              "segment " + segment + " was changed after it was written: a seal does not fit"));
    }
  }

  /** How many transitions at the end no seal covers: lines added later, or a write that was cut. */
  long unsealed() {
    return unsealed;
  }

  private static boolean matches(String line, String wanted) {
    String text = "\"hmac\":\"" + wanted + "\"}";
    int from = Math.max(0, line.length() - text.length());
    return MessageDigest.isEqual(
        line.substring(from).getBytes(StandardCharsets.ISO_8859_1),
        text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
