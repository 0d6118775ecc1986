package dev.haven.server.http;

import dev.haven.channel.EndpointId;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;

/** Where news of a known call or message goes: progress, receipts, pressed keys, a hang-up. */
@FunctionalInterface
public interface Statuses {
  /**
   * Takes a status in; repeating it is harmless. One for a contact that is not known (yet) is kept
   * for a late contact. A failed future may be repeated.
   */
  Future<Void> take(WorkspaceId workspace, EndpointId endpoint, InboundStatus status);
}
