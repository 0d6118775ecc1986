package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doSwitch;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.onCase;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** People who come, by the doors that the site has, and wait until somebody is there for them. */
final class People {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long LONGEST = Long.getLong("haven.longest", 900) * 1_000;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Site site;
  private final Ledger ledger;
  private final int sends;
  private final Doors doors;
  private final SortedMap<String, Integer> answers = new TreeMap<>();

  /**
   * @param sends how often each request of a platform is made, as platforms do that time out; 1 to
   *     9
   */
  People(Site site, Ledger ledger, int sends) {
    this.site = site;
    this.ledger = ledger;
    this.sends = sends;
    this.doors = new Doors(name -> site.hook(name) != null);
  }

  /**
   * @param name stands in the report before the tiers
   */
  ScenarioBuilder named(String name, Crowd crowd) {
    answers.putAll(doors.answers(crowd, sends));
    return scenario(name)
        .exec(session -> arrive(session, crowd.who()))
        .exec(
            doSwitch("#{door}")
                .on(
                    onCase(Doors.REST).then(rest()),
                    onCase("standard").then(platform(Platform.STANDARD)),
                    onCase("twilio").then(platform(Platform.TWILIO)),
                    onCase("telnyx").then(platform(Platform.TELNYX)),
                    onCase("meta").then(platform(Platform.META)),
                    onCase("slack").then(platform(Platform.SLACK))))
        .exec(asLongAs(session -> waitsStill(session)).on(pause(LOOK)))
        .exec(
            doIf(session -> gaveUp(session))
                .then(
                    exec(session -> {
                          ledger.left(person(session).number());
                          return session;
                        })
                        .exec(doIf(session -> session.contains("contact")).then(exec(abandon())))))
        .exec(
            doIf(session -> ledger.isOffered(person(session).number()))
                .then(
                    exec(
                        session -> {
                          ledger.count(name, person(session).number());
                          return session;
                        }),
                    dummy(
                        session -> name + ": to offer, " + ledger.tier(person(session).number()),
                        session -> ledger.waited(person(session).number()))))
        .exec(asLongAs(session -> staysWith(session)).on(pause(LOOK.multipliedBy(3))));
  }

  private Session arrive(Session session, IntFunction<Person> who) {
    int number = NEXT.getAndIncrement();
    Person person = who.apply(number);
    long now = Navigators.now();
    ledger.came(person, now);
    return session.set("person", person).set("came", now).set("door", door(person));
  }

  /** A door that the site has and that this channel comes by; evenly within the channel. */
  private String door(Person person) {
    List<String> all = doors.of(person.channel(), person.patience() > 0);
    return all.get(person.number() % all.size());
  }

  /**
   * Of each door that those named so far come by, and of what is sent again: p99 of its answer
   * within what the platform waits, and fewer than one in a thousand failed.
   */
  List<Assertion> assertions() {
    List<Assertion> all = new ArrayList<>();
    answers.forEach(
        (request, within) -> {
          all.add(details(request).responseTime().percentile(99.0).lt(within));
          all.add(details(request).failedRequests().percent().lt(0.1));
        });
    return all;
  }

  private boolean waitsStill(Session session) {
    Person person = person(session);
    long waited = Navigators.now() - session.getLong("came");
    return !session.isFailed()
        && !ledger.isOffered(person.number())
        && waited < LONGEST
        && (person.patience() == 0 || waited < person.patience());
  }

  private boolean gaveUp(Session session) {
    Person person = person(session);
    return person.patience() > 0 && !ledger.isOffered(person.number());
  }

  private boolean staysWith(Session session) {
    return !session.isFailed()
        && !ledger.isOver(person(session).number())
        && Navigators.now() - ledger.due(person(session).number()) < LONGEST;
  }

  /** The request of a platform, and the same again at once as often as the platform would. */
  private ChainBuilder platform(Platform platform) {
    Site.@Nullable Hook hook = site.hook(platform.name());
    if (hook == null) {
      return exec(session -> session);
    }
    HttpRequestActionBuilder request = request(platform, hook, Doors.first(platform.name()));
    if (sends > 1) {
      List<HttpRequestActionBuilder> again =
          Collections.nCopies(sends - 1, request(platform, hook, Doors.again(platform.name())));
      request = request.resources(again);
    }
    return exec(session -> session.set("signed", platform.sign().of(person(session), hook)))
        .exec(request)
        .exec(this::heard);
  }

  private static HttpRequestActionBuilder request(Platform platform, Site.Hook hook, String name) {
    HttpRequestActionBuilder request =
        http(name)
            .post(hook.path())
            .header("Content-Type", platform.type())
            .body(StringBody(session -> signed(session).body()))
            .check(status().in(200, 201, 202, 204));
    for (String header : platform.headers()) {
      request =
          request.header(
              header, session -> Objects.requireNonNull(signed(session).headers().get(header)));
    }
    return request;
  }

  private static Platform.Signed signed(Session session) {
    return Objects.requireNonNull(session.<Platform.Signed>get("signed"));
  }

  private Session heard(Session session) {
    if (!session.isFailed()) {
      ledger.acknowledged(person(session).number(), Navigators.now());
    }
    return session;
  }

  private ChainBuilder rest() {
    return exec(http(Doors.first(Doors.REST))
            .post("/api/v1/contacts")
            .header("Authorization", site.integrator())
            .header("Content-Type", "application/json")
            .body(StringBody(session -> person(session).contact().toString()))
            .check(status().in(200, 201), jsonPath("$.id").saveAs("contact")))
        .exec(this::heard);
  }

  private HttpRequestActionBuilder abandon() {
    return http("abandon")
        .post("/api/v1/contacts/#{contact}/abandon")
        .header("Authorization", site.integrator())
        .check(status().in(200, 204, 409));
  }

  private static Person person(Session session) {
    Person person = session.get("person");
    if (person == null) {
      throw new IllegalStateException("nobody came");
    }
    return person;
  }
}
