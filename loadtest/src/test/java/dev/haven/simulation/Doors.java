package dev.haven.simulation;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which doors of a site people come by, and within what time each has to answer. Pure.
 *
 * @param there whether the site has a signed door of that name
 */
record Doors(Predicate<String> there) {
  static final String REST = "REST";

  /** Ours: an integrator is to wait no longer than the tightest platform does. */
  private static final int REST_WITHIN = 2_000;

  /**
   * The doors that a channel comes by, evenly. Who may give up comes by REST, which alone tells the
   * contact's id.
   */
  List<String> of(String channel, boolean mayLeave) {
    if (mayLeave) {
      return List.of(REST);
    }
    List<String> own =
        switch (channel) {
          case "sms" -> List.of("twilio", "telnyx", "standard");
          case "chat" -> List.of("meta", "slack", "standard");
          default -> List.of("standard");
        };
    List<String> open = own.stream().filter(there).toList();
    return open.isEmpty() ? List.of(REST) : open;
  }

  /**
   * The requests by which a crowd comes, and how long their platform waits for an answer, ms.
   *
   * @param sends how often each request of a platform is made
   */
  SortedMap<String, Integer> answers(Crowd crowd, int sends) {
    SortedMap<String, Integer> within = new TreeMap<>();
    for (String channel : crowd.channels()) {
      for (String door : of(channel, crowd.mayLeave(channel))) {
        within.put(first(door), within(door));
        if (sends > 1 && !door.equals(REST)) {
          within.put(again(door), within(door));
        }
      }
    }
    return within;
  }

  /** Name in the report of what is sent first. */
  static String first(String door) {
    return "ack: " + door;
  }

  /** And of what is sent again. */
  static String again(String door) {
    return "ack again: " + door;
  }

  private static int within(String door) {
    return Platform.ALL.stream()
        .filter(platform -> platform.name().equals(door))
        .findFirst()
        .map(Platform::waits)
        .orElse(REST_WITHIN);
  }
}
