package dev.haven.match;

import dev.haven.channel.Channel;
import dev.haven.channel.NameForm;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a class of waiting contacts asks for: contacts of one lane may be served by exactly the same
 * navigators.
 *
 * @param queue they wait in
 * @param channel they are on
 * @param language ISO 639-1, {@code und} or {@code any}
 * @param skills name to least level, 1 to 5
 */
public record Lane(String queue, Channel channel, String language, Map<String, Integer> skills) {
  private static final NameForm NAME = new NameForm(48, "az", "09", "__", "..", "--");

  public Lane {
    skills = Map.copyOf(skills);
    if (!isName(queue)) {
      throw new IllegalArgumentException("a queue's name is 1 to 48 of a-z, 0-9, '_', '.' and '-'");
    }
    skills.keySet().forEach(Lane::checkSkill);
  }

  /** Whether that could name a queue or a skill. */
  public static boolean isName(String text) {
    return NAME.matches(text) && "_.-".indexOf(text.charAt(0)) < 0;
  }

  private static void checkSkill(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("a skill's name is 1 to 48 of a-z, 0-9, '_', '.' and '-'");
    }
  }

  /**
   * The same lane always gives the same text; it names the lane in the catalogue and in the
   * journal.
   */
  public String definition() {
    return "{\"queue\":\""
        + queue
        + "\",\"channel\":\""
        + channel.wireName()
        + "\",\"language\":\""
        + language
        + "\",\"skills\":"
        + skillsText(skills)
        + "}";
  }

  static String skillsText(Map<String, Integer> skills) {
    StringBuilder text = new StringBuilder("{");
    new TreeMap<>(skills)
        .forEach(
            (name, level) -> {
              if (text.length() > 1) {
                text.append(',');
              }
              text.append('"').append(name).append("\":").append(level);
            });
    return text.append('}').toString();
  }
}
