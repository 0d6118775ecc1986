package dev.haven.server.http;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * One-time tickets for the desktop: a browser cannot put a token on a WebSocket, so it buys a
 * ticket with one. A ticket is 128 bit, good once and for a short time, on every node.
 */
public interface Tickets {
  /**
   * @return the ticket's text, 32 hex characters
   */
  Future<String> issue(Identity identity);

  /** Takes the ticket; empty when it is unknown, expired or was taken before. */
  Future<Optional<Identity>> redeem(String ticket);
}
