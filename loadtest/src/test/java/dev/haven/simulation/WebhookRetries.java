package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import java.time.Duration;
import java.util.List;

/** Platforms that send everything four times, three of them at once: one contact comes of it. */
public final class WebhookRetries extends Shift {
  public WebhookRetries() {
    People people = new People(site, ledger, 4);
    run(
        Habits.human(speed),
        people,
        List.of(
            new Arrivals(
                people.named("retries", somebody(0)),
                List.of(
                    constantUsersPerSec(rate(0.6))
                        .during(Duration.ofSeconds(number("seconds", 120)))
                        .randomized()))),
        List.of());
  }
}
