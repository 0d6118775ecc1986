package dev.haven.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person reaches the centre: a call, a message, a fax, a mail. It opens a contact, or joins the
 * open contact of the same {@code conversationId} on the same endpoint.
 *
 * @param externalId the platform's id of the call or message
 * @param idempotencyKey what repeats when the sender repeats
 * @param channel the kind of line
 * @param from who reaches out; null when withheld
 * @param to the centre's own number, mailbox or page; null when not told
 * @param conversationId what keeps a person's messages together on this endpoint; null when every
 *     one stands alone
 * @param threadKey a key of an earlier exchange that a reply carries (a mail's references, a
 *     plus-address); null when none
 * @param occurredAt when it happened by the platform's clock; null when not told. For ordering the
 *     host uses its own time
 * @param subject a mail's or letter's subject; null when none
 * @param text the words; empty when there are none, null when they are not known (yet)
 * @param fromName the name as displayed; null when not told
 * @param language BCP 47 tag, when the person chose or the platform told; null otherwise
 * @param personId the caller's own reference of the person; null when unknown
 * @param attributes further facts by name, bounded by the adapter to 50 of at most 1,000 characters
 * @param attachments files, by reference or whole
 * @param pageCount pages of a fax or letter; null when not told
 * @param reply how to answer in writing; null when one cannot
 * @param call the live call; null when it is none
 */
public record InboundContact(
    String externalId,
    String idempotencyKey,
    Channel channel,
    @Nullable Address from,
    @Nullable Address to,
    @Nullable String conversationId,
    @Nullable String threadKey,
    @Nullable Instant occurredAt,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String fromName,
    @Nullable String language,
    @Nullable String personId,
    Map<String, String> attributes,
    List<Attachment> attachments,
    @Nullable Integer pageCount,
    @Nullable ReplyHandle reply,
    @Nullable CallRef call)
    implements InboundEvent {
  /**
   * The attribute that says where a message is whose platform only announced it. Such a message is
   * known by its id alone: what is told of it may be more when it is announced again.
   */
  public static final String FETCH = "fetch";

  /**
   * The attribute that says why not all of a message was what its form promises, a code in lower
   * snake case. Its text has all words that were there. Such a message is at least ELEVATED.
   */
  public static final String UNREADABLE = "unreadable";

  public InboundContact {
    if (externalId.isEmpty() || idempotencyKey.isEmpty()) {
      throw new IllegalArgumentException(
          "an inbound contact has an external id and an idempotency key");
    }
    attributes = Map.copyOf(attributes);
    attachments = List.copyOf(attachments);
  }

  /**
   * A contact of which only its id and channel are known so far; the rest by the {@code with}
   * methods of the draft.
   */
  public static InboundContactDraft draft(String externalId, Channel channel) {
    return new InboundContactDraft(externalId, channel);
  }

  /** This message under the id by which it was announced. */
  public InboundContact announcedAs(String id, String resource) {
    Map<String, String> all = new HashMap<>(attributes);
    all.put(FETCH, resource);
    return named(id, all);
  }

  /** This message under another id, by which it is known when it comes again. */
  public InboundContact named(String id) {
    return named(id, attributes);
  }

  /** The same with a file more. */
  public InboundContact withAttachment(Attachment file) {
    List<Attachment> all = new ArrayList<>(attachments);
    all.add(file);
    return with(externalId, idempotencyKey, attributes, all);
  }

  private InboundContact named(String id, Map<String, String> all) {
    return with(id, id, all, attachments);
  }

  private InboundContact with(
      String id, String key, Map<String, String> facts, List<Attachment> files) {
    return new InboundContact(
        id,
        key,
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
        facts,
        files,
        pageCount,
        reply,
        call);
  }

  /** Never the words, names or addresses. */
  @Override
  public String toString() {
    return "InboundContact[" + channel.wireName() + ", " + attachments.size() + " attachments]";
  }
}
