package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.ws;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Ten thousand desktops lose their sockets and all come back within seconds, as after a switch
 * fails or a node is replaced. {@code haven.navigators} (10000), {@code haven.seconds} within which
 * they first sign in (60) and {@code haven.storm} within which they come back (5).
 */
public final class ReconnectStorm extends Simulation {
  public ReconnectStorm() {
    Site site = Site.fromProperties();
    Ledger ledger = new Ledger();
    Navigators navigators = new Navigators(site, Habits.MACHINE, ledger);
    int many = Shift.number("navigators", 10_000);
    long signIn = Shift.number("seconds", 60);
    long storm = Shift.number("storm", 5);
    long began = System.currentTimeMillis();
    long breaks = began + (signIn + 10) * 1_000;
    setUp(
            scenario("desktops")
                .exec(navigators.signIn())
                // Everybody stays until the same moment, then comes back at a moment of their own.
                .exec(
                    pause(
                        session ->
                            Duration.ofMillis(Math.max(1, breaks - System.currentTimeMillis()))))
                .exec(ws("desktop: drop").close())
                .pause(Duration.ZERO, Duration.ofSeconds(storm))
                .exec(navigators.connect("storm: "))
                .exec(pause(Duration.ofSeconds(5)))
                .exec(Navigators.close())
                .injectOpen(rampUsers(many).during(Duration.ofSeconds(signIn))))
        .protocols(site.protocol())
        .assertions(
            details("storm: snapshot").failedRequests().count().is(0L),
            details("storm: connect").failedRequests().count().is(0L));
  }
}
