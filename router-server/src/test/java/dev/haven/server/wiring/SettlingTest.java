package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private long now = 1_000;
  private final Settling settling = new Settling();

  @BeforeEach
  void begin() {
    settling.begin(now);
  }

  @Test
  void shouldGoOnWhileItBecomesFaster() {
    for (long each = 1_000; each > 10; each = each * 9 / 10) {
      window(each);

      assertThat(settling.settled()).as("after windows of %d", each).isFalse();
    }
  }

  @Test
  void shouldHaveSettledAfterSeveralTimesThatAreNoShorter() {
    window(100);

    for (int i = 1; i < Settling.STEADY; i++) {
      window(i % 2 == 0 ? 97 : 400);
      assertThat(settling.settled()).isFalse();
    }
    window(100);

    assertThat(settling.settled()).isTrue();
  }

  @Test
  void shouldGoOnWhenItBecomesFasterOnceMore() {
    for (int i = 0; i < Settling.STEADY; i++) {
      window(100);
    }

    window(50);

    assertThat(settling.settled()).isFalse();
  }

  @Test
  void shouldJudgeNothingBeforeAWindowIsFull() {
    for (int i = 0; i < Settling.WINDOW * (Settling.STEADY + 1) - 1; i++) {
      settling.done(now);
    }

    assertThat(settling.settled()).isFalse();
  }

  private void window(long each) {
    for (int i = 0; i < Settling.WINDOW; i++) {
      now += each;
      settling.done(now);
    }
  }
}
