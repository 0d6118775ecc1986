package dev.haven.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Future;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's published keys (RFC 7517): RS256, PS256 and ES256, by key id. They are read anew
 * when a token names a key we do not have, at most once in 30 s, so that a storm of bad tokens is
 * not a storm on the issuer. When the issuer does not answer, nobody can say whether such a token
 * is good: that is a failure, not a refusal, and the issuer is asked again after 1.5 s.
 */
public final class KeySet implements TokenKeys {
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final long AGAIN_NANOS = 30_000_000_000L;
  private static final long AFTER_FAILURE_NANOS = 1_500_000_000L;
  private static final int LEAST_RSA_BITS = 2_048;

  private final Supplier<Future<String>> fetch;
  private final LongSupplier nanoTime;
  private Map<String, JWSVerifier> verifiers = Map.of();
  private @Nullable Future<Boolean> pending;
  private @Nullable Throwable failure;
  private boolean asked;
  private long restsFrom;

  /**
   * @param fetch reads the key set's JSON
   */
  public KeySet(Supplier<Future<String>> fetch, LongSupplier nanoTime) {
    this.fetch = fetch;
    this.nanoTime = nanoTime;
  }

  @Override
  public @Nullable JWSVerifier verifierFor(JWSHeader header) {
    String id = header.getKeyID();
    JWSVerifier verifier =
        id == null && verifiers.size() == 1
            ? verifiers.values().iterator().next()
            : verifiers.get(id == null ? "" : id);
    JWSAlgorithm algorithm = header.getAlgorithm();
    boolean allowed =
        JWSAlgorithm.RS256.equals(algorithm)
            || JWSAlgorithm.PS256.equals(algorithm)
            || JWSAlgorithm.ES256.equals(algorithm);
    return verifier != null && allowed && verifier.supportedJWSAlgorithms().contains(algorithm)
        ? verifier
        : null;
  }

  @Override
  public Future<Boolean> refresh() {
    Future<Boolean> running = pending;
    if (running != null) {
      return running;
    }
    Throwable failed = failure;
    long rest = failed == null ? AGAIN_NANOS : AFTER_FAILURE_NANOS;
    if (asked && nanoTime.getAsLong() - restsFrom < rest) {
      return failed == null ? Future.succeededFuture(false) : Future.failedFuture(failed);
    }
    Future<Boolean> started = fetch.get().map(this::accept);
    pending = started;
    started.onComplete(
        done -> {
          pending = null;
          asked = true;
          restsFrom = nanoTime.getAsLong();
          failure = done.cause();
          if (done.failed()) {
            LOG.atWarn()
                .addKeyValue("cause", done.cause().getClass().getSimpleName())
                .log("the issuer's keys could not be read");
          }
        });
    return started;
  }

  private boolean accept(String json) {
    try {
      Map<String, JWSVerifier> read = new HashMap<>();
      for (JWK key : JWKSet.parse(json).getKeys()) {
        JWSVerifier verifier = KeyUse.ENCRYPTION.equals(key.getKeyUse()) ? null : verifier(key);
        if (verifier != null) {
          read.put(key.getKeyID() == null ? "" : key.getKeyID(), verifier);
        }
      }
      verifiers = Map.copyOf(read);
      return true;
    } catch (ParseException | JOSEException e) {
      throw new IllegalArgumentException("the issuer's key set is none", e);
    }
  }

  private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa && rsa.size() >= LEAST_RSA_BITS) {
      return new RSASSAVerifier(rsa);
    }
    return key instanceof ECKey ec ? new ECDSAVerifier(ec) : null;
  }
}
