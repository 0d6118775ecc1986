package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * A simulation: navigators sign in, people come, and when the last of them is served the books are
 * checked. System properties: {@code haven.url}, {@code haven.data} or {@code haven.access} ({@link
 * Site}), {@code haven.navigators}, {@code haven.speed} (how many times faster than life), {@code
 * haven.seed}, {@code haven.longest} (s; who is neither gone nor served that long after they came,
 * or after their conversation was to end, is lost).
 */
abstract class Shift extends Simulation {
  final Site site = Site.fromProperties();
  final Ledger ledger = new Ledger();
  final int navigators = number("navigators", standardNavigators());
  final double speed = Double.parseDouble(System.getProperty("haven.speed", "60"));

  /** Draws who comes; one source for all, so that a seed makes the same people again. */
  private final RandomGenerator random = new java.util.Random(number("seed", 1));

  /** Kinds of people who are not over yet. */
  private final AtomicInteger here = new AtomicInteger();

  private volatile boolean over;

  /** How many navigators sign in unless told otherwise. */
  int standardNavigators() {
    return 100;
  }

  static int number(String name, int otherwise) {
    return Integer.getInteger("haven." + name, otherwise);
  }

  /**
   * People of the usual mix.
   *
   * @param patience mean of those who call or chat, ms; 0 for none
   */
  Crowd somebody(long patience) {
    return new Crowd(
        Person.CHANNELS, patience > 0, drawn((n, from) -> Person.random(n, from, patience)));
  }

  Crowd inDistress() {
    return new Crowd(List.of("chat"), false, drawn(Person::inDistress));
  }

  Crowd withAQuestion() {
    return new Crowd(List.of("chat"), false, drawn(Person::routine));
  }

  Crowd writing() {
    return new Crowd(List.of("sms", "chat"), false, drawn(Person::writing));
  }

  /** Makes the person of a number. */
  private interface Draw {
    Person of(int number, RandomGenerator from);
  }

  private IntFunction<Person> drawn(Draw draw) {
    return number -> {
      synchronized (random) {
        return draw.of(number, random);
      }
    };
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

  /** Runs it all with navigators who work until everybody is served. */
  void run(Habits habits, People people, List<Arrivals> arrivals, List<Assertion> more) {
    run(new Navigators(site, habits, ledger).until(this::isOver), people, arrivals, more);
  }

  /** Runs it all; people come once the navigators are there. */
  void run(ScenarioBuilder desks, People people, List<Arrivals> arrivals, List<Assertion> more) {
    if (navigators > site.mostNavigators()) {
      throw new IllegalStateException(
          navigators + " navigators are to sign in and " + site.mostNavigators() + " have tokens");
    }
    List<PopulationBuilder> all = new ArrayList<>();
    all.add(desks.injectOpen(rampUsers(navigators).during(signIn())));
    here.set(arrivals.size());
    for (Arrivals some : arrivals) {
      List<OpenInjectionStep> how = new ArrayList<>();
      how.add(nothingFor(signIn().plusSeconds(2)));
      how.addAll(some.how());
      all.add(
          some.who()
              .injectOpen(how.toArray(OpenInjectionStep[]::new))
              .andThen(afterLast("verdict " + all.size()).injectOpen(atOnceUsers(1))));
    }
    List<Assertion> wanted = new ArrayList<>(people.assertions());
    wanted.addAll(more);
    setUp(all).protocols(site.protocol()).assertions(assertions(wanted));
  }

  private static Assertion[] assertions(List<Assertion> more) {
    List<Assertion> all = new ArrayList<>(more);
    for (String what : List.of("nobody lost", "nobody given to two", "no crisis passed by")) {
      all.add(details("verdict: " + what).failedRequests().count().is(0L));
    }
    for (String what : List.of("connect", "snapshot")) {
      all.add(details("desktop: " + what).failedRequests().percent().lt(0.1));
    }
    all.add(global().failedRequests().percent().lt(0.1));
    return all.toArray(Assertion[]::new);
  }

  /** What is done once each kind of people is over; who was lost is over after a time, too. */
  private ScenarioBuilder afterLast(String name) {
    return scenario(name).exec(doIf(session -> here.decrementAndGet() == 0).then(verdict()));
  }

  private ChainBuilder verdict() {
    return exec(session -> {
          ledger.closing();
          over = true;
          System.out.printf(
              "%n%d came, %d acknowledged, %d served, %d gave up, %d lost, %d given to"
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
}
