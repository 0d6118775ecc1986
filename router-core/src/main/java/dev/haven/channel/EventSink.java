package dev.haven.channel;

import io.vertx.core.Future;

/** Where a session puts what it hears. */
@FunctionalInterface
public interface EventSink {
  /** Succeeds once everything is stored; a session that can acknowledge does so only then. */
  Future<Acceptance> accept(ParseResult result);
}
