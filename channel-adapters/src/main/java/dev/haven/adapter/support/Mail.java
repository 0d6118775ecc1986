package dev.haven.adapter.support;

import dev.haven.channel.Attachment;
import dev.haven.channel.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail taken apart.
 *
 * @param headers of the whole mail, unfolded, encoded words as they came
 * @param text its words: the plain part, else the HTML part as plain words; empty when it has none
 * @param attachments whole, in order
 */
public record Mail(Headers headers, String text, List<Attachment> attachments) {
  public Mail {
    attachments = List.copyOf(attachments);
  }

  public @Nullable String subject() {
    return MailHeaders.subject(headers);
  }

  public @Nullable Mailbox from() {
    return Mailbox.first(headers.first("From"));
  }

  @Override
  public String toString() {
    return "Mail[" + attachments.size() + " attachments]";
  }
}
