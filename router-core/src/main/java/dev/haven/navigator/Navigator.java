package dev.haven.navigator;

import dev.haven.channel.Channel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A navigator as the roster knows them.
 *
 * @param id the subject of their token
 * @param name shown to people and colleagues
 * @param languages ISO 639-1 codes they serve in; at least one
 * @param skills name to level, 1 to 5
 * @param queues they serve; {@code *} means all
 * @param department null when the site has none
 * @param capacity how many contacts of a channel at once, 0 to 50; a channel that is not named has
 *     none
 * @param standIn who serves those whose designated navigator they are while they are not on duty;
 *     null for nobody
 * @param voice where their calls are connected to, such as a SIP address; null when they take none
 */
public record Navigator(
    NavigatorId id,
    String name,
    List<String> languages,
    Map<String, Integer> skills,
    List<String> queues,
    @Nullable String department,
    Map<Channel, Integer> capacity,
    @Nullable String voice,
    @Nullable String standIn) {
  public static final String ALL_QUEUES = "*";

  /** Without a stand-in. */
  public Navigator(
      NavigatorId id,
      String name,
      List<String> languages,
      Map<String, Integer> skills,
      List<String> queues,
      @Nullable String department,
      Map<Channel, Integer> capacity,
      @Nullable String voice) {
    this(id, name, languages, skills, queues, department, capacity, voice, null);
  }

  public Navigator {
    languages = List.copyOf(languages);
    skills = Map.copyOf(skills);
    queues = List.copyOf(queues);
    capacity = Map.copyOf(capacity);
    if (languages.isEmpty()) {
      throw new IllegalArgumentException("a navigator serves in at least one language");
    }
    skills.forEach(
        (skill, level) -> require(level >= 1 && level <= 5, "level of " + skill, level, "1 to 5"));
    capacity.forEach(
        (channel, n) ->
            require(n >= 0 && n <= 50, "capacity of " + channel.wireName(), n, "0 to 50"));
  }

  /**
   * The navigator that development mode makes of an unknown subject: both languages, all queues,
   * the default capacities.
   */
  public static Navigator development(NavigatorId id) {
    return new Navigator(
        id,
        id.value(),
        List.of("en", "es"),
        Map.of(),
        List.of(ALL_QUEUES),
        null,
        Map.of(
            Channel.PHONE,
            1,
            Channel.CHAT,
            3,
            Channel.SMS,
            3,
            Channel.EMAIL,
            5,
            Channel.FAX,
            5,
            Channel.MAIL,
            5),
        null);
  }

  /** Capacity by channel, comma between, as the scripts read it. */
  public String capacities() {
    StringBuilder text = new StringBuilder();
    for (Channel channel : Channel.values()) {
      text.append(text.isEmpty() ? "" : ",").append(capacity.getOrDefault(channel, 0));
    }
    return text.toString();
  }

  private static void require(boolean holds, String what, int value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is " + range + ", got " + value);
    }
  }
}
