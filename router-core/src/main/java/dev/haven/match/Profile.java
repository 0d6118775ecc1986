package dev.haven.match;

import dev.haven.channel.Channel;
import dev.haven.navigator.Navigator;
import java.util.List;
import java.util.Map;

/**
 * What a class of navigators offers: navigators of one profile may serve exactly the same lanes.
 *
 * @param queues they serve, sorted; {@code *} means all
 * @param languages they speak, sorted
 * @param skills name to level
 * @param channels they have any capacity for, in the order of {@link Channel}
 */
public record Profile(
    List<String> queues,
    List<String> languages,
    Map<String, Integer> skills,
    List<Channel> channels) {
  public Profile {
    queues = queues.stream().sorted().distinct().toList();
    languages = languages.stream().sorted().distinct().toList();
    skills = Map.copyOf(skills);
    channels = channels.stream().sorted().distinct().toList();
  }

  public static Profile of(Navigator navigator) {
    return new Profile(
        navigator.queues(),
        navigator.languages(),
        navigator.skills(),
        navigator.capacity().entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList());
  }

  /** The same profile always gives the same text. */
  public String definition() {
    return "{\"queues\":"
        + list(queues)
        + ",\"languages\":"
        + list(languages)
        + ",\"skills\":"
        + Lane.skillsText(skills)
        + ",\"channels\":"
        + list(channels.stream().map(Channel::wireName).toList())
        + "}";
  }

  private static String list(List<String> texts) {
    return texts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", texts) + "\"]";
  }
}
