package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.List;

/**
 * Signed webhooks of every platform that the site has a door for: as usual, then ten times as many,
 * then as usual. Wants each platform answered within the time of the tightest of them at p99 of the
 * whole, and nobody lost, given to two or passed by. Navigators take and finish at once. {@code
 * haven.calm} (contacts a second, 30) and {@code haven.seconds} (of each phase, 20).
 *
 * <p>Ten parts in twelve come in the flood, so p99 of the whole is above p98.8 of the flood.
 */
public final class AcknowledgementBudget extends Shift {
  /** Telnyx waits 2 s and then sends again; the others wait for longer. */
  private static final int TIGHTEST = 2_000;

  private static final int LEAST_DOORS = 3;

  @Override
  int standardNavigators() {
    return 200;
  }

  public AcknowledgementBudget() {
    List<Assertion> acknowledged =
        Platform.ALL.stream()
            .filter(platform -> site.hook(platform.name()) != null)
            .map(platform -> Doors.first(platform.name()))
            .map(ack -> (Assertion) details(ack).responseTime().percentile(99.0).lt(TIGHTEST))
            .toList();
    if (acknowledged.size() < LEAST_DOORS) {
      throw new IllegalStateException(
          "the site has " + acknowledged.size() + " signed doors; -Dhaven.doors=FILE names more");
    }
    People people = new People(site, ledger, 1);
    int calm = number("calm", 30);
    Duration phase = Duration.ofSeconds(number("seconds", 20));
    run(
        Habits.MACHINE,
        people,
        List.of(
            new Arrivals(
                people.named("webhooks", writing()),
                List.of(
                    constantUsersPerSec(calm).during(phase),
                    constantUsersPerSec(calm * 10).during(phase),
                    constantUsersPerSec(calm).during(phase)))),
        acknowledged);
  }
}
