package dev.haven.match;

import dev.haven.navigator.Navigator;
import dev.haven.skill.Languages;

/** Which profile may serve which lane. Pure; the journal's audit uses the same rule. */
public final class Eligibility {
  private Eligibility() {}

  public static boolean mayServe(Profile profile, Lane lane) {
    return profile.channels().contains(lane.channel())
        && (profile.queues().contains(lane.queue())
            || profile.queues().contains(Navigator.ALL_QUEUES))
        && speaks(profile, lane.language())
        && lane.skills().entrySet().stream()
            .allMatch(s -> profile.skills().getOrDefault(s.getKey(), 0) >= s.getValue());
  }

  private static boolean speaks(Profile profile, String language) {
    return switch (language) {
      case Languages.ANY -> true;
      case Languages.UNKNOWN -> profile.languages().size() > 1;
      default -> profile.languages().contains(language);
    };
  }
}
