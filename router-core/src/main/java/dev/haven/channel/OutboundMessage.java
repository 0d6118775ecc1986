package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * Words for a person.
 *
 * @param text the words
 * @param subject for mail; null to keep the thread's
 * @param contact the contact they are for, so that an answer can be known as one; null when there
 *     is none
 * @param automatic whether no person wrote them; mail says so (RFC 3834)
 */
public record OutboundMessage(
    String text, @Nullable String subject, @Nullable String contact, boolean automatic) {
  /** A person's words that belong to no contact. */
  public OutboundMessage(String text, @Nullable String subject) {
    this(text, subject, null, false);
  }

  @Override
  public String toString() {
    return "OutboundMessage[" + text.length() + " characters]";
  }
}
