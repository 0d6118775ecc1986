package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * Authentic, and about no contact: a test, a subscription, news of the account.
 *
 * @param type the platform's word for it
 * @param call what the host has to call, once, after it has stored this (confirm a subscription,
 *     fetch a message); null when nothing. The host applies its allow-list of hosts to it
 */
public record InboundSystem(String type, String idempotencyKey, @Nullable HttpCall call)
    implements InboundEvent {
  public static InboundSystem of(String type, String idempotencyKey) {
    return new InboundSystem(type, idempotencyKey, null);
  }
}
