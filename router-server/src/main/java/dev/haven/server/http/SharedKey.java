package dev.haven.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import io.vertx.core.Future;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One HS256 key that issuer and server share. */
public final class SharedKey implements TokenKeys {
  private final MACVerifier verifier;

  /**
   * @param base64 32 bytes or more
   */
  public SharedKey(String base64) {
    try {
      this.verifier = new MACVerifier(Base64.getDecoder().decode(base64));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("an HS256 key has 32 bytes or more", e);
    }
  }

  @Override
  public @Nullable JWSVerifier verifierFor(JWSHeader header) {
    return JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? verifier : null;
  }

  @Override
  public Future<Boolean> refresh() {
    return Future.succeededFuture(false);
  }
}
