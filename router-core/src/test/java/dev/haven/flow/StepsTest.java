package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
}
