package dev.haven.replay;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import dev.haven.flow.Placements;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import dev.haven.flow.Workspace;
import dev.haven.match.Profile;
import dev.haven.navigator.Navigator;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.PlanInput;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a day through the real transitions in virtual time: people come, navigators answer, work
 * and go as the day says; who meets whom is decided anew. The clock jumps from one thing that
 * happens to the next, so a day takes as long as its transitions do.
 *
 * <p>One thing happens at a time, in an order that only the day and the seed decide: the same input
 * leaves the same journal, byte for byte. Calls count as connected when they are accepted.
 *
 * <p>One use; on the event loop of its link.
 */
public final class Replay {
  /** What rules may read and no journal tells. */
  public static final Set<String> UNKNOWN = Set.of("attributes", "to", "queues");

  private static final String NODE = "replay";
  private static final long AFTERWARDS_MS = 4 * 3_600_000L;
  private static final int MOST_DUE = 500;
  private static final int SWEEP_MS = 1_000;
  private static final int MOST_STANDSTILL = 20_000;

  private final Workspace workspace;
  private final Transitions transitions;
  private final Clock clock;
  private final Settings settings;
  private final Day day;
  private final Habits habits;
  private final PriorityQueue<Action> actions = new PriorityQueue<>();
  private final Map<String, Course> courses = new HashMap<>();
  private final Map<String, String> sessions = new HashMap<>();
  private final Promise<Void> done = Promise.promise();
  private long now;
  private long sequence;
  private long horizon;
  private int open;
  private int standstill;

  /** Lets virtual time pass. */
  public interface Clock {
    /** Up to that moment or the first deadline before it; answers what time it is then. */
    Future<Long> advance(WorkspaceId workspace, long toMs);
  }

  private record Action(long at, long sequence, Supplier<Future<?>> run)
      implements Comparable<Action> {
    @Override
    public int compareTo(Action other) {
      return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
    }
  }

  /** Where a contact is in this replay. */
  private static final class Course {
    private final Visit visit;
    private int offers;
    private int served;
    private boolean engaged;
    private boolean closed;

    Course(Visit visit) {
      this.visit = visit;
    }
  }

  /**
   * @param workspace made for this replay, opened, with nothing in it
   * @param seed decides what the day does not tell
   */
  public Replay(
      Workspace workspace,
      Transitions transitions,
      Clock clock,
      Settings settings,
      Day day,
      long seed) {
    this.workspace = workspace;
    this.transitions = transitions;
    this.clock = clock;
    this.settings = settings;
    this.day = day;
    this.habits = new Habits(day, seed);
  }

  /** Plays the day, and four hours more for what is under way at its end. */
  public Future<Void> run() {
    horizon = day.untilMs() + AFTERWARDS_MS;
    open = day.visits().size();
    for (Seat seat : day.seats()) {
      for (Seat.Move move : seat.moves()) {
        at(move.atMs(), () -> move(seat, move));
      }
    }
    for (Visit visit : day.visits()) {
      at(visit.arrivedMs(), () -> arrive(visit));
    }
    clock
        .advance(workspace.id(), day.fromMs())
        .compose(
            time -> {
              now = time;
              return transitions.renewNode(workspace.id(), NODE, false);
            })
        .onFailure(done::fail)
        .onSuccess(o -> step());
    return done.future();
  }

  /** To the next thing that happens: an action, or a deadline before it. */
  private void step() {
    Action next = actions.peek();
    long target = next == null ? horizon : Math.min(next.at(), horizon);
    if (open == 0 || now >= horizon) {
      done.complete();
      return;
    }
    clock
        .advance(workspace.id(), Math.max(target, now))
        .compose(
            time -> {
              standstill = time > now ? 0 : standstill + 1;
              now = time;
              if (standstill > MOST_STANDSTILL) {
                throw new IllegalStateException("the replay stands still at " + now + " ms");
              }
              Future<?> happens =
                  next == null || now < next.at() ? due() : actions.remove().run().get();
              return happens.<Void>mapEmpty();
            })
        .onFailure(done::fail)
        .onSuccess(v -> step());
  }

  private Future<?> due() {
    return transitions.expireDue(workspace.id(), MOST_DUE, SWEEP_MS).map(this::tell);
  }

  private Future<?> move(Seat seat, Seat.Move move) {
    String id = seat.id().value();
    return switch (move.what()) {
      case JOINED -> {
        Navigator navigator = Objects.requireNonNull(move.navigator(), "JOINED names who joins");
        yield workspace
            .number(Profile.of(navigator))
            .compose(
                profile ->
                    transitions.upsertNavigator(
                        workspace.id(), id, profile, navigator.capacities(), "{}", false))
            .map(this::tell);
      }
      case LEFT -> transitions.removeNavigator(workspace.id(), id).map(this::tell);
      case OPENED ->
          transitions
              .openSession(workspace.id(), id, NODE, "")
              .map(
                  outcome -> {
                    if (outcome.is("OPEN")) {
                      sessions.put(id, outcome.text(0));
                    }
                    return tell(outcome);
                  });
      case LOST -> transitions.loseSession(workspace.id(), id, session(id), false).map(this::tell);
      case ACTIVITY ->
          transitions.setActivity(workspace.id(), id, session(id), move.activity()).map(this::tell);
    };
  }

  private Future<?> arrive(Visit visit) {
    PlanInput input =
        new PlanInput(
            visit.channel(),
            visit.language(),
            visit.scored(),
            visit.score(),
            visit.adverseEvent(),
            visit.kind(),
            "",
            Arrival.endpointOf(visit.source()),
            Map.of(),
            visit.programme(),
            visit.personKind(),
            visit.designated(),
            workspace.policy().at(Instant.ofEpochMilli(now)),
            Map.of());
    RoutingPlan plan = workspace.workflow().plan(input);
    Tier tier = visit.scored().orMoreUrgent(plan.floor());
    courses.put(visit.id(), new Course(visit));
    return workspace
        .route(plan, visit.channel(), visit.language())
        .compose(
            route -> transitions.placeContact(workspace.id(), placement(visit, plan, tier, route)))
        .map(
            outcome -> {
              tell(outcome);
              expect(visit);
              return outcome;
            });
  }

  private Transitions.Placement placement(
      Visit visit, RoutingPlan plan, Tier tier, Workspace.Route route) {
    long latest =
        (plan.latestStart() == null ? settings.latestStart() : plan.latestStart()).toMillis();
    return new Transitions.Placement(
        visit.id(),
        "",
        visit.source().isEmpty() ? NODE : visit.source(),
        visit.channel().ordinal(),
        visit.language(),
        route.lane(),
        tier.rank(),
        visit.score(),
        visit.adverseEvent(),
        kind(visit).wireName(),
        route.steps(),
        latest,
        plan.preferred() == null ? "" : plan.preferred().value(),
        plan.holds().encode(),
        "",
        "",
        due(visit, route.queue(), tier),
        false,
        "",
        route.queue(),
        "",
        NODE,
        "",
        Placements.journaled(plan, visit.scored(), visit.programme(), visit.personKind()),
        "",
        plan.offerTo());
  }

  /** What people wrote into reports is not replayed, so that these end as other work does. */
  private static ContactKind kind(Visit visit) {
    return visit.kind() == ContactKind.ADVERSE_EVENT_REPORT ? ContactKind.FOLLOW_UP : visit.kind();
  }

  /** A recorded time stays; else the queue's opening, as for any new contact that is no call. */
  private @Nullable Long due(Visit visit, String queue, Tier tier) {
    if (visit.orderMs() != visit.arrivedMs()) {
      return visit.orderMs();
    }
    return visit.channel() == Channel.PHONE
        ? null
        : workspace
            .policy()
            .deferred(queue, tier, Instant.ofEpochMilli(now))
            .map(Instant::toEpochMilli)
            .orElse(null);
  }

  /** What the person will do, whatever becomes of them: say more, or give up. */
  private void expect(Visit visit) {
    for (int i = 0; i < visit.changes().size(); i++) {
      Visit.Change change = visit.changes().get(i);
      String message = visit.id() + "-" + i;
      at(visit.arrivedMs() + change.afterMs(), () -> change(visit.id(), message, change));
    }
    Long patience = visit.patienceMs();
    if (patience != null) {
      at(visit.arrivedMs() + patience, () -> giveUp(visit.id()));
    }
  }

  private Future<?> change(String id, String message, Visit.Change change) {
    if (course(id).closed) {
      return Future.succeededFuture();
    }
    int rank = change.tier().rank();
    return change.byPerson()
        ? transitions
            .overrideUrgency(workspace.id(), id, rank, change.score(), NODE, "", "")
            .map(this::tell)
        : transitions
            .appendMessage(
                workspace.id(),
                new Transitions.Appendix(
                    id, message, "", rank, change.score(), false, "", NODE, "", "", -1, false, ""))
            .map(this::tell);
  }

  private Future<?> giveUp(String id) {
    Course course = course(id);
    return course.engaged || course.closed
        ? Future.succeededFuture()
        : transitions.abandonContact(workspace.id(), id, "hangup").map(this::tell);
  }

  private void offered(String navigator, String offer) {
    Course course = course(contactOf(offer));
    Visit.Answer answer = habits.answer(course.visit, course.offers++);
    switch (answer.reply()) {
      case ACCEPT -> at(now + answer.afterMs(), () -> accept(navigator, offer));
      case REJECT ->
          at(
              now + answer.afterMs(),
              () ->
                  transitions
                      .rejectOffer(workspace.id(), navigator, session(navigator), offer, "busy")
                      .map(this::tell));
      case LET_PASS -> {
        // Its deadline ends it.
      }
    }
  }

  private Future<?> accept(String navigator, String offer) {
    return transitions
        .acceptOffer(workspace.id(), navigator, session(navigator), offer)
        .map(
            outcome -> {
              tell(outcome);
              if (outcome.is("ACCEPTED")) {
                Course course = course(contactOf(offer));
                course.engaged = true;
                Visit.Service service = habits.service(course.visit, course.served);
                at(now + service.talkMs(), () -> talked(navigator, offer, service));
              }
              return outcome;
            });
  }

  private Future<?> talked(String navigator, String offer, Visit.Service service) {
    String queue = service.transferQueue();
    if (queue != null && workspace.workflow().queues().contains(queue)) {
      return transfer(navigator, offer, queue);
    }
    boolean atOnce = service.wrapMs() == 0;
    return finish(navigator, offer, atOnce ? disposition(service) : "")
        .map(
            outcome -> {
              if (outcome.is("WRAPPING") && service.wrapMs() > 0) {
                at(now + service.wrapMs(), () -> finish(navigator, offer, disposition(service)));
              }
              return outcome;
            });
  }

  private Future<Outcome> finish(String navigator, String offer, String disposition) {
    return transitions
        .finishEngagement(workspace.id(), navigator, session(navigator), offer, disposition, "", "")
        .map(this::tell);
  }

  private Future<?> transfer(String navigator, String offer, String queue) {
    Course course = course(contactOf(offer));
    RoutingPlan plan =
        new RoutingPlan(
            "transfer",
            new RoutingPlan.Ask(queue, Map.of(), null),
            null,
            Tier.ROUTINE,
            HoldTimes.DEFAULT,
            null,
            1,
            List.of());
    return workspace
        .route(plan, course.visit.channel(), course.visit.language())
        .compose(
            route ->
                transitions.transferEngagement(
                    workspace.id(),
                    navigator,
                    session(navigator),
                    offer,
                    "",
                    0,
                    route.lane(),
                    route.steps(),
                    queue))
        .map(
            outcome -> {
              if (outcome.is("DONE")) {
                course.served++;
              }
              return tell(outcome);
            });
  }

  /** Takes note of what a transition brought about. */
  private Outcome tell(Outcome outcome) {
    for (Notice notice : new ArrayList<>(outcome.notices())) {
      switch (notice.type()) {
        case "offer" -> offered(notice.navigator(), notice.text(0));
        case "engagement_ended" -> course(notice.text(1)).engaged = false;
        case "closed" -> {
          Course course = course(notice.text(0));
          if (!course.closed) {
            course.closed = true;
            open--;
          }
        }
        default -> {
          // For desktops and platforms.
        }
      }
    }
    return outcome;
  }

  private static String disposition(Visit.Service service) {
    return service.disposition().isEmpty() ? "resolved" : service.disposition();
  }

  private Course course(String contact) {
    return Objects.requireNonNull(courses.get(contact), "only what this replay placed is told of");
  }

  private String session(String navigator) {
    @Nullable String session = sessions.get(navigator);
    return session == null ? "0" : session;
  }

  private void at(long ms, Supplier<Future<?>> run) {
    actions.add(new Action(Math.max(ms, now), sequence++, run));
  }

  private static String contactOf(String offer) {
    return offer.substring(0, offer.lastIndexOf('.'));
  }
}
