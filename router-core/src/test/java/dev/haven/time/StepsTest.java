package dev.haven.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final int MANY = 200_000;
  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void shouldTakeAnyNumberOfStepsThatAreAnsweredLater() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Future<Void> done =
          Steps.whileTrue(
              () -> {
                Promise<Boolean> answer = Promise.promise();
                vertx.runOnContext(v -> answer.complete(taken.incrementAndGet() < MANY));
                return answer.future();
              });
      done.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(taken).hasValue(MANY);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void shouldTakeAnyNumberOfStepsThatAreAnsweredAtOnce() {
    Future<Void> done =
        Steps.whileTrue(() -> Future.succeededFuture(taken.incrementAndGet() < MANY));
    assertThat(done.succeeded()).isTrue();
    assertThat(taken).hasValue(MANY);
  }

  @Test
  void shouldDoOneAfterTheOtherAndLeaveTheRestWhenOneFails() {
    List<Promise<Void>> begun = new ArrayList<>();
    Future<Void> done =
        Steps.each(
            List.of("a", "b", "c"),
            one -> {
              begun.add(Promise.promise());
              return begun.get(begun.size() - 1).future();
            });
    assertThat(begun).hasSize(1);
    begun.get(0).complete();
    assertThat(begun).hasSize(2);
    assertThat(done.isComplete()).isFalse();
    begun.get(1).fail("no");
    assertThat(done.cause()).hasMessage("no");
    assertThat(begun).hasSize(2);
    assertThat(Steps.each(List.of(), one -> Future.failedFuture("no")).succeeded()).isTrue();
  }

  @Test
  void shouldFailAtTheFirstOfManyWithoutGoingThroughTheRest() {
    List<Integer> many = Collections.nCopies(MANY, 1);
    Promise<Void> first = Promise.promise();
    Future<Void> failed =
        Steps.each(many, one -> taken.incrementAndGet() == 1 ? first.future() : null);
    first.fail("no");
    assertThat(failed.cause()).hasMessage("no");
    assertThat(taken).hasValue(1);
    taken.set(0);
    Promise<Void> begins = Promise.promise();
    Future<Void> done =
        Steps.each(
            many, one -> taken.incrementAndGet() == 1 ? begins.future() : Future.succeededFuture());
    begins.complete();
    assertThat(done.succeeded()).isTrue();
    assertThat(taken).hasValue(MANY);
  }

  @Test
  void shouldFailWithTheFirstStepThatFailsOrThrows() {
    IllegalStateException failure = new IllegalStateException("no");
    Future<Void> failed =
        Steps.whileTrue(
            () ->
                taken.incrementAndGet() < 3
                    ? Future.succeededFuture(true)
                    : Future.failedFuture(failure));
    assertThat(failed.cause()).isSameAs(failure);
    assertThat(taken).hasValue(3);
    Future<Void> thrown =
        Steps.whileTrue(
            () -> {
              throw failure;
            });
    assertThat(thrown.cause()).isSameAs(failure);
  }

  @Test
  void shouldFailWithAnErrorOfALaterStepToo() {
    Promise<Void> first = Promise.promise();
    Future<Void> done =
        Steps.each(
            List.of("a", "b", "c"),
            one -> {
              if (taken.incrementAndGet() == 2) {
                throw new AssertionError("no");
              }
              return first.future();
            });
    first.complete();
    assertThat(done.cause()).isInstanceOf(AssertionError.class);
    assertThat(taken).hasValue(2);
  }
}
