package dev.haven.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final InOrder order = new InOrder();
  private final List<String> begun = new ArrayList<>();

  private Future<String> run(String key, String what, Promise<String> until) {
    return order.run(
        key,
        () -> {
          begun.add(what);
          return until.future();
        });
  }

  @Test
  void shouldRunWhatHasTheSameKeyOneAfterTheOther() {
    Promise<String> arrival = Promise.promise();
    Promise<String> end = Promise.promise();
    Future<String> first = run("call", "arrival", arrival);
    Future<String> second = run("call", "end", end);
    run("other", "other", Promise.promise());

    assertThat(begun).containsExactly("arrival", "other");
    arrival.complete("kept");

    assertThat(first.result()).isEqualTo("kept");
    assertThat(begun).containsExactly("arrival", "other", "end");
    end.complete("told");
    assertThat(second.result()).isEqualTo("told");
  }

  @Test
  void shouldGoOnBehindAFailureAndRememberNothingThatIsOver() {
    Promise<String> arrival = Promise.promise();
    Future<String> first = run("call", "arrival", arrival);
    Promise<String> end = Promise.promise();
    Future<String> second = run("call", "end", end);

    arrival.fail("the store is away");
    end.complete("told");

    assertThat(first.failed()).isTrue();
    assertThat(second.result()).isEqualTo("told");
    assertThat(order.underWay()).isZero();
  }

  @Test
  void shouldRunAnyNumberThatFailsAtOnce() {
    Promise<String> arrival = Promise.promise();
    run("call", "arrival", arrival);
    Future<String> last = Future.succeededFuture();
    for (int i = 0; i < 100_000; i++) {
      last = order.run("call", () -> Future.failedFuture("the store is away"));
    }
    Future<String> thrown =
        order.run(
            "call",
            () -> {
              throw new IllegalStateException("no");
            });

    arrival.complete("kept");

    assertThat(last.cause()).hasMessage("the store is away");
    assertThat(thrown.cause()).hasMessage("no");
    assertThat(order.underWay()).isZero();
  }
}
