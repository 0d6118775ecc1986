package dev.haven.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.EventSink;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Session;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.WorkspaceId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.time.Timers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptSessionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Hand hand = new Hand();
  private final Platform platform = new Platform();
  private Future<Boolean> answer = Future.succeededFuture(true);
  private boolean yielded;

  private KeptSession session(SessionAdapter.Holder holder) {
    platform.holder = holder;
    Lease lease =
        new Lease() {
          @Override
          public Future<Boolean> hold(EndpointConfig endpoint) {
            return answer;
          }

          @Override
          public Future<Void> yield(EndpointConfig endpoint) {
            yielded = true;
            return Future.succeededFuture();
          }
        };
    return new KeptSession(
        platform,
        new NoSink(),
        lease,
        Duration.ofSeconds(5),
        new Random(1),
        hand,
        hand,
        new RouterMeters(registry));
  }

  private double up() {
    return registry.get("haven.adapter.session.up").tag("endpoint", "pbx").gauge().value();
  }

  @Test
  void shouldOpenOnEveryNodeWithoutALease() {
    answer = Future.succeededFuture(false);
    KeptSession kept = session(SessionAdapter.Holder.EVERY_NODE);

    kept.start();
    assertThat(kept.standing()).isEqualTo(Standing.CONNECTING);
    platform.answer();

    assertThat(kept.standing()).isEqualTo(Standing.UP);
    assertThat(up()).isEqualTo(1);
  }

  @Test
  void shouldOpenAgainAfterGrowingPausesUntilItIsUp() {
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      platform.refuse();
      assertThat(kept.standing()).isEqualTo(Standing.DOWN);
      pauses.add(hand.nextAfter());
      hand.runNextAfter();
    }
    platform.answer();

    assertThat(kept.standing()).isEqualTo(Standing.UP);
    assertThat(pauses.get(0)).isBetween(250L, 500L);
    assertThat(pauses.get(3)).isBetween(2_000L, 4_000L);
    platform.drop();
    assertThat(up()).isZero();
    assertThat(hand.nextAfter()).as("a first failure again").isBetween(250L, 500L);
    assertThat(registry.get("haven.adapter.session.ends").tag("cause", "ended").counter().count())
        .isEqualTo(1);
  }

  @Test
  void shouldTakeOverWhenTheLeaseIsFree() {
    answer = Future.succeededFuture(false);
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();
    hand.tick();
    assertThat(kept.standing()).isEqualTo(Standing.ELSEWHERE);
    assertThat(platform.opened).isZero();

    answer = Future.succeededFuture(true);
    hand.tick();
    platform.answer();

    assertThat(kept.standing()).isEqualTo(Standing.UP);
  }

  @Test
  void shouldCloseWhenAnotherNodeHasTheLease() {
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();
    platform.answer();

    answer = Future.succeededFuture(false);
    hand.tick();

    assertThat(kept.standing()).isEqualTo(Standing.ELSEWHERE);
    assertThat(platform.closed).isEqualTo(1);
    assertThat(up()).isZero();
  }

  @Test
  void shouldKeepTheSessionWhileTheLeaseLivesThoughTheStoreIsAway() {
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();
    platform.answer();
    answer = Future.failedFuture("the store is away");

    hand.advance(4_000);
    hand.tick();
    assertThat(kept.standing()).isEqualTo(Standing.UP);
    hand.advance(1_001);
    hand.tick();

    assertThat(kept.standing()).isEqualTo(Standing.ELSEWHERE);
    assertThat(platform.closed).isEqualTo(1);
  }

  @Test
  void shouldLeaveAlsoWhenTheStoreDoesNotAnswerAtAll() {
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();
    platform.answer();
    answer = Promise.<Boolean>promise().future();
    hand.tick();

    hand.advance(5_001);
    hand.tick();

    assertThat(kept.standing()).isEqualTo(Standing.ELSEWHERE);
  }

  @Test
  void shouldCloseWhatOpensAfterItWasStopped() {
    KeptSession kept = session(SessionAdapter.Holder.ONE_NODE);
    kept.start();

    kept.stop();
    platform.answer();

    assertThat(kept.standing()).isEqualTo(Standing.STOPPED);
    assertThat(platform.closed).isEqualTo(1);
    assertThat(yielded).isTrue();
    assertThat(up()).isZero();
  }

  /** Lets the test end what it opened. */
  private static final class Platform implements SessionAdapter {
    Holder holder = Holder.ONE_NODE;
    int opened;
    int closed;
    private Promise<Session> opening = Promise.promise();
    private Promise<Void> ended = Promise.promise();

    void answer() {
      Promise<Void> over = Promise.promise();
      ended = over;
      opening.complete(
          new Session() {
            @Override
            public Future<Void> ended() {
              return over.future();
            }

            @Override
            public Future<Void> close() {
              closed++;
              over.tryComplete();
              return Future.succeededFuture();
            }
          });
    }

    void refuse() {
      opening.fail("refused");
    }

    void drop() {
      ended.fail("reset");
    }

    @Override
    public Holder holder() {
      return holder;
    }

    @Override
    public Future<Session> open(EventSink sink) {
      opened++;
      opening = Promise.promise();
      return opening.future();
    }

    @Override
    public EndpointConfig endpoint() {
      return new EndpointConfig(
          new EndpointId("pbx"),
          new WorkspaceId("main"),
          "test",
          null,
          null,
          null,
          Map.of(),
          Map.of());
    }

    @Override
    public Set<Channel> channels() {
      return Set.of(Channel.PHONE);
    }
  }

  private static final class NoSink implements EventSink {
    @Override
    public Future<Acceptance> accept(ParseResult result, byte[] raw) {
      return Future.failedFuture("nothing is heard in this test");
    }

    @Override
    public void refused(RefusalReason reason) {}
  }

  /** Timers and a clock that the test moves. */
  private static final class Hand implements Timers, RouterClock {
    private record Later(Duration delay, Runnable task) {}

    private final List<Later> after = new ArrayList<>();
    private final List<Runnable> every = new ArrayList<>();
    private long nanos;

    @Override
    public Handle every(Duration period, Runnable task) {
      every.add(task);
      return () -> every.remove(task);
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
      Later later = new Later(delay, task);
      after.add(later);
      return () -> after.remove(later);
    }

    long nextAfter() {
      return after.get(0).delay().toMillis();
    }

    void runNextAfter() {
      after.remove(0).task().run();
    }

    void tick() {
      List.copyOf(every).forEach(Runnable::run);
    }

    void advance(long ms) {
      nanos += ms * 1_000_000;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }
}
