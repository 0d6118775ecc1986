package dev.haven.server.http;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The keys that tokens are checked with. For one event loop. */
public interface TokenKeys {
  /**
   * The verifier for a token with that header; null when no key of ours fits its algorithm and key
   * id. The algorithm must be one this key is for, whatever the header says.
   */
  @Nullable JWSVerifier verifierFor(JWSHeader header);

  /**
   * Looks for new keys, when there is a place to look and it is not too soon; true when there may
   * be some. Fails when that place does not answer, also for a moment after it did not.
   */
  Future<Boolean> refresh();
}
