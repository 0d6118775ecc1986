package dev.haven.channel;

import java.util.function.Function;

/**
 * One thing that happened at a door. The host knows a repeated one by {@link #idempotencyKey()}
 * within its endpoint.
 */
public sealed interface InboundEvent permits InboundContact, InboundStatus, InboundSystem {

  /** What repeats when the sender repeats; 1 to 256 characters, unique within the endpoint. */
  String idempotencyKey();

  /** Reads every case; a new case breaks the compile at every reader. */
  default <T> T match(
      Function<InboundContact, T> onContact,
      Function<InboundStatus, T> onStatus,
      Function<InboundSystem, T> onSystem) {
    if (this instanceof InboundContact contact) {
      return onContact.apply(contact);
    }
    if (this instanceof InboundStatus status) {
      return onStatus.apply(status);
    }
    return onSystem.apply((InboundSystem) this);
  }
}
