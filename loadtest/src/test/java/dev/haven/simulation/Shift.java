package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A simulation: navigators sign in, people come, and when the last of them is served the books are
 * checked. System properties: {@code haven.url}, {@code haven.data} or {@code haven.access} ({@link
 * Site}), {@code haven.navigators}, {@code haven.speed} (how many times faster than life), {@code
 * haven.seed}, {@code haven.longest} (s; who waits longer is no longer watched).
 */
abstract class Shift extends Simulation {
  final Site site = Site.fromProperties();
  final Ledger ledger = new Ledger();
  final int navigators = number("navigators", standardNavigators());
  final double speed = Double.parseDouble(System.getProperty("haven.speed", "60"));

  /** Draws who comes; one source for all, so that a seed makes the same people again. */
  private final RandomGenerator random = new java.util.Random(number("seed", 1));

  private volatile boolean over;

  /** How many navigators sign in unless told otherwise. */
  int standardNavigators() {
    return 100;
  }

  static int number(String name, int otherwise) {
    return Integer.getInteger("haven." + name, otherwise);
  }

  /** One person of the usual mix. */
  Person somebody(int number, long patience) {
    synchronized (random) {
      return Person.random(number, random, patience);
    }
  }

  Person somebodyInDistress(int number) {
    synchronized (random) {
      return Person.inDistress(number, random);
    }
  }

  Person somebodyWithAQuestion(int number) {
    synchronized (random) {
      return Person.routine(number, random);
    }
  }

  Person somebodyWriting(int number) {
    synchronized (random) {
      return Person.writing(number, random);
    }
  }

  /**
   * Of one phone call a navigator each at a time, this share of them busy, how many come a second.
   */
  double rate(double busy) {
    double mean = Habits.mean("phone") / 1_000 / speed;
    return Math.max(0.1, navigators * busy / mean);
  }

  /** Navigators sign in within this time before the first person comes. */
  Duration signIn() {
    return Duration.ofSeconds(Math.max(5, navigators / 50));
  }

  boolean isOver() {
    return over;
  }

  /** One kind of people and how they come. */
  record Arrivals(ScenarioBuilder who, List<OpenInjectionStep> how) {}

  /** Runs it all; people come once the navigators are there. */
  void run(Habits habits, List<Arrivals> arrivals, List<Assertion> more) {
    if (navigators > site.mostNavigators()) {
      throw new IllegalStateException(
          navigators + " navigators are to sign in and " + site.mostNavigators() + " have tokens");
    }
    List<PopulationBuilder> all = new ArrayList<>();
    all.add(
        new Navigators(site, habits, ledger)
            .until(this::isOver)
            .injectOpen(rampUsers(navigators).during(signIn())));
    List<PopulationBuilder> people = new ArrayList<>();
    for (Arrivals some : arrivals) {
      List<OpenInjectionStep> how = new ArrayList<>();
      how.add(nothingFor(signIn().plusSeconds(2)));
      how.addAll(some.how());
      people.add(some.who().injectOpen(how.toArray(OpenInjectionStep[]::new)));
    }
    PopulationBuilder first = people.remove(0);
    all.addAll(people);
    all.add(first.andThen(verdict().injectOpen(atOnceUsers(1))));
    setUp(all).protocols(site.protocol()).assertions(assertions(more));
  }

  private static Assertion[] assertions(List<Assertion> more) {
    List<Assertion> all = new ArrayList<>(more);
    for (String what : List.of("nobody lost", "nobody given to two", "no crisis passed by")) {
      all.add(details("verdict: " + what).failedRequests().count().is(0L));
    }
    all.add(global().failedRequests().percent().lt(0.1));
    return all.toArray(Assertion[]::new);
  }

  private ScenarioBuilder verdict() {
    return scenario("verdict")
        .exec(
            session -> {
              ledger.closing();
              over = true;
              System.out.printf(
                  "%n%d came, %d acknowledged, %d served, %d gave up, %d never offered, %d given to"
                      + " two, %d crises passed by%n",
                  ledger.came(),
                  ledger.acknowledged(),
                  ledger.served(),
                  ledger.gaveUp(),
                  ledger.lost(),
                  ledger.twice(),
                  ledger.passed());
              ledger.waits().forEach(System.out::println);
              ledger.notes().forEach(System.out::println);
              return session;
            })
        .exec(dummy("verdict: nobody lost", 1).withSuccess(session -> ledger.lost() == 0))
        .exec(dummy("verdict: nobody given to two", 1).withSuccess(session -> ledger.twice() == 0))
        .exec(
            dummy("verdict: no crisis passed by", 1).withSuccess(session -> ledger.passed() == 0));
  }

  /** The tightest time that a platform of that door waits for an answer, ms; see its page. */
  static Assertion acknowledgedWithin(String door, int millis) {
    return details("ack: " + door).responseTime().percentile(99.0).lt(millis);
  }
}
