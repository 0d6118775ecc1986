package dev.haven.flow;

import dev.haven.channel.Channel;
import java.time.Duration;
import java.util.List;

/**
 * How a person is reached who did not just come themselves.
 *
 * @param purpose of the consent it rests on, a code; empty when it rests on none
 * @param attempts that may reach nobody, 1 to 20; 0 for no end
 * @param spacing from one to the next, 1 min to 30 days
 * @param channels in the order of attempts, after the contact's own; empty for that one alone
 * @param voicemailEnds whether a message that was left ends it
 * @param quiet whether the person's quiet hours are kept
 */
public record Cadence(
    String purpose,
    int attempts,
    Duration spacing,
    List<Channel> channels,
    boolean voicemailEnds,
    boolean quiet) {
  public static final int MOST_ATTEMPTS = 20;

  public Cadence {
    channels = List.copyOf(channels);
    if (attempts < 0 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("attempts are 0 to 20, got " + attempts);
    }
    if (spacing.compareTo(Duration.ofMinutes(1)) < 0
        || spacing.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("spacing is 1 min to 30 days, got " + spacing);
    }
  }
}
