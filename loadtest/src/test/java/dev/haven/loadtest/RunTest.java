package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldCountWhoWasNotOfferedWhoWasOfferedTwiceAndWhoWasRefused() {
    // given
    Run run =
        new Run(
            context,
            "peer",
            Plan.open(10, 1),
            (it, number) -> {
              if (number == 3) {
                it.failed("refused, as the test wants it");
                return;
              }
              if (number != 5) {
                it.offered(number, System.nanoTime());
              }
              if (number == 7) {
                it.offered(number, System.nanoTime());
              }
              it.completed(number);
            });

    // when
    run.play();
    Result result = run.result(1, 0, 0, 0, new RedisCounters(Map.of(), Map.of()));

    // then
    assertThat(result.sent()).isEqualTo(10);
    assertThat(result.done()).isEqualTo(9);
    assertThat(result.notOffered()).isEqualTo(2);
    assertThat(result.dupOffers()).isEqualTo(1);
    assertThat(result.errors()).isEqualTo(2);
    assertThat(result.all().getTotalCount()).isEqualTo(8);
  }

  /** Number 50 is routine, 101 a crisis; 60 was refused and came all the same. */
  @Test
  void shouldCountByTierWhoWasToldThatTooMuchComes() {
    // given
    Run run =
        new Run(
            context,
            "peer",
            Plan.open(200, 1),
            (it, number) -> {
              if (number == 50 || number == 60 || number == 101) {
                it.refused(number);
              }
              if (number != 50 && number != 101) {
                it.offered(number, System.nanoTime());
                it.completed(number);
              }
            });

    // when
    run.play();
    Result result = run.result(0, 0, 0, 0, new RedisCounters(Map.of(), Map.of()));

    // then
    assertThat(result.refused()).containsExactly(1, 0, 0, 1);
    assertThat(result.done()).isEqualTo(198);
    assertThat(result.notOffered()).isZero();
    assertThat(result.wrong()).isEqualTo(1);
  }

  @Test
  void shouldChargeAStallToWhoWasDueMeanwhile() {
    // given
    long stall = 200_000_000;
    Run run =
        new Run(
            context,
            "peer",
            Plan.open(100, 1),
            (it, number) -> {
              long end = System.nanoTime() + (number == 0 ? stall : 0);
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              it.offered(number, System.nanoTime());
              it.completed(number);
            });

    // when
    run.play();
    Result result = run.result(0, 0, 0, 0, new RedisCounters(Map.of(), Map.of()));

    // then: about twenty were due while the first one held everybody up
    assertThat(result.all().getCountBetweenValues(stall / 2, Run.MOST_LATENCY))
        .isGreaterThanOrEqualTo(10);
  }
}
