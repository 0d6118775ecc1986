package dev.haven.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Legible;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.ReplyHandle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of the WhatsApp Cloud API: messages of people, statuses of ours, and news of the
 * account.
 */
final class WhatsApp {
  private static final Set<String> MEDIA =
      Set.of("image", "audio", "video", "document", "sticker", "voice");

  /** What says nothing by itself: a reaction to a message, or news of a number. */
  private static final Set<String> NO_MESSAGE = Set.of("reaction", "system", "ephemeral");

  private WhatsApp() {}

  static void read(JsonNode entry, List<InboundEvent> into) {
    for (JsonNode change : entry.path("changes")) {
      String field = Json.text(change, "field");
      JsonNode value = change.path("value");
      int before = into.size();
      if ("messages".equals(field)) {
        value.path("messages").forEach(message -> into.add(message(value, message)));
        value.path("statuses").forEach(status -> into.add(status(status)));
      }
      if (into.size() == before) {
        into.add(
            InboundSystem.of(
                field == null ? "unknown" : field, Json.text(entry, "id") + ":" + field));
      }
    }
  }

  private static InboundEvent message(JsonNode value, JsonNode message) {
    String id = Json.id(message, "id");
    String type = String.valueOf(Json.text(message, "type"));
    if (NO_MESSAGE.contains(type)) {
      return InboundSystem.of(type, id);
    }
    String from = Json.text(message, "from");
    String number = Json.text(value, "metadata", "phone_number_id");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.CHAT)
            .from(PhoneNumbers.normalise(from, null))
            .to(PhoneNumbers.normalise(Json.text(value, "metadata", "display_phone_number"), null))
            .fromName(name(value, from))
            .text(text(message, type))
            .conversation(Conversations.between(from, number))
            .thread(Json.filled(message, "context", "id"))
            .at(Times.epochSeconds(Json.text(message, "timestamp")))
            .attribute("type", type)
            .attribute("latitude", Json.text(message, "location", "latitude"))
            .attribute("longitude", Json.text(message, "location", "longitude"));
    if (from != null && number != null) {
      draft.reply(new ReplyHandle(Map.of("to", from, "number", number)));
    }
    JsonNode media = message.path(type);
    String mediaId = Json.filled(media, "id");
    if (MEDIA.contains(type) && mediaId != null) {
      draft.attachment(
          Attachment.ofMediaId(mediaId, Json.text(media, "mime_type"), Json.text(media, "filename"))
              .sized(Json.whole(media, "file_size")));
    }
    return draft.build();
  }

  private static @Nullable String name(JsonNode value, @Nullable String from) {
    for (JsonNode contact : value.path("contacts")) {
      if (from == null || from.equals(Json.text(contact, "wa_id"))) {
        return Json.text(contact, "profile", "name");
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode message, String type) {
    return switch (type) {
      case "text" -> Json.text(message, "text", "body");
      case "button" -> Json.text(message, "button", "text");
      case "interactive" -> {
        String button = Json.text(message, "interactive", "button_reply", "title");
        String list = Json.text(message, "interactive", "list_reply", "title");
        String form = Json.text(message, "interactive", "nfm_reply", "body");
        String said = button == null ? (list == null ? form : list) : button;
        yield said == null ? words(message, type) : said;
      }
      case "location" -> Json.text(message, "location", "name");
      case "contacts", "unsupported" -> null;
      default -> MEDIA.contains(type) ? Json.text(message, type, "caption") : words(message, type);
    };
  }

  /** What a message of a kind that is not known says. */
  private static @Nullable String words(JsonNode message, String type) {
    String words = Legible.of(message.path(type).toString());
    return words.isEmpty() ? null : words;
  }

  private static InboundStatus status(JsonNode status) {
    String id = Json.id(status, "id");
    String word = String.valueOf(Json.text(status, "status"));
    String code = Json.text(status.path("errors").path(0), "code");
    return InboundStatus.of(id, word, false)
        .of(DeliveryWords.of(word))
        .withCommand(Json.filled(status, "biz_opaque_callback_data"), null, null)
        .at(Times.epochSeconds(Json.text(status, "timestamp")))
        .with(code == null ? Map.of() : Map.of("errorCode", code));
  }
}
