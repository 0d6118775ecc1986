package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();
  private final Attempts attempts =
      new Attempts(
          new TokenBuckets(0.001, 2, 100, nanos::get), new TokenBuckets(5, 5, 1, nanos::get));

  @Test
  void shouldTellAnAddressToStopAndStillListenToIt() {
    assertThat(attempts.failed("a")).isTrue();
    assertThat(attempts.failed("a")).isTrue();
    assertThat(attempts.failed("a")).isFalse();
    assertThat(attempts.mayTry("a")).isTrue();
  }

  @Test
  void shouldRefuseUnseenOnlyWhoSentTooManyAndOnlyWhileTheLoopCanTakeNoMore() {
    for (int i = 0; i < 5; i++) {
      assertThat(attempts.mayTry("a")).isTrue();
      attempts.failed("a");
    }
    assertThat(attempts.mayTry("a")).isFalse();
    assertThat(attempts.mayTry("b")).isTrue();
    nanos.addAndGet(SECOND);
    assertThat(attempts.mayTry("a")).isTrue();
  }
}
