package dev.haven.channel;

import io.vertx.core.Future;

/**
 * Calls a platform. It follows no redirects, bounds the answer's size, and completes on the
 * caller's context.
 */
@FunctionalInterface
public interface HttpSender {
  /** Fails when there is no answer in time; the message of the failure names no address. */
  Future<HttpAnswer> send(HttpCall call);
}
