package dev.haven.channel;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
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
    return changed(draft -> draft.idempotencyKey = key);
  }

  public InboundStatus withDigits(String pressed) {
    return changed(draft -> draft.digits = pressed);
  }

  public InboundStatus withCommand(
      @Nullable String command, @Nullable BridgeResult result, @Nullable CallRef of) {
    return changed(
        draft -> {
          draft.commandId = command;
          draft.bridge = result;
          draft.leg = of;
        });
  }

  public InboundStatus in(@Nullable String conversation) {
    return changed(draft -> draft.conversationId = conversation);
  }

  /** Says how far a message is; null leaves it at a status. */
  public InboundStatus of(@Nullable DeliveryStatus state) {
    return changed(draft -> draft.delivery = state);
  }

  public InboundStatus at(@Nullable Instant when) {
    return changed(draft -> draft.occurredAt = when);
  }

  public InboundStatus with(Map<String, String> facts) {
    return changed(draft -> draft.attributes = facts);
  }

  private InboundStatus changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new InboundStatus(
        externalId,
        draft.idempotencyKey,
        status,
        terminal,
        draft.digits,
        draft.commandId,
        draft.bridge,
        draft.leg,
        draft.conversationId,
        draft.occurredAt,
        draft.attributes,
        draft.delivery);
  }

  /** What may be told beside id and word, while it is changed. */
  private static final class Draft {
    private String idempotencyKey;
    private @Nullable String digits;
    private @Nullable String commandId;
    private @Nullable BridgeResult bridge;
    private @Nullable CallRef leg;
    private @Nullable String conversationId;
    private @Nullable Instant occurredAt;
    private Map<String, String> attributes;
    private @Nullable DeliveryStatus delivery;

    Draft(InboundStatus of) {
      idempotencyKey = of.idempotencyKey;
      digits = of.digits;
      commandId = of.commandId;
      bridge = of.bridge;
      leg = of.leg;
      conversationId = of.conversationId;
      occurredAt = of.occurredAt;
      attributes = of.attributes;
      delivery = of.delivery;
    }
  }

  @Override
  public String toString() {
    return "InboundStatus[" + status + (terminal ? ", terminal]" : "]");
  }
}
