package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** HTTP Basic credentials (RFC 7617), for the platforms that sign nothing. */
public final class Basic {
  private Basic() {}

  /**
   * Checks against {@code basicUser} and {@code basicPassword}; a password may hold colons, a user
   * none.
   */
  public static @Nullable RefusalReason check(RawRequest request, EndpointConfig endpoint) {
    String header = request.header("Authorization");
    if (header == null || header.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    String stripped = header.strip();
    if (!stripped.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      return RefusalReason.TOKEN_MISMATCH;
    }
    byte[] decoded = Digests.fromBase64(stripped.substring(6));
    String pair = decoded == null ? "" : new String(decoded, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return RefusalReason.TOKEN_MISMATCH;
    }
    boolean user = Digests.sameAsAny(endpoint.secrets("basicUser"), pair.substring(0, colon));
    boolean password =
        Digests.sameAsAny(endpoint.secrets("basicPassword"), pair.substring(colon + 1));
    return user && password ? null : RefusalReason.TOKEN_MISMATCH;
  }

  /** The header's value for signing in. */
  public static String header(String user, String password) {
    return "Basic " + Digests.base64(Digests.utf8(user + ":" + password));
  }
}
