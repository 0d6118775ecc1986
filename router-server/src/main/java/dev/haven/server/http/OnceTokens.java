package dev.haven.server.http;

import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;

/** Remembers senders' tokens that may be used once: {@link Verdict.Accepted#onceToken}. */
@FunctionalInterface
public interface OnceTokens {
  /**
   * @param token of the verdict, never null
   * @param bodyDigest hex
   * @return true when the token is new, or may come again with the same body and did
   */
  Future<Boolean> use(EndpointConfig endpoint, String token, boolean fresh, String bodyDigest);
}
