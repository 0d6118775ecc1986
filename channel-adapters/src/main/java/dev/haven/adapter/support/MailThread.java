package dev.haven.adapter.support;

import dev.haven.channel.Headers;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.ReplyHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the mails of one contact together.
 *
 * <p><b>Out.</b> An answer's {@code Message-ID} names the contact and the command, so that a repeat
 * is the same mail; its {@code Reply-To} may be the centre's address with the contact behind a plus
 * sign.
 *
 * <p><b>In.</b> A mail belongs to the contact that its recipient's plus-address names, else to the
 * one whose answer it refers to; else it is of the conversation of its two addresses. Who can name
 * a contact was sent its name: ids are 100 bits of chance.
 */
public final class MailThread {
  /** Most ids in {@code References}: the first and the newest are kept. */
  private static final int MAX_REFERENCES = 12;

  private static final Pattern ID = Pattern.compile("<[!-;=?-~]{1,250}>");
  private static final Pattern OURS =
      Pattern.compile("<haven\\.([a-z0-9]{0,40})\\.[a-z0-9._-]{1,80}@[^<>\\s]{1,255}>");
  private static final Pattern TAG = Pattern.compile("h-([a-z0-9]{1,40})");

  private MailThread() {}

  /** The id of an answer: the same for the same command, with its angle brackets. */
  public static String messageId(@Nullable String contact, String command, String domain) {
    return "<haven."
        + (contact == null ? "" : contact)
        + "."
        + command.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-")
        + "@"
        + domain
        + ">";
  }

  /** The centre's address with the contact behind a plus sign. */
  public static String answerAddress(String centre, String contact) {
    int at = centre.lastIndexOf('@');
    return at < 0 ? centre : centre.substring(0, at) + "+h-" + contact + centre.substring(at);
  }

  /** Whether this server sent it: a copy that comes back. */
  public static boolean isOwn(Headers headers) {
    String id = MailHeaders.messageId(headers);
    return id != null && OURS.matcher(id.toLowerCase(Locale.ROOT)).matches();
  }

  /** The first id of an answer of ours in that text; null when there is none. */
  static @Nullable String ownId(String text) {
    Matcher ids = OURS.matcher(text.toLowerCase(Locale.ROOT));
    return ids.find() ? ids.group() : null;
  }

  /** The contact a plus-address of ours names; null when it names none. */
  public static @Nullable String contactOf(@Nullable String address) {
    String tag = Mailbox.tag(address);
    Matcher matcher = TAG.matcher(tag == null ? "" : tag.toLowerCase(Locale.ROOT));
    return matcher.matches() ? matcher.group(1) : null;
  }

  /**
   * The contact of the newest answer of ours that a mail refers to; null when it refers to none.
   */
  static @Nullable String contactOf(Headers headers) {
    String found = null;
    for (String name : List.of("References", "In-Reply-To")) {
      String value = headers.first(name);
      Matcher ids = OURS.matcher(value == null ? "" : value.toLowerCase(Locale.ROOT));
      while (ids.find()) {
        found = ids.group(1).isEmpty() ? found : ids.group(1);
      }
    }
    return found;
  }

  /**
   * Says which conversation a mail belongs to and how it is answered.
   *
   * @param author the person's address; null when not told
   * @param recipient the centre's address it came to; null when not told
   */
  public static InboundContactDraft into(
      InboundContactDraft draft,
      Headers headers,
      @Nullable String author,
      @Nullable String recipient) {
    String centre = untagged(recipient);
    String named = contactOf(recipient);
    return draft
        .conversation(
            author == null
                ? null
                : Conversations.between(
                    author.toLowerCase(Locale.ROOT),
                    centre == null ? null : centre.toLowerCase(Locale.ROOT)))
        .attribute("contactId", named == null ? contactOf(headers) : named)
        .reply(handle(headers, author, centre));
  }

  private static @Nullable ReplyHandle handle(
      Headers headers, @Nullable String author, @Nullable String centre) {
    Mailbox replyTo = Mailbox.first(headers.first("Reply-To"));
    String list = MailHeaders.listAddress(headers);
    boolean toAll = replyTo != null && list != null && replyTo.address().equalsIgnoreCase(list);
    // A list that wants answers for itself would show everybody what is for one person.
    String to = replyTo == null || (toAll && author != null) ? author : replyTo.address();
    if (to == null) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    values.put("to", to);
    put(values, "from", centre);
    put(values, "subject", MailHeaders.subject(headers));
    String id = MailHeaders.messageId(headers);
    if (id != null && ID.matcher(id).matches()) {
      values.put("inReplyTo", id);
      values.put("references", references(headers, id));
    }
    return new ReplyHandle(values);
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      values.put(name, value.length() > 1_000 ? value.substring(0, 1_000) : value);
    }
  }

  /** What an answer to this mail refers to (RFC 5322, 3.6.4): its references, then itself. */
  private static String references(Headers headers, String id) {
    List<String> ids = new ArrayList<>();
    String before = headers.first("References");
    Matcher matcher =
        ID.matcher(before == null ? String.valueOf(headers.first("In-Reply-To")) : before);
    while (matcher.find()) {
      if (!matcher.group().equals(id)) {
        ids.add(matcher.group());
      }
    }
    ids.add(id);
    while (ids.size() > MAX_REFERENCES) {
      ids.remove(1);
    }
    return String.join(" ", ids);
  }

  /** The address without what stands behind the {@code +} of its first part. */
  public static @Nullable String untagged(@Nullable String address) {
    if (address == null || Mailbox.tag(address) == null) {
      return address;
    }
    return address.substring(0, address.indexOf('+')) + address.substring(address.lastIndexOf('@'));
  }
}
