package dev.haven.channel;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something about a contact or a command that the host knows already: a call's progress, a delivery
 * receipt, a pressed key. It makes no contact. Statuses may come twice, late, and in any order.
 *
 * @param externalId the contact's id at the platform: for a navigator's leg that of the caller it
 *     is for; for a receipt that of the message that was sent
 * @param idempotencyKey what repeats when the sender repeats
 * @param status the platform's word in lower case
 * @param terminal true when it ends the contact on the person's side, such as a hang-up of the
 *     caller
 * @param digits keys the caller pressed; null when none
 * @param commandId the command of ours that it answers; null when none
 * @param bridge what became of that command when it was to connect a navigator; null otherwise
 * @param leg the navigator's leg it speaks of, to pass to {@link CallPort#join}; null when it is
 *     about the person's own line
 * @param conversationId as in {@link InboundContact}; null when not told
 * @param occurredAt by the platform's clock; null when not told
 * @param delivery how far a message of ours is; null when it is about something else
 */
public record InboundStatus(
    String externalId,
    String idempotencyKey,
    String status,
    boolean terminal,
    @Nullable String digits,
    @Nullable String commandId,
    @Nullable BridgeResult bridge,
    @Nullable CallRef leg,
    @Nullable String conversationId,
    @Nullable Instant occurredAt,
    Map<String, String> attributes,
    @Nullable DeliveryStatus delivery)
    implements InboundEvent {

  public InboundStatus {
    attributes = Map.copyOf(attributes);
  }

  /** A status of which nothing else is told; its key is the id with the status. */
  public static InboundStatus of(String externalId, String status, boolean terminal) {
    return new InboundStatus(
        externalId,
        externalId + ":" + status,
        status,
        terminal,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        null);
  }

  public InboundStatus withIdempotencyKey(String key) {
    return new InboundStatus(
        externalId,
        key,
        status,
        terminal,
        digits,
        commandId,
        bridge,
        leg,
        conversationId,
        occurredAt,
        attributes,
        delivery);
  }

  public InboundStatus withDigits(String pressed) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        pressed,
        commandId,
        bridge,
        leg,
        conversationId,
        occurredAt,
        attributes,
        delivery);
  }

  public InboundStatus withCommand(
      @Nullable String command, @Nullable BridgeResult result, @Nullable CallRef of) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        digits,
        command,
        result,
        of,
        conversationId,
        occurredAt,
        attributes,
        delivery);
  }

  public InboundStatus in(@Nullable String conversation) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        digits,
        commandId,
        bridge,
        leg,
        conversation,
        occurredAt,
        attributes,
        delivery);
  }

  /** Says how far a message is; null leaves it at a status. */
  public InboundStatus of(@Nullable DeliveryStatus state) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        digits,
        commandId,
        bridge,
        leg,
        conversationId,
        occurredAt,
        attributes,
        state);
  }

  public InboundStatus at(@Nullable Instant when) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        digits,
        commandId,
        bridge,
        leg,
        conversationId,
        when,
        attributes,
        delivery);
  }

  public InboundStatus with(Map<String, String> facts) {
    return new InboundStatus(
        externalId,
        idempotencyKey,
        status,
        terminal,
        digits,
        commandId,
        bridge,
        leg,
        conversationId,
        occurredAt,
        facts,
        delivery);
  }

  @Override
  public String toString() {
    return "InboundStatus[" + status + (terminal ? ", terminal]" : "]");
  }
}
