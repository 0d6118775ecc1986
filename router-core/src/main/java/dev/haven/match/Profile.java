package dev.haven.match;

import dev.haven.channel.Channel;
import dev.haven.navigator.Navigator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  private static final String DEPARTMENT = "department.";

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
        skills(navigator),
        navigator.capacity().entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList());
  }

  /**
   * The skill that everybody of a department has, at level 5; null where its name cannot be one.
   */
  public static @Nullable String departmentSkill(String department) {
    String skill = DEPARTMENT + department.toLowerCase(Locale.ROOT).replace(' ', '-');
    return Lane.isName(skill) ? skill : null;
  }

  private static Map<String, Integer> skills(Navigator navigator) {
    String department = navigator.department();
    String skill = department == null ? null : departmentSkill(department);
    if (skill == null) {
      return navigator.skills();
    }
    Map<String, Integer> all = new HashMap<>(navigator.skills());
    all.put(skill, 5);
    return all;
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
