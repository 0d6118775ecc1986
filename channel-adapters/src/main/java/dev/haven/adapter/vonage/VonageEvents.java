package dev.haven.adapter.vonage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.CallRef;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.ReplyHandle;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads messages, calls and their progress. Numbers come without {@code +}. */
final class VonageEvents {
  private static final Set<String> OVER =
      Set.of(
          "completed",
          "failed",
          "rejected",
          "busy",
          "cancelled",
          "timeout",
          "unanswered",
          "disconnected");

  /**
   * What events of a call carry and the question what to do with it does not; asked a second time
   * at the fallback URL, the question carries a {@code reason}.
   */
  private static final Set<String> IN_EVENTS =
      Set.of("timestamp", "dtmf", "speech", "type", "recording_url");

  private static final Set<String> BY_NUMBER =
      Set.of("sms", "mms", "whatsapp", "viber_service", "rcs");
  private static final Set<String> MEDIA =
      Set.of("image", "audio", "video", "file", "vcard", "sticker");

  private VonageEvents() {}

  static InboundEvent message(JsonNode body) {
    String id = Json.id(body, "message_uuid");
    String status = Json.filled(body, "status");
    if (status != null) {
      return InboundStatus.of(id, status, false)
          .of(DeliveryWords.of(status))
          .withCommand(Json.filled(body, "client_ref"), null, null)
          .at(Times.iso(Json.text(body, "timestamp")));
    }
    String messageType = String.valueOf(Json.text(body, "message_type"));
    if (messageType.equals("reaction")) {
      return InboundSystem.of("reaction", id);
    }
    String kind = Json.text(body, "channel");
    String channel = kind == null ? String.valueOf(Json.text(body, "from", "type")) : kind;
    String from = party(body, "from");
    String to = party(body, "to");
    boolean number = BY_NUMBER.contains(channel);
    JsonNode content = body.has("message") ? Json.at(body, "message", "content") : body;
    InboundContactDraft draft =
        InboundContact.draft(
                id, channel.equals("sms") || channel.equals("mms") ? Channel.SMS : Channel.CHAT)
            .from(number ? PhoneNumbers.normalise(from, null) : from)
            .to(number ? PhoneNumbers.normalise(to, null) : to)
            .fromName(Json.text(body, "profile", "name"))
            .text(text(content, messageType))
            .conversation(Conversations.between(from, to))
            .thread(Json.filled(body, "context", "message_uuid"))
            .at(Times.iso(Json.text(body, "timestamp")));
    if (from != null && to != null) {
      draft.reply(new ReplyHandle(Map.of("channel", channel, "to", from, "from", to)));
    }
    for (String name : MEDIA) {
      attach(draft, content.path(name));
    }
    content.path("content").forEach(part -> attach(draft, part));
    return draft.build();
  }

  private static void attach(InboundContactDraft draft, JsonNode file) {
    String url = Json.filled(file, "url");
    if (url != null) {
      draft.attachment(Attachment.ofUrl(url, null, Json.text(file, "name")));
    }
  }

  /** A number or id; the first version of the interface nested it. */
  private static @Nullable String party(JsonNode body, String name) {
    String plain = Json.text(body, name);
    if (plain != null) {
      return plain;
    }
    String number = Json.text(body, name, "number");
    return number == null ? Json.text(body, name, "id") : number;
  }

  private static @Nullable String text(JsonNode content, String type) {
    String text = Json.text(content, "text");
    if (text != null) {
      return text;
    }
    for (String[] path :
        new String[][] {
          {type, "caption"},
          {"image", "caption"},
          {"reply", "title"},
          {"button", "text"},
          {"location", "name"},
          {"location", "address"}
        }) {
      String found = Json.text(content, path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  static InboundEvent parameters(Map<String, String> values, RawRequest request) {
    String hash = Digests.sha256Hex(Digests.utf8(request.uri() + request.bodyAsUtf8()));
    String messageId = values.get("messageId");
    if (values.containsKey("msisdn") && messageId != null) {
      return values.containsKey("status") ? receipt(values, messageId) : sms(values, messageId);
    }
    String call = values.get("uuid");
    if (call == null || call.isEmpty()) {
      return values.containsKey("text") ? sms(values, hash) : InboundSystem.of("unknown", hash);
    }
    return call(values, call);
  }

  private static InboundEvent receipt(Map<String, String> values, String messageId) {
    String status = String.valueOf(values.get("status"));
    return InboundStatus.of(messageId, status, false).of(DeliveryWords.of(status));
  }

  private static InboundEvent sms(Map<String, String> values, String messageId) {
    String from = values.get("msisdn");
    String to = values.get("to");
    ReplyHandle reply =
        from == null || to == null
            ? null
            : new ReplyHandle(Map.of("channel", "sms", "to", from, "from", to));
    return InboundContact.draft(messageId, Channel.SMS)
        .reply(reply)
        .from(PhoneNumbers.normalise(from, null))
        .to(PhoneNumbers.normalise(to, null))
        .text(values.getOrDefault("text", values.get("data")))
        .conversation(Conversations.between(from, to))
        .attribute("concatRef", values.get("concat-ref"))
        .attribute("concatPart", values.get("concat-part"))
        .build();
  }

  private static InboundEvent call(Map<String, String> values, String call) {
    String digits = values.get("dtmf.digits");
    if (digits != null) {
      String at = values.getOrDefault("timestamp", "");
      return InboundStatus.of(call, "digit", false)
          .withIdempotencyKey(call + ":digit:" + digits + ":" + at)
          .withDigits(digits);
    }
    String status = values.get("status");
    String conversation = values.getOrDefault("conversation_uuid", call);
    boolean ours = "outbound".equals(values.get("direction"));
    if (ours && status == null) {
      return InboundSystem.of("own_call", call);
    }
    if (status != null) {
      return InboundStatus.of(call, status, !ours && OVER.contains(status))
          .in(conversation)
          .at(Times.iso(values.get("timestamp")));
    }
    if (IN_EVENTS.stream().anyMatch(values::containsKey)) {
      String at = values.getOrDefault("timestamp", "");
      return InboundStatus.of(call, "event", false)
          .withIdempotencyKey(call + ":event:" + at)
          .in(conversation);
    }
    return InboundContact.draft(call, Channel.PHONE)
        .from(PhoneNumbers.normalise(values.get("from"), null))
        .to(PhoneNumbers.normalise(values.get("to"), null))
        .conversation(conversation)
        .call(new CallRef(Map.of("uuid", call)))
        .build();
  }
}
