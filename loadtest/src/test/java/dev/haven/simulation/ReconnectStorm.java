package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Ten thousand available desktops lose their sockets and all come back within seconds, as after a
 * switch fails or a node is replaced. Routine contacts come from some seconds before until some
 * after: what was offered and not answered is there again for who comes back in time, and offered
 * to others else. {@code haven.navigators} (10000), {@code haven.seconds} within which they first
 * sign in (60), {@code haven.storm} within which they come back (5) and {@code haven.contacts} a
 * second (20).
 */
public final class ReconnectStorm extends Shift {
  /** ms: for so long what is offered to a lost desktop stays there ({@code desktop.offerGrace}). */
  private static final int GRACE = 5_000;

  /** s from the last sign-in until the sockets break; the people come two after it. */
  private static final int CALM = 10;

  private static final int AFTER = 5;
  private static final Duration LOOK = Duration.ofMillis(500);

  @Override
  int standardNavigators() {
    return 10_000;
  }

  @Override
  Duration signIn() {
    return Duration.ofSeconds(number("seconds", 60));
  }

  public ReconnectStorm() {
    int storm = number("storm", 5);
    People people = new People(site, ledger, 1);
    run(
        desktops(storm, System.currentTimeMillis() + signIn().plusSeconds(CALM).toMillis()),
        people,
        List.of(
            new Arrivals(
                people.named("meanwhile", withAQuestion()),
                List.of(
                    constantUsersPerSec(number("contacts", 20))
                        .during(Duration.ofSeconds(CALM + storm + AFTER))))),
        List.of(
            details("storm: connect").failedRequests().count().is(0L),
            details("storm: snapshot").failedRequests().count().is(0L),
            details("storm: snapshot").responseTime().percentile(99.0).lt(GRACE),
            details("storm: offer restored").allRequests().count().gt(0L)));
  }

  /** Nobody answers an offer before the sockets break, all at the same moment. */
  private ScenarioBuilder desktops(int storm, long breaks) {
    Navigators desks = new Navigators(site, Habits.MACHINE, ledger);
    return scenario("desktops")
        .exec(desks.signIn())
        .exec(pause(session -> Duration.ofMillis(Math.max(1, breaks - Navigators.now()))))
        .exec(Navigators.listen(), Navigators.drop())
        .pause(Duration.ZERO, Duration.ofSeconds(storm))
        .exec(desks.connect("storm: "))
        .exec(
            doIf(session -> Navigators.desk(session).restored() > 0)
                .then(dummy("storm: offer restored", 1)))
        .exec(desks.work(this::isOver, LOOK), Navigators.signOut());
  }
}
