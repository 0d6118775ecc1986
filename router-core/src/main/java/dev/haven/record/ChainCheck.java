package dev.haven.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Follows one workspace's line numbers and hashes. Used by one audit. */
final class ChainCheck {
  private final OfferRules.Report report;
  private final MessageDigest sha1;
  private long next;
  private @Nullable String hash;

  ChainCheck(OfferRules.Report report) {
    this.report = report;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Checks a batch against the one before it; a journal may begin anywhere. */
  void take(JournalBatch batch) {
    long first = batch.first();
    if (next == 0) {
      hash = first == 1 ? "" : null;
    } else if (first != next) {
      report.breach(
          Breach.Kind.CHAIN,
          first > next
              ? "lines " + next + " to " + (first - 1) + " are missing"
              : "line " + first + " follows line " + (next - 1));
      hash = first == 1 ? "" : null;
    }
    String stated = batch.hash();
    if (stated == null) {
      report.breach(Breach.Kind.CHAIN, "the last lines have no hash: something is cut off");
    } else if (hash != null && !stated.equals(hashOf(hash, batch))) {
      report.breach(
          Breach.Kind.CHAIN,
          "lines " + first + " to " + batch.last() + " are not what was written: wrong hash");
    }
    hash = stated;
    next = Math.max(first, 1) + batch.lines().size();
  }

  private String hashOf(String before, JournalBatch batch) {
    sha1.update(before.getBytes(StandardCharsets.ISO_8859_1));
    sha1.update(String.join("\n", batch.lines()).getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().formatHex(sha1.digest());
  }
}
