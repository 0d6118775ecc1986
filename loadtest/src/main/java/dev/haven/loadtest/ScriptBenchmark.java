package dev.haven.loadtest;

import dev.haven.flow.Outcome;
import dev.haven.flow.Transitions;
import dev.haven.store.redis.RedisProgram;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One function of the library on a real Redis, as a node calls it: one round trip over loopback,
 * one at a time. Each call begins from the state that it is for and that is made outside of what is
 * timed: nobody waits and one navigator is free.
 *
 * <p>The time is the client's, round trip and both threads' waking included, some 100 microseconds
 * of it; {@code depth} has Redis' own time of the three that make a life cycle.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ScriptBenchmark {
  private static final String NAVIGATOR = "n0";
  private static final String OTHER = "n1";
  private static final String SESSION = "1";
  private static final int TAKEN = 0;
  private static final int NOBODYS = 1;

  /** What is called, by the function's name and what it meets. */
  public enum Call {
    PLACE_CONTACT_WAITS("CREATED"),
    PLACE_CONTACT_OFFERED("CREATED"),
    APPEND_MESSAGE("APPENDED"),
    OVERRIDE_URGENCY("DONE"),
    NOTE_READING("DONE"),
    ABANDON_CONTACT("ABANDONED"),
    ACCEPT_OFFER("ACCEPTED"),
    REJECT_OFFER("REJECTED"),
    CHANGE_ENGAGEMENT("DONE"),
    SEND_MESSAGE("DONE"),
    TRANSFER_ENGAGEMENT("DONE"),
    FINISH_ENGAGEMENT("COMPLETED"),
    FINISH_ENGAGEMENT_NEXT("COMPLETED"),
    OPEN_SESSION("OPEN"),
    LOSE_SESSION("LOST"),
    SET_ACTIVITY("DONE"),
    UPSERT_NAVIGATOR("DONE"),
    RENEW_NODE("DONE"),
    KEEP_LEASE("HELD"),
    EXPIRE_DUE_NOTHING("DONE"),
    CLAIM_COMMANDS_NONE("DONE"),
    READ_CONTACT("FOUND"),
    READ_WAITING("DONE"),
    READ_DESKTOP("FOUND"),
    READ_QUEUES("DONE"),
    CHECK_SESSIONS("DONE");

    /** What the function answers when it did what it is timed for. */
    private final String status;

    Call(String status) {
      this.status = status;
    }
  }

  @Param public Call call = Call.PLACE_CONTACT_WAITS;

  private final Stage stage = new Stage(RedisProgram.AUTO);
  private final World world = new World(stage.redis("scripts", Stage.Aof.NO));
  private final Transitions transitions = world.transitions();
  private Supplier<? extends Future<?>> next = Future::succeededFuture;
  private String contact = "";
  private String[] offer = {};
  private String session = "";
  private Object answer = "";
  private int number;

  @Setup
  public void open() {
    world.lanes(2, lane -> lane == TAKEN ? "1" : "x");
    world.navigators(0, 1);
    world.await(world.upsert(OTHER));
  }

  @TearDown
  public void close() {
    world.close();
    stage.close();
  }

  /** Makes the state that the call is for. */
  @Setup(Level.Invocation)
  public void prepare() {
    contact = "c" + ++number;
    next =
        switch (call) {
          case PLACE_CONTACT_WAITS -> world.place(contact, NOBODYS);
          case PLACE_CONTACT_OFFERED -> world.place(contact, TAKEN);
          case APPEND_MESSAGE,
              OVERRIDE_URGENCY,
              NOTE_READING,
              ABANDON_CONTACT,
              READ_CONTACT,
              READ_WAITING ->
              ofWaiting();
          case ACCEPT_OFFER, REJECT_OFFER -> ofOffered();
          case CHANGE_ENGAGEMENT,
              SEND_MESSAGE,
              TRANSFER_ENGAGEMENT,
              FINISH_ENGAGEMENT,
              FINISH_ENGAGEMENT_NEXT,
              READ_DESKTOP ->
              ofEngaged();
          case OPEN_SESSION, LOSE_SESSION, SET_ACTIVITY, UPSERT_NAVIGATOR -> ofNavigator();
          case RENEW_NODE -> () -> transitions.renewNode(World.WORKSPACE, "node", false);
          case KEEP_LEASE -> () -> transitions.keepLease(World.WORKSPACE, "x", "node", false);
          case EXPIRE_DUE_NOTHING -> () -> transitions.expireDue(World.WORKSPACE, 16, 100);
          case CLAIM_COMMANDS_NONE ->
              () -> transitions.claimCommands(World.WORKSPACE, 16, List.of());
          case READ_QUEUES -> () -> transitions.readQueues(World.WORKSPACE, 2, 1);
          case CHECK_SESSIONS ->
              () -> transitions.checkSessions(World.WORKSPACE, List.of(NAVIGATOR, SESSION, "0"));
        };
  }

  private Supplier<? extends Future<?>> ofWaiting() {
    world.await(world.place(contact, NOBODYS));
    return switch (call) {
      case APPEND_MESSAGE ->
          () ->
              transitions.appendMessage(
                  World.WORKSPACE,
                  new Transitions.Appendix(
                      contact,
                      "m" + number,
                      "sealed words",
                      3,
                      40,
                      false,
                      "[]",
                      "s",
                      "card",
                      "",
                      -1,
                      false,
                      ""));
      case OVERRIDE_URGENCY ->
          () ->
              transitions.overrideUrgency(
                  World.WORKSPACE, contact, 3, 40, "supervisor", "clinical", "card");
      case NOTE_READING ->
          () -> transitions.noteReading(World.WORKSPACE, contact, "supervisor", "complaint");
      case READ_CONTACT -> () -> transitions.readContact(World.WORKSPACE, contact, "");
      case READ_WAITING -> () -> transitions.readWaiting(World.WORKSPACE, 100);
      default -> () -> transitions.abandonContact(World.WORKSPACE, contact, "left");
    };
  }

  private Supplier<? extends Future<?>> ofOffered() {
    offer = world.offer(world.await(world.place(contact, TAKEN)));
    return call == Call.ACCEPT_OFFER
        ? world.accept(offer)
        : () ->
            transitions.rejectOffer(World.WORKSPACE, NAVIGATOR, SESSION, offer[1], "not_my_field");
  }

  private Supplier<? extends Future<?>> ofEngaged() {
    offer = world.offer(world.await(world.place(contact, TAKEN)));
    world.await(world.accept(offer));
    return switch (call) {
      case CHANGE_ENGAGEMENT ->
          () -> transitions.changeEngagement(World.WORKSPACE, NAVIGATOR, SESSION, offer[1], "park");
      case SEND_MESSAGE ->
          () ->
              transitions.sendMessage(
                  World.WORKSPACE,
                  NAVIGATOR,
                  SESSION,
                  offer[1],
                  "m" + number,
                  "sealed words",
                  false);
      case TRANSFER_ENGAGEMENT ->
          () ->
              transitions.transferEngagement(
                  World.WORKSPACE, NAVIGATOR, SESSION, offer[1], "", 0, NOBODYS, "", "support");
      case READ_DESKTOP -> () -> transitions.readDesktop(World.WORKSPACE, NAVIGATOR);
      case FINISH_ENGAGEMENT_NEXT -> {
        world.await(world.place(contact + "w", TAKEN));
        yield world.complete(offer);
      }
      default -> world.complete(offer);
    };
  }

  private Supplier<? extends Future<?>> ofNavigator() {
    Supplier<? extends Future<?>> open =
        () -> transitions.openSession(World.WORKSPACE, OTHER, "node", "");
    if (call == Call.OPEN_SESSION) {
      return open;
    }
    if (call == Call.UPSERT_NAVIGATOR) {
      return world.upsert(OTHER);
    }
    session =
        world.await(() -> transitions.openSession(World.WORKSPACE, OTHER, "node", "")).text(0);
    return call == Call.SET_ACTIVITY
        ? () -> transitions.setActivity(World.WORKSPACE, OTHER, session, "break")
        : () -> transitions.loseSession(World.WORKSPACE, OTHER, session, true);
  }

  /**
   * Takes away what the call left.
   *
   * @throws IllegalStateException when the call did something else than it is timed for
   */
  @TearDown(Level.Invocation)
  public void tidy() {
    String said =
        answer instanceof Outcome outcome
            ? outcome.status()
            : String.valueOf(((List<?>) answer).get(0));
    if (!said.equals(call.status)) {
      throw new IllegalStateException(call + " answered " + said);
    }
    switch (call) {
      case PLACE_CONTACT_WAITS,
          APPEND_MESSAGE,
          OVERRIDE_URGENCY,
          NOTE_READING,
          READ_CONTACT,
          READ_WAITING,
          REJECT_OFFER,
          TRANSFER_ENGAGEMENT ->
          world.await(() -> transitions.abandonContact(World.WORKSPACE, contact, "left"));
      case PLACE_CONTACT_OFFERED, FINISH_ENGAGEMENT_NEXT -> {
        offer = world.offer((Outcome) answer);
        world.await(world.accept(offer));
        world.await(world.complete(offer));
      }
      case ACCEPT_OFFER, CHANGE_ENGAGEMENT, SEND_MESSAGE, READ_DESKTOP ->
          world.await(world.complete(offer));
      case OPEN_SESSION, SET_ACTIVITY -> {
        String open = call == Call.OPEN_SESSION ? ((Outcome) answer).text(0) : session;
        world.await(() -> transitions.loseSession(World.WORKSPACE, OTHER, open, true));
      }
      default -> {}
    }
  }

  @Benchmark
  public Object transition() {
    answer = world.await(this::started);
    return answer;
  }

  @SuppressWarnings("unchecked")
  private Future<Object> started() {
    return (Future<Object>) next.get();
  }
}
