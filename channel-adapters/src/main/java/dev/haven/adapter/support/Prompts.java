package dev.haven.adapter.support;

import dev.haven.channel.EndpointConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waiting callers are told, as names of media that the telephone system plays. Each list is a
 * setting of the endpoint; what it is unless configured depends on the system's own sounds.
 */
public final class Prompts {
  private final List<String> greeting;
  private final List<String> danger;
  private final List<String> next;
  private final List<String> place;
  private final List<String> shortWait;
  private final List<String> wait;
  private final List<String> noted;

  /**
   * Media unless configured.
   *
   * @param next for the caller who is next
   * @param place with {@code {position}}
   * @param expected of the wait, with {@code {minutes}}
   * @param noted after a key was pressed
   */
  public record Defaults(
      List<String> next, List<String> place, List<String> expected, List<String> noted) {}

  public Prompts(EndpointConfig endpoint, Defaults defaults) {
    greeting = read(endpoint, "greetingSounds", List.of());
    danger = read(endpoint, "dangerSounds", List.of());
    next = read(endpoint, "nextSounds", defaults.next());
    place = read(endpoint, "placeSounds", defaults.place());
    shortWait = read(endpoint, "shortWaitSounds", List.of());
    wait = read(endpoint, "waitSounds", defaults.expected());
    noted = read(endpoint, "notedSounds", defaults.noted());
  }

  private static List<String> read(EndpointConfig endpoint, String name, List<String> otherwise) {
    return endpoint.config().containsKey(name) ? endpoint.texts(name) : otherwise;
  }

  /**
   * One round: greeting, question after danger, place, expected wait; empty when there is nothing
   * to say.
   *
   * @param first whether this caller hears it for the first time
   * @param position 0 when not known
   */
  public List<String> round(boolean first, int position, @Nullable Duration estimatedWait) {
    List<String> media = new ArrayList<>();
    if (first) {
      media.addAll(greeting);
    }
    media.addAll(danger);
    if (position == 1) {
      media.addAll(next);
    } else if (position > 1) {
      place.forEach(m -> media.add(m.replace("{position}", Integer.toString(position))));
    }
    if (estimatedWait != null) {
      long minutes = (estimatedWait.toSeconds() + 59) / 60;
      List<String> said = minutes <= 1 ? shortWait : wait;
      said.forEach(m -> media.add(m.replace("{minutes}", Long.toString(minutes))));
    }
    return media;
  }

  /** A pressed key was understood. */
  public List<String> noted() {
    return noted;
  }
}
