package dev.haven.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private Duration silence = Duration.ZERO;
  private final Readiness readiness =
      new Readiness().turning(() -> List.of(Duration.ofMillis(100), silence));

  @Test
  void shouldTellWhatHoldsAtTheTimeOfAsking() {
    assertThat(readiness.results())
        .containsExactly(
            entry("started", false), entry("not-stopping", true), entry("event-loops", true));
    readiness.started();
    assertThat(readiness.results()).containsEntry("started", true);
  }

  @Test
  void shouldTakeNoWorkWhenOneEventLoopIsLateAndNotLiveWhenItIsVeryLate() {
    silence = Duration.ofSeconds(4);
    assertThat(readiness.results()).containsEntry("event-loops", true);
    silence = Duration.ofSeconds(6);
    assertThat(readiness.results()).containsEntry("event-loops", false);
    assertThat(readiness.signsOfLife()).containsExactly(entry("event-loops", true));
    silence = Duration.ofSeconds(61);
    assertThat(readiness.signsOfLife()).containsExactly(entry("event-loops", false));
  }

  @Test
  void shouldLiveUntilItHasStopped() {
    readiness.stopping();
    silence = Duration.ofSeconds(61);
    assertThat(readiness.results()).containsEntry("not-stopping", false);
    assertThat(readiness.signsOfLife()).containsExactly(entry("event-loops", true));
  }
}
