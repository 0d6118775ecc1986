package dev.haven.urgency;

import dev.haven.channel.Channel;
import java.util.List;

/**
 * Everything a scorer may know of a contact.
 *
 * @param channel the line it came in on
 * @param messages the person's messages so far, oldest first; spans of reasons point into the last
 *     one they were found in
 * @param signals what is known beside the text
 */
public record ScoringInput(Channel channel, List<String> messages, Signals signals) {
  public ScoringInput {
    messages = List.copyOf(messages);
  }

  public static ScoringInput of(Channel channel, String text) {
    return new ScoringInput(channel, List.of(text), Signals.NONE);
  }
}
