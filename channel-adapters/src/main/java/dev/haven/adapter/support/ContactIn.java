package dev.haven.adapter.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.Legible;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code data} of a generic webhook: the same contact as {@code POST /api/v1/contacts}
 * takes, with the same names.
 *
 * <p><b>What is not as agreed.</b> A name that is not known, or a value that is no such thing,
 * makes no contact unreadable: it is read as far as it goes, the words of the rest stand behind its
 * text, and {@link InboundContact#UNREADABLE} says what was wrong first.
 */
public final class ContactIn {
  private static final String KINDS = "contact.";
  private static final Set<String> ABANDONED =
      Set.of("idempotencyKey", "conversationId", "contactId", "channel", "reason");
  private static final int MAX_TEXT = 262_144;

  /** What is left of the data when everything known is taken out. */
  private final ObjectNode rest;

  private @Nullable String wrong;

  private ContactIn(JsonNode data) {
    this.rest = object(data).deepCopy();
  }

  /**
   * What an event of that kind says; null when it is no business of ours.
   *
   * @param kind such as {@code contact.created}; empty when the event does not say
   * @param usual the channel of the endpoint, null when it has several
   */
  public static @Nullable ParseResult read(
      String kind, JsonNode data, String webhookId, @Nullable Channel usual) {
    try {
      switch (kind) {
        case "contact.created":
          return ParseResult.of(new ContactIn(data).contact(webhookId, usual, true));
        case "contact.message":
          return ParseResult.of(new ContactIn(data).contact(webhookId, usual, false));
        case "contact.abandoned":
          return ParseResult.of(abandoned(data, webhookId));
        default:
          boolean said = Json.filled(data, "text") != null;
          return said && (kind.isEmpty() || kind.startsWith(KINDS))
              ? ParseResult.of(new ContactIn(data).ofUnknownKind(webhookId, usual))
              : null;
      }
    } catch (NotAContact e) {
      return new ParseResult.Unreadable(e.code());
    }
  }

  private InboundContact ofUnknownKind(String webhookId, @Nullable Channel usual) {
    wrong = "unknown_type";
    return contact(webhookId, usual, false);
  }

  /**
   * A new contact, or further words: those join the open contact of this conversation. Where there
   * is none they are a contact of their own, and so are further words that name no conversation.
   */
  private InboundContact contact(String webhookId, @Nullable Channel usual, boolean created) {
    String conversation = text("conversationId", 256);
    String contact = created ? null : text("contactId", 64);
    if (!created && conversation == null && contact == null) {
      isWrong("message_without_conversation");
    }
    String from = text("from", 512);
    Channel channel = channel(from, usual, created);
    String key = text("idempotencyKey", 256);
    String id = key == null || key.isEmpty() ? webhookId : key;
    String text = text("text", MAX_TEXT);
    InboundContactDraft draft =
        InboundContact.draft(id, channel)
            .conversation(conversation)
            .from(address(channel, from))
            .to(address(channel, text("to", 512)))
            .subject(text("subject", 1_000))
            .language(text("language", 35))
            .person(text("personId", 64));
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes(attributes);
    if (!rest.isEmpty()) {
      isWrong("unknown_field");
    }
    // Those two have their places before others.
    draft.attribute(InboundContact.UNREADABLE, wrong).attribute("contactId", contact);
    attributes.forEach(draft::attribute);
    return draft.text(wrong == null ? text : withRest(text)).build();
  }

  /** Further words need none: their contact has one. */
  private Channel channel(@Nullable String from, @Nullable Channel usual, boolean required) {
    String name = text("channel", 16);
    Channel named = Channel.ofWireName(name == null ? "" : name).orElse(null);
    if (named != null) {
      return named;
    }
    if (required || name != null) {
      isWrong("unknown_channel");
    }
    if (usual != null) {
      return usual;
    }
    return PhoneNumbers.toE164(from, null).isPresent() ? Channel.SMS : Channel.CHAT;
  }

  private void attributes(Map<String, String> into) {
    JsonNode attributes = rest.path("attributes");
    if (attributes.isMissingNode() || attributes.isNull()) {
      rest.remove("attributes");
      return;
    }
    boolean fits = attributes.isObject() && attributes.size() <= InboundContactDraft.MAX_ATTRIBUTES;
    for (JsonNode value : attributes) {
      fits &= value.isValueNode();
    }
    if (!fits) {
      isWrong("attributes_shape");
      return;
    }
    attributes.properties().forEach(one -> into.put(one.getKey(), one.getValue().asText()));
    rest.remove("attributes");
  }

  private String withRest(@Nullable String text) {
    String more = Legible.of(rest.toString());
    return text == null || text.isBlank() ? more : more.isEmpty() ? text : text + "\n\n" + more;
  }

  /** The first thing that is wrong is told. */
  private void isWrong(String code) {
    wrong = wrong == null ? code : wrong;
  }

  /** Takes that text out of what is left. One that is no text, or too long, stays there. */
  private @Nullable String text(String name, int longest) {
    JsonNode value = rest.path(name);
    if (value.isTextual() && value.textValue().length() > longest) {
      isWrong("text_too_long");
      return null;
    }
    if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
      isWrong("text_expected");
      return null;
    }
    rest.remove(name);
    return Json.text(value);
  }

  /** The person is gone. */
  private static InboundStatus abandoned(JsonNode data, String webhookId) {
    ContactIn in = new ContactIn(data);
    data.fieldNames()
        .forEachRemaining(
            name -> {
              if (!ABANDONED.contains(name)) {
                throw new NotAContact("unknown_field");
              }
            });
    String key = in.text("idempotencyKey", 256);
    String conversation = in.text("conversationId", 256);
    String contact = in.text("contactId", 64);
    if (in.wrong != null) {
      throw new NotAContact(in.wrong);
    }
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

  private static ObjectNode object(JsonNode data) {
    if (data instanceof ObjectNode object) {
      return object;
    }
    throw new NotAContact("data_expected");
  }

  private static @Nullable String address(Channel channel, @Nullable String raw) {
    return channel == Channel.EMAIL || channel == Channel.CHAT || channel == Channel.MAIL
        ? raw
        : raw != null && raw.startsWith("+") ? PhoneNumbers.normalise(raw, null) : raw;
  }
}
