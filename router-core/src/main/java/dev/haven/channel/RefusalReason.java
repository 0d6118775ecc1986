package dev.haven.channel;

import java.util.Locale;

/**
 * Why a request at a door is not believed. The wire name is the same in vectors, logs and metrics.
 */
public enum RefusalReason {
  SIGNATURE_MISMATCH,
  MISSING_HEADER,
  MALFORMED,
  STALE_TIMESTAMP,
  FUTURE_TIMESTAMP,
  PAYLOAD_HASH_MISMATCH,
  URL_HASH_MISMATCH,
  CLAIM_MISMATCH,
  TOKEN_MISMATCH,
  VERIFY_TOKEN_MISMATCH,
  REPLAYED_TOKEN,
  UNTRUSTED_CERT_URL,
  TOPIC_NOT_ALLOWED,
  ORIGIN_NOT_ALLOWED,
  AUTH_FAILED;

  /** Lower case with underscores. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
