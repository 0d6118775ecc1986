package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong scored = new AtomicLong();
  private final UrgencyScorer scorer =
      new UrgencyScorer() {
        @Override
        public Urgency score(ScoringInput input) {
          scored.incrementAndGet();
          clock.addAndGet(1_000_000);
          return FailUpward.failed(version());
        }

        @Override
        public String version() {
          return "a millisecond each";
        }
      };

  @Test
  void shouldEndOnceItNoLongerBecomesFaster() {
    int rounds = Rehearsal.of(scorer, Duration.ofHours(1), clock::get);

    assertThat(rounds).isEqualTo(61);
    assertThat(scored.get() % rounds).isZero();
  }

  @Test
  void shouldEndWhenTheTimeIsOver() {
    Rehearsal.of(scorer, Duration.ofNanos(1), clock::get);
    long round = scored.get();

    int rounds = Rehearsal.of(scorer, Duration.ofMillis(3 * round), clock::get);

    assertThat(rounds).isEqualTo(3);
  }
}
