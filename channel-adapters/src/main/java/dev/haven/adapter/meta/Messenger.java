package dev.haven.adapter.meta;

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
import dev.haven.channel.ReplyHandle;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one entry of Messenger or Instagram. An echo is a message of the page itself. */
final class Messenger {
  private Messenger() {}

  static void read(JsonNode entry, List<InboundEvent> into) {
    int before = into.size();
    for (JsonNode event : entry.path("messaging")) {
      into.add(event(event));
    }
    if (into.size() == before) {
      into.add(
          InboundSystem.of("page_event", Json.text(entry, "id") + ":" + Json.text(entry, "time")));
    }
  }

  private static InboundEvent event(JsonNode event) {
    String sender = Json.text(event, "sender", "id");
    String key = sender + ":" + Json.text(event, "timestamp");
    JsonNode message = event.path("message");
    if (message.path("is_echo").asBoolean()) {
      return InboundSystem.of("own_message", Json.id(message, "mid"));
    }
    if (message.isObject() && !message.path("is_deleted").asBoolean()) {
      String id = Json.filled(message, "mid");
      return message(event, message, id == null ? key : id, Json.text(message, "text"));
    }
    JsonNode postback = event.path("postback");
    if (postback.isObject()) {
      String id = Json.filled(postback, "mid");
      return message(event, postback, id == null ? key : id, Json.text(postback, "title"));
    }
    for (String name : new String[] {"delivery", "read"}) {
      if (event.path(name).isObject()) {
        return InboundStatus.of(String.valueOf(sender), name, false)
            .withIdempotencyKey(key + ":" + name)
            .at(Times.epochMillis(Json.text(event, "timestamp")));
      }
    }
    return InboundSystem.of("page_event", key);
  }

  private static InboundContact message(
      JsonNode event, JsonNode message, String id, @Nullable String text) {
    String sender = Json.text(event, "sender", "id");
    String page = Json.text(event, "recipient", "id");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.CHAT)
            .from(sender)
            .to(page)
            .text(text)
            .conversation(Conversations.between(sender, page))
            .thread(Json.filled(message, "reply_to", "mid"))
            .attribute("payload", Json.filled(message, "payload"))
            .at(Times.epochMillis(Json.text(event, "timestamp")));
    if (sender != null) {
      draft.reply(new ReplyHandle(Map.of("recipient", sender)));
    }
    for (JsonNode attachment : message.path("attachments")) {
      JsonNode place = Json.at(attachment, "payload", "coordinates");
      draft.attribute("latitude", Json.text(place, "lat"));
      draft.attribute("longitude", Json.text(place, "long"));
      String url = Json.filled(attachment, "payload", "url");
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, null, null));
      }
    }
    return draft.build();
  }
}
