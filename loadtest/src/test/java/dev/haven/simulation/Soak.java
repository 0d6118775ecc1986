package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import java.time.Duration;
import java.util.List;

/** The same for hours: what leaks, shows. {@code haven.minutes} (120). */
public final class Soak extends Shift {
  public Soak() {
    People people = new People(site, ledger, 1);
    run(
        Habits.human(speed),
        people,
        List.of(
            new Arrivals(
                people.named("soak", somebody((long) (360_000 / speed))),
                List.of(
                    constantUsersPerSec(rate(0.6))
                        .during(Duration.ofMinutes(number("minutes", 120)))
                        .randomized()))),
        List.of());
  }
}
