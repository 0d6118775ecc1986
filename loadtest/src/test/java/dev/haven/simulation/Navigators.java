package dev.haven.simulation;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.ws;

import io.gatling.http.action.ws.WsInboundMessage;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Navigators who sign in, stay until the shift is over, and work as their habits are. */
final class Navigators {
  private static final Duration LOOK = Duration.ofMillis(10);

  /** Away for less and for more than the grace of what is offered (desktop.offerGrace). */
  private static final Duration LEAST_AWAY = Duration.ofSeconds(1);

  private static final Duration MOST_AWAY = Duration.ofSeconds(8);

  /** What a socket ends with that is lost; 1000, what Gatling ends it with, is to sign out. */
  private static final int GOING_AWAY = 1001;

  private final Site site;
  private final Habits habits;
  private final Ledger ledger;
  private final AtomicInteger next = new AtomicInteger();

  Navigators(Site site, Habits habits, Ledger ledger) {
    this.site = site;
    this.habits = habits;
    this.ledger = ledger;
  }

  /**
   * @param over whether the shift is over; asked often, from any thread
   */
  ScenarioBuilder until(BooleanSupplier over) {
    return scenario("navigators").exec(signIn(), work(over, LOOK), signOut());
  }

  ChainBuilder signIn() {
    return exec(session -> {
          int number = next.getAndIncrement();
          return session
              .set("desk", new Desk(number, habits, ledger))
              .set("bearer", site.navigator(number));
        })
        .exec(connect());
  }

  /** Opens the socket and says hello; the snapshot tells how things stand. */
  ChainBuilder connect() {
    return connect("desktop: ");
  }

  /**
   * @param name stands before each request's name in the report
   */
  ChainBuilder connect(String name) {
    return exec(ws(name + "connect")
            .connect("/desktop")
            .subprotocol("haven.desktop.v1")
            .header("Authorization", "#{bearer}"))
        .exec(
            ws(name + "hello")
                .sendText(session -> desk(session).hello())
                .await(30)
                .on(
                    ws.checkTextMessage(name + "snapshot")
                        .matching(jsonPath("$.type").is("snapshot"))
                        .check(bodyString().saveAs("snapshot"))))
        .exec(
            session -> {
              if (!session.isFailed()) {
                desk(session).hear(session.getString("snapshot"), now());
              }
              return session.remove("snapshot");
            });
  }

  /**
   * Reads what came before each frame that is sent, since sending one makes Gatling forget what was
   * not read yet.
   *
   * @param over whether it ends; asked often, from any thread
   * @param look how often the desk looks at its socket and its clock
   */
  ChainBuilder work(BooleanSupplier over, Duration look) {
    return asLongAs(session -> !over.getAsBoolean())
        .on(
            listen(),
            doIfOrElse(session -> desk(session).hasCommand(now()))
                .then(exec(ws("desktop: command").sendText(s -> desk(s).nextCommand())))
                .orElse(
                    doIf(session -> desk(session).dropsNow())
                        .then(exec(drop()).pause(LEAST_AWAY, MOST_AWAY).exec(connect())),
                    doIf(Session::isFailed).then(exec(Session::markAsSucceeded).exec(again())),
                    pause(look)));
  }

  /** Hears what came since. */
  static ChainBuilder listen() {
    return exec(ws.processUnmatchedMessages(Navigators::heard));
  }

  /** Loses the socket; the navigator has not signed out. */
  static ChainBuilder drop() {
    return exec(ws("desktop: drop").close(GOING_AWAY, ""));
  }

  /** A desk whose snapshot did not come in time has its socket still, one that lost it has none. */
  private ChainBuilder again() {
    return exec(drop()).exec(Session::markAsSucceeded).pause(LEAST_AWAY, MOST_AWAY).exec(connect());
  }

  private static Session heard(List<WsInboundMessage> messages, Session session) {
    for (WsInboundMessage message : messages) {
      if (message instanceof WsInboundMessage.Text text) {
        desk(session).hear(text.message(), text.timestamp());
      }
    }
    return session;
  }

  static ChainBuilder signOut() {
    return exec(ws("desktop: close").close());
  }

  static Desk desk(Session session) {
    Desk desk = session.get("desk");
    if (desk == null) {
      throw new IllegalStateException("nobody sits here");
    }
    return desk;
  }

  static long now() {
    return System.currentTimeMillis();
  }
}
