package dev.haven.adapter.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.Question;
import dev.haven.channel.ReplyHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one event. The key is the event's id, which stays the same when it is sent again. */
final class TelnyxEvents {
  private static final Set<String> NO_ANSWER =
      Set.of(
          "timeout", "user_busy", "call_rejected", "not_found", "originator_cancel", "unspecified");

  private TelnyxEvents() {}

  static InboundEvent call(JsonNode data, String type, String key) {
    JsonNode call = data.path("payload");
    String id = Json.id(call, "call_control_id");
    LegState state = LegState.read(Json.filled(call, "client_state"));
    if (state != null) {
      return leg(data, type, key, id, state);
    }
    String direction = Json.text(call, "direction");
    if (type.equals("call.initiated")) {
      return "incoming".equals(direction)
          ? arrived(data, call, id, key)
          : InboundSystem.of("own_call", key);
    }
    boolean ours = "outgoing".equals(direction);
    InboundStatus status =
        InboundStatus.of(id, type, !ours && type.equals("call.hangup"))
            .withIdempotencyKey(key)
            .in(id)
            .at(Times.iso(Json.text(data, "occurred_at")));
    String digits = Json.filled(call, type.equals("call.dtmf.received") ? "digit" : "digits");
    return ours || digits == null ? status : status.withDigits(digits);
  }

  private static InboundContact arrived(JsonNode data, JsonNode call, String id, String key) {
    Map<String, String> ref = new HashMap<>();
    ref.put("callControlId", id);
    put(ref, "to", Json.filled(call, "to"));
    return InboundContact.draft(id, Channel.PHONE)
        .idempotencyKey(key)
        .from(PhoneNumbers.normalise(Json.text(call, "from"), null))
        .to(PhoneNumbers.normalise(Json.text(call, "to"), null))
        .fromName(Json.text(call, "caller_id_name"))
        .conversation(id)
        .at(Times.iso(Json.text(data, "occurred_at")))
        .attribute("callLegId", Json.text(call, "call_leg_id"))
        .attribute("callSessionId", Json.text(call, "call_session_id"))
        .call(new CallRef(ref))
        .build();
  }

  private static void put(Map<String, String> into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  /** An event of a navigator's leg that we dialled. */
  private static InboundStatus leg(
      JsonNode data, String type, String key, String id, LegState state) {
    String cause = Json.text(data, "payload", "hangup_cause");
    BridgeResult bridge =
        switch (type) {
          case "call.answered" -> BridgeResult.ANSWERED;
          case "call.gather.ended" ->
              Question.meaning(String.valueOf(Json.text(data, "payload", "digits")));
          case "call.bridged" -> BridgeResult.CONNECTED;
          case "call.hangup" ->
              cause != null && NO_ANSWER.contains(cause)
                  ? BridgeResult.NO_ANSWER
                  : BridgeResult.HUNG_UP;
          default -> null;
        };
    return InboundStatus.of(state.caller(), "navigator_" + type, false)
        .withIdempotencyKey(key)
        .in(state.caller())
        .at(Times.iso(Json.text(data, "occurred_at")))
        .withCommand(state.command(), bridge, new CallRef(Map.of("callControlId", id)));
  }

  static InboundEvent message(JsonNode data, String type, String key) {
    JsonNode message = data.path("payload");
    String id = Json.id(message, "id");
    JsonNode to = message.path("to").isArray() ? message.path("to").path(0) : message.path("to");
    boolean inbound =
        type.equals("message.received") && !"outbound".equals(Json.text(message, "direction"));
    if (!inbound) {
      String status = Json.filled(to, "status");
      return InboundStatus.of(id, status == null ? type : status, false)
          .of(delivery(type, status))
          .withIdempotencyKey(key)
          .at(Times.iso(Json.text(data, "occurred_at")));
    }
    String from = Json.text(message, "from", "phone_number");
    String centre = Json.text(to, "phone_number");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.SMS)
            .idempotencyKey(key)
            .from(PhoneNumbers.normalise(from, null))
            .to(PhoneNumbers.normalise(centre, null))
            .text(Json.text(message, "text"))
            .subject(Json.filled(message, "subject"))
            .conversation(Conversations.between(from, centre))
            .at(Times.iso(Json.text(message, "received_at")));
    if (from != null && centre != null) {
      draft.reply(new ReplyHandle(Map.of("to", from, "from", centre)));
    }
    for (JsonNode media : message.path("media")) {
      String url = Json.filled(media, "url");
      if (url != null) {
        draft.attachment(
            Attachment.ofUrl(url, Json.text(media, "content_type"), null)
                .sized(Json.whole(media, "size")));
      }
    }
    return draft.build();
  }

  private static @Nullable DeliveryStatus delivery(String type, @Nullable String status) {
    if ("sending_failed".equals(status) || "delivery_failed".equals(status)) {
      return DeliveryStatus.FAILED;
    }
    // Out, and the carrier will never tell more.
    boolean out = type.equals("message.sent") || "delivery_unconfirmed".equals(status);
    DeliveryStatus told = DeliveryWords.of(status);
    return told == null && out ? DeliveryStatus.SENT : told;
  }

  static InboundEvent fax(JsonNode data, String type, String key) {
    JsonNode fax = data.path("payload");
    String id = Json.id(fax, "fax_id");
    if (!type.equals("fax.received") || "outbound".equals(Json.text(fax, "direction"))) {
      return InboundStatus.of(id, type, false).withIdempotencyKey(key);
    }
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.FAX)
            .idempotencyKey(key)
            .from(PhoneNumbers.normalise(Json.text(fax, "from"), null))
            .to(PhoneNumbers.normalise(Json.text(fax, "to"), null))
            .pages(Json.integer(fax, "page_count"))
            .at(Times.iso(Json.text(data, "occurred_at")));
    String url = Json.filled(fax, "media_url");
    if (url != null) {
      draft.attachment(Attachment.ofUrl(url, "application/pdf", null));
    }
    return draft.build();
  }
}
