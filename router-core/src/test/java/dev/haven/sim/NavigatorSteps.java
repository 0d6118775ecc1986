package dev.haven.sim;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.match.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Navigators begin, change and leave, and their desktops come and go. */
final class NavigatorSteps extends Steps {
  NavigatorSteps(Cast cast, Worlds worlds) {
    super(cast, worlds);
  }

  void addNavigator(String id) {
    cast.navigators.add(id);
    changeNavigator(id);
    both("available " + id, w -> w.open(id, node(id)));
    both("activity " + id, w -> w.activity(id, "available"));
  }

  void changeNavigator() {
    changeNavigator(pick(cast.navigators));
  }

  private void changeNavigator(String id) {
    List<String> queues =
        random.nextBoolean() ? List.of("*") : List.of(Cast.QUEUES[random.nextInt(2)]);
    List<String> languages =
        random.nextInt(3) == 0
            ? List.of("en")
            : random.nextInt(3) == 0 ? List.of("es") : List.of("en", "es");
    Map<String, Integer> skills =
        random.nextBoolean() ? Map.of("oncology", 1 + random.nextInt(5)) : Map.of();
    int[] capacity = {
      random.nextInt(2),
      random.nextInt(4),
      random.nextInt(4),
      random.nextInt(6),
      random.nextInt(6),
      random.nextInt(3)
    };
    List<Channel> offered = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      if (capacity[channel.ordinal()] > 0) {
        offered.add(channel);
      }
    }
    Profile profile = new Profile(queues, languages, skills, offered);
    String text =
        capacity[0]
            + ","
            + capacity[1]
            + ","
            + capacity[2]
            + ","
            + capacity[3]
            + ","
            + capacity[4]
            + ","
            + capacity[5];
    String standIn = random.nextInt(3) == 0 ? pick(cast.navigators) : "";
    cast.profiles.put(id, worlds.profile(profile));
    cast.capacities.put(id, capacity);
    both(
        "navigator " + id + " " + profile.definition() + " " + text,
        w -> w.navigatorWith(id, profile, text, standIn));
  }

  /** Somebody leaves the company, unless work is theirs, and may come back. */
  void removeNavigator() {
    String id = pick(cast.navigators);
    Outcome gone = both("remove " + id, w -> w.remove(id));
    if (gone.is("DONE")) {
      changeNavigator(id);
      both("back " + id, w -> w.open(id, node(id)));
    }
  }

  void connect() {
    String id = pick(cast.navigators);
    both("open " + id, w -> w.open(id, node(id)));
  }

  void lose() {
    String id = pick(cast.navigators);
    both("lose " + id, w -> w.lose(id));
  }

  void activity() {
    String id = pick(cast.navigators);
    String activity = random.nextInt(4) == 0 ? "break" : "available";
    both("activity " + id + " " + activity, w -> w.activity(id, activity));
  }

  /** The router node that a navigator's desktop is at. */
  static String node(String navigator) {
    return "node-" + navigator.charAt(navigator.length() - 1) % 2;
  }
}
