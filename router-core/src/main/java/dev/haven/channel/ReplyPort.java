package dev.haven.channel;

import io.vertx.core.Future;

/** Answers a person in writing. */
@FunctionalInterface
public interface ReplyPort {
  /**
   * Sends once. A failed future says that it is not known whether it was sent, or that it may be
   * tried again with the same command; its message never holds words or addresses.
   *
   * @param commandId names the command and stays the same when it is repeated; platforms that know
   *     such ids are told it
   */
  Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId);
}
