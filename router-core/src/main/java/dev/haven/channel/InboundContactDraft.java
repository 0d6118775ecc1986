package dev.haven.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what an adapter reads of a contact. Used by one thread, thrown away after {@link
 * #build()}.
 */
public final class InboundContactDraft {
  /** Most attributes a contact may bring. */
  public static final int MAX_ATTRIBUTES = 50;

  /** Longest attribute value in characters; longer ones are cut. */
  public static final int MAX_ATTRIBUTE_LENGTH = 1_000;

  private final String externalId;
  private final Channel channel;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Attachment> attachments = new ArrayList<>();
  private String idempotencyKey;
  private @Nullable Address from;
  private @Nullable Address to;
  private @Nullable String conversationId;
  private @Nullable String threadKey;
  private @Nullable Instant occurredAt;
  private @Nullable String subject;
  private @Nullable String text;
  private @Nullable String fromName;
  private @Nullable String language;
  private @Nullable String personId;
  private @Nullable Integer pageCount;
  private @Nullable ReplyHandle reply;
  private @Nullable CallRef call;

  InboundContactDraft(String externalId, Channel channel) {
    this.externalId = externalId;
    this.channel = channel;
    this.idempotencyKey = externalId;
  }

  public InboundContactDraft idempotencyKey(String value) {
    idempotencyKey = value;
    return this;
  }

  public InboundContactDraft from(@Nullable String value) {
    from = address(value);
    return this;
  }

  public InboundContactDraft to(@Nullable String value) {
    to = address(value);
    return this;
  }

  private static @Nullable Address address(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    String trimmed = value.strip();
    return new Address(trimmed.length() > 512 ? trimmed.substring(0, 512) : trimmed);
  }

  public InboundContactDraft conversation(@Nullable String value) {
    conversationId = value;
    return this;
  }

  public InboundContactDraft thread(@Nullable String value) {
    threadKey = value;
    return this;
  }

  public InboundContactDraft at(@Nullable Instant value) {
    occurredAt = value;
    return this;
  }

  public InboundContactDraft subject(@Nullable String value) {
    subject = value;
    return this;
  }

  public InboundContactDraft text(@Nullable String value) {
    text = value;
    return this;
  }

  public InboundContactDraft fromName(@Nullable String value) {
    fromName = value == null || value.isBlank() ? null : value;
    return this;
  }

  public InboundContactDraft language(@Nullable String value) {
    language = value == null || value.isBlank() ? null : value;
    return this;
  }

  public InboundContactDraft person(@Nullable String value) {
    personId = value;
    return this;
  }

  /** Kept when it says something and there is room; a longer value is cut. */
  public InboundContactDraft attribute(String name, @Nullable String value) {
    if (value != null && !value.isEmpty() && attributes.size() < MAX_ATTRIBUTES) {
      attributes.put(
          name,
          value.length() > MAX_ATTRIBUTE_LENGTH ? value.substring(0, MAX_ATTRIBUTE_LENGTH) : value);
    }
    return this;
  }

  public InboundContactDraft attachment(Attachment value) {
    attachments.add(value);
    return this;
  }

  public InboundContactDraft pages(@Nullable Integer value) {
    pageCount = value;
    return this;
  }

  public InboundContactDraft reply(@Nullable ReplyHandle value) {
    reply = value;
    return this;
  }

  public InboundContactDraft call(@Nullable CallRef value) {
    call = value;
    return this;
  }

  public InboundContact build() {
    return new InboundContact(
        externalId,
        idempotencyKey,
        channel,
        from,
        to,
        conversationId,
        threadKey,
        occurredAt,
        subject,
        text,
        fromName,
        language,
        personId,
        attributes,
        attachments,
        pageCount,
        reply,
        call);
  }
}
