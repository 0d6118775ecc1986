package dev.haven.server.http;

import dev.haven.channel.EndpointId;
import io.vertx.core.Future;

/**
 * Remembers senders' tokens that may be used once, for providers whose signature does not cover the
 * message: the same token with another body is a forgery.
 */
@FunctionalInterface
public interface OnceTokens {
  /**
   * @param bodyDigest hex
   * @return true when the token is new, or came before with the same body
   */
  Future<Boolean> use(EndpointId endpoint, String token, String bodyDigest);
}
