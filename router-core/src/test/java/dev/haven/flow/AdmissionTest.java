package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission =
      new Admission(2, 3, new RouterMeters(new SimpleMeterRegistry()));
  private final List<String> sent = new ArrayList<>();
  private final Queue<Promise<String>> store = new ArrayDeque<>();

  private Future<String> come(String name, Tier tier) {
    return admission.admit(
        tier,
        () -> {
          sent.add(name);
          Promise<String> answer = Promise.promise();
          store.add(answer);
          return answer.future();
        });
  }

  private void storeAnswers() {
    store.remove().complete("kept");
  }

  @Test
  void shouldSendAtOnceWhatTheStoreTakes() {
    Future<String> first = come("a", Tier.ROUTINE);
    come("b", Tier.ROUTINE);
    storeAnswers();
    assertThat(sent).containsExactly("a", "b");
    assertThat(first.result()).isEqualTo("kept");
  }

  @Test
  void shouldLetWhoIsMoreUrgentGoBeforeWhoCameEarlier() {
    come("a", Tier.ROUTINE);
    come("b", Tier.ROUTINE);
    come("routine", Tier.ROUTINE);
    come("elevated", Tier.ELEVATED);
    come("crisis", Tier.CRISIS);
    come("second crisis", Tier.CRISIS);
    assertThat(sent).containsExactly("a", "b");
    storeAnswers();
    storeAnswers();
    storeAnswers();
    storeAnswers();
    assertThat(sent).containsExactly("a", "b", "crisis", "second crisis", "elevated", "routine");
  }

  @Test
  void shouldRefuseBeyondItsBoundWhatIsNotStrictOnly() {
    for (int i = 0; i < 5; i++) {
      come("routine " + i, Tier.ROUTINE);
    }
    Future<String> routine = come("one more", Tier.ELEVATED);
    Future<String> distress = come("distress", Tier.HIGH_DISTRESS);
    assertThat(routine.cause()).isInstanceOf(OverloadedException.class);
    assertThat(distress.isComplete()).isFalse();
    storeAnswers();
    assertThat(sent).endsWith("distress");
  }

  @Test
  void shouldGoOnAfterACallThatFails() {
    come("a", Tier.ROUTINE);
    come("b", Tier.ROUTINE);
    Future<String> thrown =
        admission.admit(
            Tier.CRISIS,
            () -> {
              throw new IllegalStateException("no");
            });
    Future<String> last = come("c", Tier.ROUTINE);
    store.remove().fail("the store is away");
    assertThat(thrown.failed()).isTrue();
    storeAnswers();
    assertThat(sent).containsExactly("a", "b", "c");
    storeAnswers();
    assertThat(last.result()).isEqualTo("kept");
  }

  @Test
  void shouldGoOnWhenTheStoreIsAwayAndEverybodyWhoWaitsFailsAtOnce() {
    come("a", Tier.ROUTINE);
    come("b", Tier.ROUTINE);
    List<Future<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      waiting.add(admission.admit(Tier.CRISIS, () -> Future.failedFuture("the store is away")));
    }

    storeAnswers();

    assertThat(waiting).allMatch(Future::failed);
    come("c", Tier.ROUTINE);
    come("d", Tier.ROUTINE);
    assertThat(sent).containsExactly("a", "b", "c");
    storeAnswers();
    assertThat(sent).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldCountNobodyTwiceWhoseCallEndsInAnError() {
    for (int i = 0; i < 5; i++) {
      Future<String> failed =
          admission.admit(
              Tier.ROUTINE,
              () -> {
                throw new AssertionError("no");
              });
      assertThat(failed.cause()).isInstanceOf(AssertionError.class);
    }
    come("a", Tier.ROUTINE);
    assertThat(sent).containsExactly("a");
  }

  @Test
  void shouldGoOnWhenWhoListensFails() {
    come("a", Tier.ROUTINE);
    come("b", Tier.ROUTINE);
    come("c", Tier.ROUTINE)
        .onComplete(
            done -> {
              throw new IllegalStateException("no");
            });
    admission
        .admit(Tier.ROUTINE, () -> Future.<String>failedFuture("away"))
        .onComplete(
            done -> {
              throw new IllegalStateException("no");
            });
    come("d", Tier.ROUTINE);
    storeAnswers();
    storeAnswers();
    assertThat(sent).containsExactly("a", "b", "c", "d");
  }
}
