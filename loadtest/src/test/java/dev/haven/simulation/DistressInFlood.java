package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;

import java.time.Duration;
import java.util.List;

/**
 * Five people in distress a second, first while it is calm and then in a flood of routine
 * questions; navigators take and finish at once. The report has the two groups' times to offer side
 * by side. {@code haven.calm} (routine contacts a second, 100) and {@code haven.flood} (1000).
 */
public final class DistressInFlood extends Shift {
  @Override
  int standardNavigators() {
    return 200;
  }

  public DistressInFlood() {
    People people = new People(site, ledger, 1);
    Duration phase = Duration.ofSeconds(number("seconds", 30));
    int calm = number("calm", 100);
    int flood = number("flood", 1_000);
    run(
        Habits.MACHINE,
        people,
        List.of(
            new Arrivals(
                people.named("routine", withAQuestion()),
                List.of(
                    constantUsersPerSec(calm).during(phase),
                    constantUsersPerSec(flood).during(phase))),
            new Arrivals(
                people.named("distress while calm", inDistress()),
                List.of(constantUsersPerSec(5).during(phase).randomized())),
            new Arrivals(
                people.named("distress in the flood", inDistress()),
                List.of(nothingFor(phase), constantUsersPerSec(5).during(phase).randomized()))),
        List.of());
  }
}
