package dev.haven.server.session;

import dev.haven.channel.EndpointConfig;
import io.vertx.core.Future;

/** Who of several nodes holds an endpoint's session. */
interface Lease {
  /**
   * Takes or keeps it; true while this node has it. A failure says that nobody knows: it then lives
   * on until its time is over.
   */
  Future<Boolean> hold(EndpointConfig endpoint);

  Future<Void> yield(EndpointConfig endpoint);
}
