package dev.haven.channel;

import io.vertx.core.Future;

/** A connection to a platform that is up. */
public interface Session {
  /**
   * Completes when it is over, whoever ended it; a failure tells why. The host then opens another
   * one.
   */
  Future<Void> ended();

  /** Ends it in the platform's own way; {@link #ended} completes then too. Again is harmless. */
  Future<Void> close();
}
