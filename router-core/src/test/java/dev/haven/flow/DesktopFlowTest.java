package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.flow.model.ModelEngine;
import dev.haven.navigator.NavigatorId;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.Timers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Desktops of one node whose store does not always answer. The store is the model. */
class DesktopFlowTest {
  private static final String NODE = "node-1";

  private final World world = new World(new ModelEngine(Settings.defaults(), 1_790_000_000_000L));
  private final Transitions model = world.engine().call(Future::succeededFuture);
  private final Set<String> unanswered = new HashSet<>();
  private final Set<String> slow = new HashSet<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private String seq = "0";
  private final Link link = new Link();
  private final DesktopFlow flow = flow();

  private static final class Link implements DesktopLink {
    private final List<DesktopFrame> frames = new ArrayList<>();
    private int code;
    private boolean closed;

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void deliver(DesktopFrame frame) {
      frames.add(frame);
    }

    @Override
    public void close(int closeCode, String reason) {
      code = closeCode;
    }
  }

  @BeforeEach
  void hire() {
    world.navigator("ana");
  }

  private DesktopFlow flow() {
    RouterMeters meters = new RouterMeters(new SimpleMeterRegistry());
    Transitions store = (Transitions) proxy(Transitions.class, (method, args) -> ask(method, args));
    Policy policy = new Policy("v", Workflow.standard(), "en", ZoneOffset.UTC, Map.of(), Map.of());
    Workspaces workspaces =
        new Workspaces(
            List.of(new Workspace(world.engine().workspace(), policy, store, null)),
            Settings.defaults());
    Desks desks = new Desks(workspaces, null, null);
    Delivery delivery =
        new Delivery(NODE, null, workspaces, desks, null, null, null, null, meters, null);
    return new DesktopFlow(
        (Context) proxy(Context.class, (method, args) -> runNow(args)),
        NODE,
        false,
        workspaces,
        store,
        null,
        null,
        null,
        desks,
        delivery,
        meters,
        null,
        null,
        timers(),
        null);
  }

  private Timers timers() {
    return new Timers() {
      @Override
      public Handle every(Duration period, Runnable task) {
        throw new IllegalStateException("a desktop has nothing to do by the clock");
      }

      @Override
      public Handle after(Duration delay, Runnable task) {
        later.add(task);
        return () -> later.remove(task);
      }
    };
  }

  private void time() {
    List.copyOf(later)
        .forEach(
            task -> {
              later.remove(task);
              task.run();
            });
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static Object proxy(Class<?> type, Call call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, args) -> call.of(method, args));
  }

  @SuppressWarnings("unchecked")
  private static Object runNow(Object[] arguments) {
    ((Handler<Void>) arguments[0]).handle(null);
    return null;
  }

  private Object ask(Method method, Object[] arguments) throws Throwable {
    if (unanswered.contains(method.getName())) {
      return Future.failedFuture("no answer");
    }
    if (slow.contains(method.getName())) {
      Promise<Object> answer = Promise.promise();
      answers.add(
          () -> ((Future<?>) call(method, arguments)).map(o -> (Object) o).onComplete(answer));
      return answer.future();
    }
    if (method.getName().equals("placementsAtOnce")) {
      return 2;
    }
    if (method.getName().equals("readDesktop")) {
      String self = "{\"name\":\"Ana\",\"languages\":[\"en\"],\"capacity\":{\"chat\":3}}";
      return Future.succeededFuture(
          List.of("FOUND", epoch((String) arguments[1]), seq, "unavailable", "", self, List.of()));
    }
    if (method.getName().equals("checkSessions")) {
      String session = isThere("ana") ? epoch("ana") : "";
      return Future.succeededFuture(List.of("DONE", List.of("ana", session, seq)));
    }
    if (method.getName().equals("readSeats")) {
      listed.add(arguments[2] + "+" + arguments[3]);
    }
    return call(method, arguments);
  }

  private Object call(Method method, Object[] arguments) {
    try {
      return method.invoke(model, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String epoch(String navigator) {
    return world.navigatorState(navigator).get("ep");
  }

  private boolean isThere(String navigator) {
    return world.navigatorState(navigator).get("conn").equals("1");
  }

  private List<?> seats(String node) {
    return (List<?>) model.readSeats(world.engine().workspace(), node, 0, 1_000).result().get(1);
  }

  private Future<DesktopSession> open(String navigator) {
    return open(navigator, null);
  }

  private Future<DesktopSession> open(String navigator, String activity) {
    return flow.open(world.engine().workspace(), new NavigatorId(navigator), link, 0, activity);
  }

  private String activity(String navigator) {
    return world.navigatorState(navigator).get("act");
  }

  private void walk() {
    flow.checkSeats(world.engine().workspace());
  }

  @Test
  void shouldGiveUpADesktopThatClosedWhileTheStoreDidNotAnswer() {
    DesktopSession session = open("ana").result();
    unanswered.addAll(Set.of("loseSession", "readSeats"));
    session.lost();
    walk();
    unanswered.clear();
    assertThat(isThere("ana")).isTrue();

    walk();
    assertThat(isThere("ana")).as("its loss may be on the way").isTrue();
    walk();

    assertThat(isThere("ana")).isFalse();
  }

  @Test
  void shouldGiveUpASessionWhoseHelloFailed() {
    unanswered.add("readDesktop");
    assertThat(open("ana").failed()).isTrue();
    assertThat(isThere("ana")).isTrue();

    walk();
    walk();

    assertThat(isThere("ana")).isFalse();
  }

  @Test
  void shouldGiveUpTheOlderDesktopThatMadeRoomForOneThatNeverCame() {
    open("ana");
    unanswered.add("openSession");
    assertThat(open("ana").failed()).isTrue();
    assertThat(link.code).isEqualTo(4409);

    walk();
    walk();

    assertThat(isThere("ana")).isFalse();
  }

  @Test
  void shouldTryAgainWhenTheLossFails() {
    open("ana").result().lost();
    world.open("ana", NODE);
    walk();
    unanswered.add("loseSession");
    walk();
    unanswered.clear();

    walk();

    assertThat(isThere("ana")).isFalse();
  }

  @Test
  void shouldLeaveADesktopAloneThatIsHere() {
    open("ana");

    walk();
    walk();
    walk();

    assertThat(isThere("ana")).isTrue();
    assertThat(link.code).isZero();
  }

  @Test
  void shouldLeaveANewerSessionAlone() {
    world.open("ana", NODE);
    walk();
    world.open("ana", NODE);

    walk();
    assertThat(isThere("ana")).as("opened after the first walk").isTrue();
    world.open("ana", "node-2");
    walk();
    walk();

    assertThat(isThere("ana")).as("on another node").isTrue();
  }

  @Test
  void shouldWalkInPagesAndFindEveryEmptySeat() {
    int navigators = 2 * EmptySeats.PAGE + 1;
    for (int i = 0; i < navigators; i++) {
      world.navigator("nav-" + i);
      world.open("nav-" + i, NODE);
    }

    assertThat(seats(NODE)).hasSize(2 * navigators);

    walk();
    assertThat(listed).containsExactly("0+250", "250+250", "500+250");
    walk();

    assertThat(seats(NODE)).isEmpty();
  }

  @Test
  void shouldOpenTwoDesktopsAtATimeWhenManyComeBack() {
    List<String> all = List.of("ana", "ben", "eva", "leo");
    all.stream().skip(1).forEach(world::navigator);
    slow.add("openSession");

    List<Future<DesktopSession>> opening = all.stream().map(this::open).toList();
    assertThat(answers).hasSize(2);
    answers.get(0).run();
    assertThat(answers).hasSize(3);
    for (int i = 1; i < all.size(); i++) {
      answers.get(i).run();
    }

    assertThat(opening).allMatch(Future::succeeded);
    assertThat(all).allMatch(this::isThere);
  }

  @Test
  void shouldTellTheStoreOfTwoLossesAtATimeWhenManyAreGone() {
    List<String> all = List.of("ana", "ben", "eva");
    all.stream().skip(1).forEach(world::navigator);
    List<DesktopSession> sessions = all.stream().map(name -> open(name).result()).toList();
    slow.add("loseSession");

    sessions.forEach(DesktopSession::lost);
    assertThat(answers).hasSize(2);
    for (int i = 0; i < all.size(); i++) {
      answers.get(i).run();
    }

    assertThat(all).noneMatch(this::isThere);
  }

  @Test
  void shouldNotOpenADesktopThatClosedBeforeItsTurn() {
    List.of("ben", "eva").forEach(world::navigator);
    slow.add("openSession");
    open("ben");
    open("eva");
    Future<DesktopSession> waiting = open("ana");
    link.closed = true;

    answers.get(0).run();

    assertThat(answers).as("asked of the store").hasSize(2);
    assertThat(waiting.failed()).isTrue();
    assertThat(isThere("ana")).isFalse();
  }

  @Test
  void shouldTakeUpTheActivityOfAHelloOnceTheStoreAnswers() {
    unanswered.add("setActivity");
    assertThat(open("ana", "available").succeeded()).isTrue();
    time();
    assertThat(activity("ana")).isEqualTo("unavailable");
    unanswered.clear();

    time();

    assertThat(activity("ana")).isEqualTo("available");
    assertThat(later).isEmpty();
  }

  @Test
  void shouldForgetTheActivityOfAHelloWhenTheNavigatorAsksForAnother() {
    unanswered.add("setActivity");
    DesktopSession session = open("ana", "available").result();
    unanswered.clear();
    session.setActivity("training");

    time();

    assertThat(activity("ana")).isEqualTo("training");
  }

  @Test
  void shouldForgetTheActivityOfAHelloWhenTheDesktopIsGone() {
    unanswered.add("setActivity");
    DesktopSession session = open("ana", "available").result();
    session.lost();
    unanswered.clear();

    time();

    assertThat(activity("ana")).isEqualTo("unavailable");
    assertThat(later).isEmpty();
  }

  @Test
  void shouldSendADesktopAwayThatTheStoreTookForGone() {
    open("ana");
    world.engine().call(t -> t.loseSession(world.engine().workspace(), "ana", epoch("ana"), false));

    flow.checkSessions(true);

    assertThat(link.code).as("it is to come again").isEqualTo(1013);
  }

  @Test
  void shouldNotShowASnapshotBeforeItIsConfirmed() {
    world.navigator("bob");
    open("ana");
    seq = "1";
    unanswered.add("confirmRead");
    for (int looks = 0; looks < 3; looks++) {
      flow.checkSessions(true);
    }
    assertThat(link.frames).isEmpty();
    assertThat(open("bob").failed()).as("nor to whoever says hello").isTrue();
    unanswered.clear();

    flow.checkSessions(true);

    assertThat(link.frames).extracting(DesktopFrame::seq).containsOnly(1L);
    assertThat(open("bob").succeeded()).isTrue();
  }
}
