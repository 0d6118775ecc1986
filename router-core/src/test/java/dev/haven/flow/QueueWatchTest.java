package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.match.Lane;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import dev.haven.time.RouterClock;
import dev.haven.urgency.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class QueueWatchTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Future<List<Object>>> store =
      new AtomicReference<>(Future.succeededFuture(oneCrisisSince(7_000, 10_000)));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Transitions transitions =
      (Transitions)
          Proxy.newProxyInstance(
              Transitions.class.getClassLoader(),
              new Class<?>[] {Transitions.class},
              (proxy, method, arguments) -> store.get());
  private final QueueWatch watch =
      new QueueWatch(
          transitions,
          new RouterMeters(registry),
          new RouterClock() {
            @Override
            public Instant now() {
              return Instant.EPOCH;
            }

            @Override
            public long nanos() {
              return nanos.get();
            }
          });

  /** The store's answer with one CRISIS in lane 0. */
  private static List<Object> oneCrisisSince(long arrivedMs, long nowMs) {
    List<Object> lane =
        List.of("0", "0", 1L, 0L, 0L, 0L, 0L, String.valueOf(arrivedMs), "0", "0", "0", "0");
    return List.of(
        "DONE",
        String.valueOf(nowMs),
        List.of(lane),
        List.of(),
        List.of(),
        "1",
        "0",
        0L,
        "0",
        "1",
        List.of(),
        List.of());
  }

  private double oldestSeconds() {
    watch.showGauges();
    return registry.get("haven.oldest.waiting").tag("tier", "crisis").gauge().value();
  }

  @Test
  void shouldLetTheAgeOfWhoeverWaitsGrowWhileTheStoreIsAway() {
    // given
    Policy policy = new Policy("v", Workflow.standard(), "en", ZoneOffset.UTC, Map.of(), Map.of());
    Workspace workspace = new Workspace(new WorkspaceId("main"), policy, transitions, noShelf());
    workspace
        .catalogue()
        .load(
            1, List.of(new Lane("support", Channel.CHAT, "en", Map.of()).definition()), List.of());
    watch.look(workspace);
    assertThat(oldestSeconds()).isEqualTo(3);

    // when
    store.set(Future.failedFuture("away"));
    nanos.addAndGet(Duration.ofSeconds(40).toNanos());
    watch.look(workspace);

    // then
    assertThat(oldestSeconds()).isEqualTo(43);
    assertThat(watch.tiers(workspace).get(Tier.CRISIS.rank()).oldestWaitingSeconds()).isEqualTo(43);

    // when it is back
    store.set(Future.succeededFuture(oneCrisisSince(7_000, 51_000)));
    watch.look(workspace);

    // then
    assertThat(oldestSeconds()).isEqualTo(44);
  }

  private static Shelf noShelf() {
    return (Shelf)
        Proxy.newProxyInstance(
            Shelf.class.getClassLoader(),
            new Class<?>[] {Shelf.class},
            (proxy, method, arguments) -> Future.failedFuture("not asked"));
  }
}
