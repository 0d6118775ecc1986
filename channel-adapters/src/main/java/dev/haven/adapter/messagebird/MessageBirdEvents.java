package dev.haven.adapter.messagebird;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.PhoneNumbers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages and their reports, of Conversations and of the plain SMS interface. */
final class MessageBirdEvents {
  private MessageBirdEvents() {}

  static InboundEvent conversation(JsonNode body) {
    JsonNode message = body.path("message");
    String id = Json.id(message, "id");
    String type = String.valueOf(Json.text(body, "type"));
    boolean received = "received".equals(Json.text(message, "direction"));
    if (!type.equals("message.created") || !received) {
      String status = String.valueOf(Json.text(message, "status"));
      return received || type.equals("message.created")
          ? InboundSystem.of(type, id + ":" + type)
          : InboundStatus.of(id, status, false).in(Json.filled(message, "conversationId"));
    }
    String platform = Json.text(message, "platform");
    String from = Json.filled(message, "from");
    InboundContactDraft draft =
        InboundContact.draft(id, "sms".equals(platform) ? Channel.SMS : Channel.CHAT)
            .from(
                PhoneNumbers.normalise(
                    from == null ? Json.text(body, "contact", "msisdn") : from, null))
            .to(PhoneNumbers.normalise(Json.text(message, "to"), null))
            .fromName(Json.filled(body, "contact", "displayName"))
            .text(text(message.path("content")))
            .conversation(Json.filled(message, "conversationId"))
            .at(Times.iso(Json.text(message, "createdDatetime")));
    for (String kind : new String[] {"image", "audio", "video", "file"}) {
      String url = Json.filled(message, "content", kind, "url");
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, null, null));
      }
    }
    return draft.build();
  }

  private static @Nullable String text(JsonNode content) {
    for (String[] path :
        new String[][] {{"text"}, {"image", "caption"}, {"interactive", "reply", "text"}}) {
      String text = Json.text(content, path);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  static InboundEvent parameters(Map<String, String> values, String hash) {
    String id = first(values, "id", "message_id");
    String status = values.get("status");
    String text = first(values, "body", "message", "payload");
    String from = first(values, "originator", "sender");
    if (text == null && (id == null || status == null)) {
      return InboundSystem.of("unknown", id == null ? hash : id);
    }
    if (text == null) {
      return InboundStatus.of(String.valueOf(id), String.valueOf(status), false);
    }
    String to = first(values, "recipient", "receiver");
    return InboundContact.draft(id == null ? hash : id, Channel.SMS)
        .from(PhoneNumbers.normalise(from, null))
        .to(PhoneNumbers.normalise(to, null))
        .text(text)
        .conversation(Conversations.between(from, to))
        .at(Times.iso(first(values, "createdDatetime", "receive_datetime")))
        .build();
  }

  private static @Nullable String first(Map<String, String> values, String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
