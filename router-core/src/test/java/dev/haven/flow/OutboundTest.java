package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import dev.haven.contact.KeyedDigest;
import dev.haven.contact.Sealer;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.IdSource;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import dev.haven.urgency.HavenScorer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Outside effects over a store that does not always answer. */
@NullUnmarked
class OutboundTest {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final String ID = "c1.escalation.0.0";
  private static final List<String> ROW = List.of(ID, "escalate", "c1", "0", "supervisors");
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int FACTS = 31;

  private final RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
  private final HandTimers timers = new HandTimers();
  private final Site site = new Site();
  private final Deque<Future<Outcome>> answers = new ArrayDeque<>();
  private final List<Long> retries = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final List<Integer> claimedAtMost = new ArrayList<>();
  private Collection<?> kept = List.of();
  private List<List<String>> due = List.of();
  private Promise<Object> claim;
  private List<?> facts = facts("offered", 1, "", "");

  private final Outbound outbound = outbound();

  @Test
  void shouldTellTheStoreUntilItAnswersAndDoItOnce() {
    // given
    due = List.of(ROW);
    answers.add(Future.failedFuture("LOADING"));
    answers.add(Future.failedFuture("cut"));
    answers.add(Future.succeededFuture(new Outcome("MISSING", List.of(), List.of())));

    // when the node that wrote the row is given it again while the store does not hear of its end
    begin();
    outbound.resume(MAIN);
    timers.runNext();
    outbound.resume(MAIN);

    // then
    assertThat(site.told).isEqualTo(1);
    assertThat(kept).as("kept from other nodes").hasSize(1);
    assertThat(retries).containsExactly(null, null);

    // when the store answers
    timers.runNext();
    outbound.resume(MAIN);

    // then it is this node's no more
    assertThat(kept).isEmpty();
    assertThat(timers.after).isEmpty();
  }

  @Test
  void shouldTellOfATryThatFailedOnce() {
    // given
    site.answer = Future.failedFuture("refused");
    answers.add(Future.failedFuture("cut"));

    // when
    begin();

    // then
    assertThat(retries).containsExactly(2_000L);
    assertThat(timers.after).isEmpty();
    outbound.resume(MAIN);
    outbound.resume(MAIN);
    assertThat(kept).isEmpty();
  }

  @Test
  void shouldSettleOnceWhatIsUnderWayIsWrittenDown() {
    // given
    Promise<String> telling = Promise.promise();
    Promise<Outcome> writing = Promise.promise();
    site.answer = telling.future();
    answers.add(writing.future());
    begin();

    // when
    Future<Void> settled = outbound.settle(LIMIT);
    outbound.resume(MAIN);

    // then
    assertThat(claimedAtMost).containsExactly(0);
    assertThat(settled.isComplete()).isFalse();
    telling.complete("told");
    assertThat(settled.isComplete()).isFalse();
    writing.complete(new Outcome("DONE", List.of(), List.of()));
    assertThat(settled.succeeded()).isTrue();
    assertThat(timers.after).as("the limit").isEmpty();
  }

  @Test
  void shouldSettleAfterItsTimeWhateverIsUnderWay() {
    site.answer = Promise.<String>promise().future();
    begin();

    Future<Void> settled = outbound.settle(LIMIT);
    assertThat(settled.isComplete()).isFalse();
    timers.runNext();

    assertThat(settled.succeeded()).isTrue();
  }

  @Test
  void shouldTakeUpNothingThatWasAskedForBeforeItSettled() {
    claim = Promise.promise();
    outbound.resume(MAIN);

    assertThat(outbound.settle(LIMIT).succeeded()).isTrue();
    claim.complete(new Outcome("DONE", List.of(List.of(ROW)), List.of()));

    assertThat(site.told).isZero();
  }

  @Test
  void shouldRingNobodyWhoTalksAlready() {
    // given a row that comes back while the navigator talks
    facts = facts("engaged", 2, "talking", "");
    outbound.begin(MAIN, "c1.2.connect", "connect", "c1", "ana");

    facts = facts("engaged", 2, "on_hold", "ben>consulting>3>1>0");
    outbound.begin(MAIN, "c1.3.connect", "consult", "c1", "ben");

    assertThat(ends).containsExactly("superseded", "superseded");
  }

  @Test
  void shouldRingWhoeverIsToBeConnected() {
    facts = facts("engaged", 2, "connecting", "");
    outbound.begin(MAIN, "c1.2.connect", "connect", "c1", "ana");

    facts = facts("engaged", 2, "on_hold", "ben>connecting>3>1>0");
    outbound.begin(MAIN, "c1.3.connect", "consult", "c1", "ben");

    assertThat(ends).containsExactly("no_call_port", "no_call_port");
  }

  private void begin() {
    outbound.begin(MAIN, ID, "escalate", "c1", "supervisors");
  }

  private Outbound outbound() {
    Transitions transitions = answering(Transitions.class, this::transition);
    Shelf shelf =
        answering(
            Shelf.class,
            (name, arguments) ->
                Future.succeededFuture(new Shelf.Definitions(0, List.of(), List.of())));
    Words words = new Words(answering(Sealer.class, (name, arguments) -> null));
    ContactReader reader =
        new ContactReader(
            transitions,
            shelf,
            words,
            new QueueWatch(transitions, meters, RouterClock.system()),
            new Triage(HavenScorer.standard(), "", meters));
    Policy policy = new Policy("v", Workflow.standard(), "en", ZoneOffset.UTC, Map.of(), Map.of());
    return new Outbound(
        (workspace, source) -> Optional.empty(),
        new Workspaces(List.of(new Workspace(MAIN, policy, transitions, shelf)), null),
        transitions,
        shelf,
        reader,
        words,
        site,
        new Identity(new KeyedDigest(new byte[32]), IdSource.secure()),
        meters,
        timers);
  }

  private Object transition(String name, Object[] arguments) {
    switch (name) {
      case "readContact":
        return Future.succeededFuture(
            List.of("FOUND", facts, "", List.of(), "", "0", "", "", "", List.of()));
      case "claimCommands":
        claimedAtMost.add((Integer) arguments[1]);
        kept = (Collection<?>) arguments[2];
        return claim != null
            ? claim.future()
            : Future.succeededFuture(new Outcome("DONE", List.of(due), List.of()));
      case "finishCommand":
        retries.add((Long) arguments[2]);
        ends.add((String) arguments[3]);
        break;
      default:
        break;
    }
    Future<Outcome> answer = answers.poll();
    return answer != null
        ? answer
        : Future.succeededFuture(new Outcome("DONE", List.of(), List.of()));
  }

  private static List<?> facts(String state, int attempt, String engagement, String consult) {
    List<String> fields = new ArrayList<>(Collections.nCopies(FACTS, ""));
    fields.set(0, "c1");
    fields.set(1, state);
    fields.set(2, "0");
    fields.set(5, "0");
    fields.set(8, "inbound");
    fields.set(10, "0");
    fields.set(11, "0");
    fields.set(12, "ana");
    fields.set(13, Integer.toString(attempt));
    fields.set(15, engagement);
    fields.set(26, consult);
    return fields;
  }

  private interface Answer {
    Object to(String name, Object[] arguments);
  }

  private static <T> T answering(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  /** Counts how often the site was told of somebody in distress. */
  private static final class Site implements Outside {
    private Future<String> answer = Future.succeededFuture("told");
    private int told;

    @Override
    public Future<String> tell(Escalation escalation) {
      told++;
      return answer;
    }

    @Override
    public Future<Taken> handOff(HandOff handOff) {
      return Outside.NONE.handOff(handOff);
    }

    @Override
    public Future<String> late(HandOff handOff) {
      return Outside.NONE.late(handOff);
    }

    @Override
    public String firstAnswer(String language) {
      return "";
    }
  }

  /** Timers that the test runs. */
  private static final class HandTimers implements Timers {
    private final List<Runnable> after = new ArrayList<>();

    @Override
    public Handle every(Duration period, Runnable task) {
      throw new UnsupportedOperationException("nothing here repeats by itself");
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      after.add(task);
      return () -> after.remove(task);
    }

    void runNext() {
      after.remove(0).run();
    }
  }
}
