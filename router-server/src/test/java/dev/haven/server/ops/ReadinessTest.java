package dev.haven.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final AtomicBoolean turns = new AtomicBoolean(true);
  private final Readiness readiness =
      new Readiness().require("loops", turns::get).toLive("loops", turns::get);

  @Test
  void shouldTellWhatHoldsAtTheTimeOfAsking() {
    readiness.started();
    assertThat(readiness.results())
        .containsExactly(entry("started", true), entry("not-stopping", true), entry("loops", true));
    assertThat(readiness.signsOfLife()).containsExactly(entry("loops", true));
    turns.set(false);
    assertThat(readiness.results()).contains(entry("loops", false));
    assertThat(readiness.signsOfLife()).containsExactly(entry("loops", false));
  }

  @Test
  void shouldLiveUntilItHasStopped() {
    readiness.stopping();
    turns.set(false);
    assertThat(readiness.results()).contains(entry("not-stopping", false));
    assertThat(readiness.signsOfLife()).containsExactly(entry("loops", true));
  }
}
