package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
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

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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

  /**
   * @param sends how often each request of a platform is made, as platforms do that time out; 1 to
   *     9
   */
  People(Site site, Ledger ledger, int sends) {
    this.site = site;
    this.ledger = ledger;
    this.sends = sends;
  }

  /**
   * @param name stands in the report before the tiers
   * @param who makes the person of a number
   */
  ScenarioBuilder named(String name, IntFunction<Person> who) {
    return scenario(name)
        .exec(session -> arrive(session, who))
        .exec(
            doSwitch("#{door}")
                .on(
                    onCase("rest").then(rest()),
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
    List<String> doors = new ArrayList<>();
    List<String> own =
        switch (person.channel()) {
          case "sms" -> List.of("twilio", "telnyx");
          case "chat" -> List.of("meta", "slack");
          default -> List.of();
        };
    own.stream().filter(name -> site.hook(name) != null).forEach(doors::add);
    if (site.hook("standard") != null && person.patience() == 0) {
      doors.add("standard");
    }
    if (doors.isEmpty() || person.patience() > 0) {
      return "rest";
    }
    return doors.get(person.number() % doors.size());
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
        && Navigators.now() - session.getLong("came") < LONGEST;
  }

  /** The request of a platform, and the same again at once as often as the platform would. */
  private ChainBuilder platform(Platform platform) {
    Site.@Nullable Hook hook = site.hook(platform.name());
    if (hook == null) {
      return exec(session -> session);
    }
    HttpRequestActionBuilder request = request(platform, hook, "ack: ");
    if (sends > 1) {
      List<HttpRequestActionBuilder> again =
          Collections.nCopies(sends - 1, request(platform, hook, "ack again: "));
      request = request.resources(again);
    }
    return exec(session -> session.set("signed", platform.sign().of(person(session), hook)))
        .exec(request)
        .exec(this::heard);
  }

  private static HttpRequestActionBuilder request(Platform platform, Site.Hook hook, String name) {
    HttpRequestActionBuilder request =
        http(name + platform.name())
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
    return exec(http("ack: REST")
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
