package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
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
    Run.Sender sender =
        (it, number) -> {
          if (number == 3) {
            it.failed(number, "refused, as the test wants it");
            return;
          }
          if (number != 5) {
            it.offered(mark(it, number), System.nanoTime());
          }
          if (number == 7) {
            it.offered(mark(it, number), System.nanoTime());
          }
          it.completed(mark(it, number));
        };

    // when
    Result result = played(Plan.open(10, 1), sender, 1);

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
    Run.Sender sender =
        (it, number) -> {
          if (number == 50 || number == 60 || number == 101) {
            it.refused(number);
          }
          if (number != 50 && number != 101) {
            it.offered(mark(it, number), System.nanoTime());
            it.completed(mark(it, number));
          }
        };

    // when
    Result result = played(Plan.open(200, 1), sender, 0);

    // then
    assertThat(result.refused()).containsExactly(1, 0, 0, 1);
    assertThat(result.done()).isEqualTo(198);
    assertThat(result.notOffered()).isZero();
    assertThat(result.wrong()).isEqualTo(1);
  }

  /** Number 2 is not completed; what an earlier run left behind is refused under its number. */
  @Test
  void shouldCountWhoWasNotCompletedAndCommandsThatWereRefused() {
    // given
    Run earlier = new Run(context, "peer", Plan.open(10, 1), (it, number) -> {});
    Run.Sender sender =
        (it, number) -> {
          it.offered(mark(it, number), System.nanoTime());
          if (number == 2) {
            it.refused(mark(it, number), "unavailable");
            it.refused(mark(earlier, number), "offer-expired");
            it.refused("", "bad-message");
          } else {
            it.completed(mark(it, number));
          }
        };

    // when
    Result result = played(Plan.open(3, 1), sender, 0, Duration.ofMillis(1));

    // then
    assertThat(result.notCompleted()).isEqualTo(1);
    assertThat(result.errors()).isEqualTo(2);
    assertThat(result.wrong()).isEqualTo(3);
    assertThat(result.line()).contains(" not_completed=1 ").endsWith(" errors=2");
  }

  /** Number 0 fails and is offered all the same; it is waited for until it is completed, last. */
  @Test
  void shouldWaitForWhoFailedAndWasOfferedAllTheSame() {
    // given
    Run.Sender sender =
        (it, number) -> {
          if (number == 0) {
            it.failed(number, "failed, as the test wants it");
            it.offered(mark(it, number), System.nanoTime());
            vertx.setTimer(1_500, t -> it.completed(mark(it, number)));
          } else {
            it.offered(mark(it, number), System.nanoTime());
            it.completed(mark(it, number));
          }
        };

    // when
    Result result = played(Plan.open(2, 1), sender, 0);

    // then
    assertThat(result.done()).isEqualTo(2);
    assertThat(result.notCompleted()).isZero();
    assertThat(result.errors()).isEqualTo(1);
  }

  @Test
  void shouldChargeAStallToWhoWasDueMeanwhile() {
    // given
    long stall = 200_000_000;
    Run.Sender sender =
        (it, number) -> {
          long end = System.nanoTime() + (number == 0 ? stall : 0);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          it.offered(mark(it, number), System.nanoTime());
          it.completed(mark(it, number));
        };

    // when
    Result result = played(Plan.open(100, 1), sender, 0);

    // then: about twenty were due while the first one held everybody up
    assertThat(result.all().getCountBetweenValues(stall / 2, Run.MOST_LATENCY))
        .isGreaterThanOrEqualTo(10);
  }

  /** Its first two contacts come while the second run is under way, under numbers of that one. */
  @Test
  void shouldBookNothingThatAnEarlierRunLeftBehind() {
    // given
    Run earlier = new Run(context, "peer", Plan.open(10, 1), (it, number) -> {});
    Run.Sender sender =
        (it, number) -> {
          if (number < 2) {
            it.offered(mark(earlier, number), System.nanoTime());
            it.completed(mark(earlier, number));
          }
          if (number != 1) {
            it.offered(mark(it, number), System.nanoTime());
            it.completed(mark(it, number));
          } else {
            it.failed(number, "refused, as the test wants it");
          }
        };

    // when
    Result result = played(Plan.open(10, 1), sender, 0);

    // then
    assertThat(result.done()).isEqualTo(9);
    assertThat(result.notOffered()).isEqualTo(1);
    assertThat(result.dupOffers()).isZero();
    assertThat(result.all().getTotalCount()).isEqualTo(9);
    assertThat(result.ofOtherRuns()).isEqualTo(2);
    assertThat(result.line()).endsWith(" of_other_runs=2");
  }

  @Test
  void shouldSayNothingOfOtherRunsWhenTheyLeftNothing() {
    // given
    Run.Sender sender =
        (it, number) -> {
          it.offered(mark(it, number), System.nanoTime());
          it.completed(mark(it, number));
        };

    // when
    Result result = played(Plan.open(1, 1), sender, 0);

    // then
    assertThat(result.line()).endsWith(" errors=0");
  }

  private Result played(Plan plan, Run.Sender sender, int moreErrors) {
    return played(plan, sender, moreErrors, Run.DRAIN);
  }

  private Result played(Plan plan, Run.Sender sender, int moreErrors, Duration drain) {
    Run run = new Run(context, "peer", plan, sender);
    run.play(drain);
    return run.result(moreErrors, 0, 0, 0, new RedisCounters(Map.of(), Map.of()));
  }

  /** As a navigator's desktop reads it from the offer. */
  private static String mark(Run run, int number) {
    return Mix.mark("{\"type\":\"offer.created\",\"data\":" + run.contact(number) + "}");
  }
}
