package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
  private final Vertx vertx = Vertx.vertx();
  private final Set<String> lookers = ConcurrentHashMap.newKeySet();
  private final Together<Integer, Integer> together =
      new Together<>(vertx, Duration.ofMillis(20), this::twice);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldAnswerEachWithTheirOwnInOneTripToAWorker() throws Exception {
    // when
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(new CompletableFuture<>());
    }
    vertx.getOrCreateContext().runOnContext(v -> askAll(answers));
    // then
    for (int i = 0; i < 50; i++) {
      String expected = i == 13 ? "IOException" : Integer.toString(2 * i);
      assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    assertThat(lookers).singleElement().asString().startsWith("vert.x-worker-thread");
  }

  @Test
  void shouldAnswerOnTheEventLoopOfTheAsker() throws Exception {
    // given two event loops
    Context one = ((VertxInternal) vertx).createEventLoopContext();
    Context other = ((VertxInternal) vertx).createEventLoopContext();
    CompletableFuture<String> loopOfOne = loop(one);
    CompletableFuture<String> loopOfOther = loop(other);
    assertThat(loopOfOne.get()).isNotEqualTo(loopOfOther.get());
    // when both ask within a while
    CompletableFuture<String> answeredOne = answeredOn(one);
    CompletableFuture<String> answeredOther = answeredOn(other);
    // then
    assertThat(answeredOne.get(10, TimeUnit.SECONDS)).isEqualTo(loopOfOne.get());
    assertThat(answeredOther.get(10, TimeUnit.SECONDS)).isEqualTo(loopOfOther.get());
  }

  private int twice(int question) throws IOException {
    lookers.add(Thread.currentThread().getName());
    if (question == 13) {
      throw new IOException("not that one");
    }
    return 2 * question;
  }

  private void askAll(List<CompletableFuture<String>> answers) {
    for (int i = 0; i < answers.size(); i++) {
      CompletableFuture<String> told = answers.get(i);
      Future<Integer> answer = together.ask(i);
      answer.onSuccess(a -> told.complete(Integer.toString(a)));
      answer.onFailure(e -> told.complete(e.getClass().getSimpleName()));
    }
  }

  private CompletableFuture<String> answeredOn(Context context) {
    CompletableFuture<String> told = new CompletableFuture<>();
    context.runOnContext(
        v -> together.ask(1).onSuccess(a -> told.complete(Thread.currentThread().getName())));
    return told;
  }

  private static CompletableFuture<String> loop(Context context) {
    CompletableFuture<String> name = new CompletableFuture<>();
    context.runOnContext(v -> name.complete(Thread.currentThread().getName()));
    return name;
  }
}
