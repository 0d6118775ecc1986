package dev.haven.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.match.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end of a run: everybody is there and works, and in bounded time nothing waits any more. */
final class Healing extends Steps {
  Healing(Cast cast, Worlds worlds) {
    super(cast, worlds);
  }

  void heal() {
    worlds.tell("heal");
    for (String queue : Cast.QUEUES) {
      cast.paused.remove(queue);
      both("resume " + queue, w -> w.pause(queue, false));
    }
    for (String id : cast.navigators) {
      Profile all =
          new Profile(
              List.of("*"), List.of("en", "es"), Map.of("oncology", 5), List.of(Channel.values()));
      cast.profiles.put(id, worlds.profile(all));
      cast.capacities.put(id, new int[] {1, 3, 3, 5, 5, 5});
      both("navigator " + id, w -> w.navigatorWith(id, all, "1,3,3,5,5,5"));
      both("open " + id, w -> w.open(id, NavigatorSteps.node(id)));
      both("activity " + id, w -> w.activity(id, "available"));
    }
    int rounds = 0;
    while (!allIn(Set.of("closed"))) {
      assertThat(rounds++).as("rounds until everything is served").isLessThan(400);
      for (String navigator : cast.navigators) {
        serve(navigator);
      }
      // Only what is scheduled is left: its time comes sooner so.
      pass(allIn(Set.of("closed", "scheduled")) ? 60_000 : 2_000);
    }
  }

  private void serve(String navigator) {
    String offer = field("n:" + navigator, "off");
    if (!offer.isEmpty()) {
      both("accept " + offer, w -> w.accept(navigator, offer));
    }
    for (String contact : field("n:" + navigator, "work").split(",")) {
      if (!contact.isEmpty()) {
        String engagement = contact + "." + field("c:" + contact, "try");
        if (cast.reports.contains(contact)) {
          both("dismiss " + contact, w -> w.settle(contact, "dismissed", ""));
        }
        both("complete " + engagement, w -> w.finish(navigator, engagement, "resolved"));
      }
    }
    both("activity " + navigator, w -> w.activity(navigator, "available"));
  }

  private boolean allIn(Set<String> states) {
    return worlds.state().entrySet().stream()
        .filter(e -> e.getKey().startsWith("c:"))
        .allMatch(e -> states.contains(e.getValue().get("state")));
  }
}
