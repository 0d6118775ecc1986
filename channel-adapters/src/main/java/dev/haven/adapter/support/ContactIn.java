package dev.haven.adapter.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.PhoneNumbers;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code data} of a generic webhook: the same contact as {@code POST /api/v1/contacts}
 * takes, with the same names and none besides.
 */
public final class ContactIn {
  private static final Set<String> CREATED =
      Set.of(
          "channel",
          "from",
          "to",
          "text",
          "subject",
          "language",
          "personId",
          "attributes",
          "idempotencyKey",
          "conversationId");
  private static final Set<String> ABANDONED =
      Set.of("idempotencyKey", "conversationId", "contactId", "channel", "reason");
  private static final int MAX_TEXT = 200_000;

  private ContactIn() {}

  /** A new contact; without a conversation of its own it is one by itself. */
  public static InboundContact created(JsonNode data, String webhookId) {
    requireOnly(data, CREATED);
    return draft(data, webhookId).conversation(text(data, "conversationId", 256)).build();
  }

  /** Further words: joins the open contact that was created with this conversation or key. */
  public static InboundContact message(JsonNode data, String webhookId) {
    Set<String> allowed = new HashSet<>(CREATED);
    allowed.add("contactId");
    requireOnly(data, allowed);
    String conversation = text(data, "conversationId", 256);
    String contact = text(data, "contactId", 64);
    if (conversation == null && contact == null) {
      throw new NotAContact("message_without_conversation");
    }
    return draft(data, webhookId)
        .conversation(conversation)
        .attribute("contactId", contact)
        .build();
  }

  /** The person is gone. */
  public static InboundStatus abandoned(JsonNode data, String webhookId) {
    requireOnly(data, ABANDONED);
    String key = text(data, "idempotencyKey", 256);
    String conversation = text(data, "conversationId", 256);
    String contact = text(data, "contactId", 64);
    if (key == null && conversation == null && contact == null) {
      throw new NotAContact("abandoned_without_contact");
    }
    String externalId =
        key != null ? key : conversation != null ? conversation : String.valueOf(contact);
    return InboundStatus.of(externalId, "abandoned", true)
        .withIdempotencyKey(webhookId)
        .in(conversation)
        .with(contact == null ? Map.of() : Map.of("contactId", contact));
  }

  private static InboundContactDraft draft(JsonNode data, String webhookId) {
    String channelName = text(data, "channel", 16);
    Channel channel =
        Channel.ofWireName(channelName == null ? "" : channelName)
            .orElseThrow(() -> new NotAContact("unknown_channel"));
    String key = text(data, "idempotencyKey", 256);
    String id = key == null || key.isEmpty() ? webhookId : key;
    InboundContactDraft draft =
        InboundContact.draft(id, channel)
            .from(address(channel, data, "from"))
            .to(address(channel, data, "to"))
            .text(text(data, "text", MAX_TEXT))
            .subject(text(data, "subject", 1_000))
            .language(text(data, "language", 35))
            .person(text(data, "personId", 64));
    JsonNode attributes = data.path("attributes");
    if (!attributes.isMissingNode() && !attributes.isNull()) {
      if (!attributes.isObject() || attributes.size() > InboundContactDraft.MAX_ATTRIBUTES) {
        throw new NotAContact("attributes_shape");
      }
      attributes.properties().forEach(one -> attribute(draft, one.getKey(), one.getValue()));
    }
    return draft;
  }

  private static void attribute(InboundContactDraft draft, String name, JsonNode value) {
    if (!value.isValueNode()) {
      throw new NotAContact("attributes_shape");
    }
    draft.attribute(name, value.asText());
  }

  private static @Nullable String address(Channel channel, JsonNode data, String name) {
    String raw = text(data, name, 512);
    return channel == Channel.EMAIL || channel == Channel.CHAT || channel == Channel.MAIL
        ? raw
        : raw != null && raw.startsWith("+") ? PhoneNumbers.normalise(raw, null) : raw;
  }

  private static @Nullable String text(JsonNode data, String name, int longest) {
    JsonNode value = data.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new NotAContact("text_expected");
    }
    if (value.textValue().length() > longest) {
      throw new NotAContact("text_too_long");
    }
    return Json.text(value);
  }

  private static void requireOnly(JsonNode data, Set<String> allowed) {
    if (!data.isObject()) {
      throw new NotAContact("data_expected");
    }
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                throw new NotAContact("unknown_field");
              }
            });
  }
}
