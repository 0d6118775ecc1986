package dev.haven.adapter.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Form;
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
import dev.haven.channel.ReplyHandle;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the webhooks of Conversations: messages added by a participant; what the API adds is ours.
 */
final class ConversationReader {
  private static final Pattern FILE = Pattern.compile("(IS[0-9a-f]{32})/(ME[0-9a-f]{32})");

  /** Where the answer to that says for how long the file is where. */
  static final String FILE_AT = "links.content_direct_temporary";

  private ConversationReader() {}

  static InboundEvent read(Form form) {
    String type = form.first("EventType", "");
    String conversation = form.first("ConversationSid", "");
    String message = form.filled("MessageSid");
    if (type.equals("onMessageAdded") && message != null) {
      return form.first("Source", "SDK").equalsIgnoreCase("API")
          ? InboundSystem.of("own_message", message)
          : added(form, conversation, message);
    }
    if (type.equals("onDeliveryUpdated") && message != null) {
      String status = form.first("Status", "unknown");
      return InboundStatus.of(message, status, false).of(DeliveryWords.of(status)).in(conversation);
    }
    if (type.equals("onConversationRemoved")) {
      return InboundStatus.of(conversation, "removed", true).in(conversation);
    }
    return InboundSystem.of(type, conversation + ":" + type + ":" + form.first("DateCreated", ""));
  }

  /** What the message came to: a service of ours; the platform names no address of ours. */
  private static @Nullable String centre(Form form) {
    String messaging = form.filled("MessagingServiceSid");
    return messaging == null ? form.filled("ChatServiceSid") : messaging;
  }

  /** A conversation of a service that is not the account's default is answered by way of it. */
  private static Map<String, String> reply(Form form, String conversation) {
    String service = form.filled("ChatServiceSid");
    return service == null
        ? Map.of("conversation", conversation)
        : Map.of("conversation", conversation, "chatService", service);
  }

  /** Files are kept by service: its name goes before the file's. */
  private static String fileId(Form form, String file) {
    String service = form.filled("ChatServiceSid");
    return service == null ? file : service + "/" + file;
  }

  /** Where a file of that id is asked for; null for what is none. */
  static @Nullable URI file(String id) {
    Matcher parts = FILE.matcher(id);
    return parts.matches()
        ? URI.create(
            "https://mcs.us1.twilio.com/v1/Services/" + parts.group(1) + "/Media/" + parts.group(2))
        : null;
  }

  private static InboundContact added(Form form, String conversation, String message) {
    String author = form.first("Author", "");
    int colon = author.indexOf(":+");
    InboundContactDraft draft =
        InboundContact.draft(message, Channel.CHAT)
            .from(PhoneNumbers.normalise(colon < 0 ? author : author.substring(colon + 1), null))
            .to(centre(form))
            .text(form.first("Body", ""))
            .conversation(conversation)
            .at(Times.iso(form.filled("DateCreated")))
            .reply(new ReplyHandle(reply(form, conversation)));
    String media = form.filled("Media");
    JsonNode files = media == null ? null : Json.read(media);
    if (files != null && files.isArray()) {
      for (JsonNode file : files) {
        String id = Json.filled(file, "Sid");
        if (id != null) {
          draft.attachment(
              Attachment.ofMediaId(
                      fileId(form, id), Json.text(file, "ContentType"), Json.text(file, "Filename"))
                  .sized(Json.whole(file, "Size")));
        }
      }
    }
    return draft.build();
  }
}
