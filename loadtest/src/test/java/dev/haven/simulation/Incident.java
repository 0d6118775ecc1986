package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import java.time.Duration;
import java.util.List;

/**
 * A recall or an outage: for some minutes ten times as many people as usual, then as before. Wants
 * acknowledgement in time, nobody lost, and the queue worked off.
 */
public final class Incident extends Shift {
  public Incident() {
    People people = new People(site, ledger, 1);
    double usual = rate(0.5);
    Duration calm = Duration.ofSeconds(number("calm", 60));
    Duration flood = Duration.ofSeconds(number("flood", 120));
    run(
        Habits.human(speed),
        people,
        List.of(
            new Arrivals(
                people.named("incident", somebody(0)),
                List.of(
                    constantUsersPerSec(usual).during(calm).randomized(),
                    constantUsersPerSec(usual * 10).during(flood).randomized(),
                    constantUsersPerSec(usual).during(calm).randomized()))),
        List.of());
  }
}
