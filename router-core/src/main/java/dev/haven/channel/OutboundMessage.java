package dev.haven.channel;

import org.jspecify.annotations.Nullable;

/**
 * Words for a person.
 *
 * @param text the words
 * @param subject for mail; null to keep the thread's
 */
public record OutboundMessage(String text, @Nullable String subject) {
  @Override
  public String toString() {
    return "OutboundMessage[" + text.length() + " characters]";
  }
}
