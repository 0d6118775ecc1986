package dev.haven.server.cli;

import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.replay.Day;
import dev.haven.replay.Seat;
import dev.haven.replay.Shift;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A navigator who is tried out in a replay: {@code ID,languages=en+es,skills=oncology:3,
 * queues=support,from=22:00,to=06:00}. What is left out is as in development mode; without hours
 * they are there all day.
 */
record ExtraNavigator(Navigator navigator, @Nullable LocalTime from, @Nullable LocalTime to) {
  private static final Set<String> KNOWN = Set.of("languages", "skills", "queues", "from", "to");

  /**
   * @throws IllegalArgumentException saying what is wrong
   */
  static ExtraNavigator parse(String text) {
    String[] parts = text.split(",", -1);
    if (!parts[0].matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "'" + parts[0] + "' is no navigator's id: 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      if (equals < 0 || !KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "'" + parts[i] + "' is not one of languages=, skills=, queues=, from= and to=");
      }
      given.put(name, parts[i].substring(equals + 1));
    }
    Navigator like = Navigator.development(new NavigatorId(parts[0]));
    Navigator navigator =
        new Navigator(
            like.id(),
            like.name(),
            list(given.get("languages"), like.languages()),
            skills(given.get("skills")),
            list(given.get("queues"), like.queues()),
            null,
            like.capacity(),
            null);
    LocalTime from = time(given.get("from"));
    LocalTime to = time(given.get("to"));
    if ((from == null) != (to == null)) {
      throw new IllegalArgumentException("give both from= and to=, or neither");
    }
    return new ExtraNavigator(navigator, from, to);
  }

  Seat seat(Day day, ZoneId zone) {
    if (from == null || to == null) {
      return Shift.allDay(navigator, day.fromMs(), day.untilMs());
    }
    return Shift.daily(navigator, day.fromMs(), day.untilMs(), from, to, zone);
  }

  private static List<String> list(@Nullable String text, List<String> otherwise) {
    return text == null ? otherwise : List.of(text.split("\\+"));
  }

  private static Map<String, Integer> skills(@Nullable String text) {
    Map<String, Integer> skills = new HashMap<>();
    for (String skill : list(text, List.of())) {
      int colon = skill.indexOf(':');
      if (colon < 1 || !skill.substring(colon + 1).matches("[1-5]")) {
        throw new IllegalArgumentException("'" + skill + "' is not a skill with its level, as a:3");
      }
      skills.put(skill.substring(0, colon), Integer.parseInt(skill.substring(colon + 1)));
    }
    return skills;
  }

  private static @Nullable LocalTime time(@Nullable String text) {
    try {
      return text == null ? null : LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a time such as 22:00", e);
    }
  }
}
