package dev.haven.channel;

import io.vertx.core.Future;

/**
 * A platform to which a connection is kept. It reconnects by itself, with growing pauses, until it
 * is stopped.
 */
public interface SessionAdapter extends ChannelAdapter {
  /** How the connection is. */
  enum Health {
    CONNECTING,
    UP,
    DOWN,
    STOPPED
  }

  /** Begins to connect; succeeds once it has begun, not once it is up. */
  Future<Void> start(EventSink sink);

  Future<Void> stop();

  Health health();
}
