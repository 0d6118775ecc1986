package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A day from midnight to midnight, faster than life. Arrivals are a Poisson process by the hour
 * with a peak before noon and a lesser one in the afternoon, the shape that Brown and others found
 * (JASA 100, 2005, section 3); the night's share is ours, for a centre that answers around the
 * clock. Who calls or chats has an exponential patience of six minutes.
 */
public final class NormalDay extends Shift {
  /** Of the busiest hour, in percent. */
  static final int[] HOURS = {
    12, 9, 7, 6, 6, 9, 16, 33, 62, 86, 98, 100, 88, 84, 90, 93, 88, 70, 52, 41, 34, 28, 21, 16
  };

  private static final double BUSY = 0.8;
  private static final long PATIENCE = 360_000;

  public NormalDay() {
    People people = new People(site, ledger, 1);
    long patience = (long) (PATIENCE / speed);
    run(
        Habits.human(speed),
        people,
        List.of(
            new Arrivals(people.named("day", somebody(patience)), day(rate(BUSY), speed, 0, 24))),
        List.of());
  }

  /** The hours from one to another, each at its own rate. */
  static List<OpenInjectionStep> day(double peak, double speed, int from, int to) {
    List<OpenInjectionStep> steps = new ArrayList<>();
    Duration hour = Duration.ofMillis((long) (3_600_000 / speed));
    for (int h = from; h < to; h++) {
      steps.add(constantUsersPerSec(peak * HOURS[h % 24] / 100).during(hour).randomized());
    }
    return steps;
  }
}
