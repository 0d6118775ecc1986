package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class SpinningTest {
  private static final long LOOK_NANOS = 1_000;

  private int awaited = 1;
  private int looks;
  private int looksUntilEvent = Integer.MAX_VALUE;
  private long nanos = -5; // such a clock may be anywhere, and pass 0
  private final Spinning spinning = new Spinning(() -> awaited, () -> nanos);

  private int look() {
    looks++;
    nanos += LOOK_NANOS;
    return looks >= looksUntilEvent ? 3 : 0;
  }

  private int waits() throws Exception {
    looks = 0;
    return spinning.calculateStrategy(this::look, false);
  }

  private void missesUntilItRests() throws Exception {
    int misses = 0;
    while (waits() == SelectStrategy.SELECT && looks > 0) {
      misses++;
      assertThat(misses).isLessThan(100);
    }
  }

  @Test
  void shouldSleepAtOnceWhenNothingOrSeveralRepliesAreAwaited() throws Exception {
    for (int count : new int[] {0, 2, 3}) {
      awaited = count;

      assertThat(waits()).isEqualTo(SelectStrategy.SELECT);
      assertThat(looks).isZero();
    }
  }

  @Test
  void shouldLookUntilSomethingComes() throws Exception {
    looksUntilEvent = 7;

    assertThat(waits()).isEqualTo(3);
    assertThat(looks).isEqualTo(7);
  }

  @Test
  void shouldSleepWhenNothingComesInTime() throws Exception {
    assertThat(waits()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isEqualTo(Spinning.LONGEST_MICROS * 1_000 / (int) LOOK_NANOS);
  }

  @Test
  void shouldLookOnceForEventsWhenTasksWait() throws Exception {
    awaited = 0;

    assertThat(spinning.calculateStrategy(this::look, true)).isZero();
    assertThat(looks).isOne();
  }

  @Test
  void shouldRestWhenRepliesComeLateAndTryAgainLater() throws Exception {
    // given
    missesUntilItRests();

    // when
    nanos += (Spinning.LONG_REST_MILLIS - 1) * 1_000_000L;

    // then
    assertThat(waits()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).as("looks while it rests").isZero();

    // when
    nanos += 1_000_000L;
    looksUntilEvent = 2;

    // then
    assertThat(waits()).isEqualTo(3);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void shouldRestOnceManyRepliesAreAwaited() throws Exception {
    // given
    awaited = Spinning.MANY;
    waits();
    awaited = 1;

    // when
    nanos += (Spinning.REST_MILLIS - 1) * 1_000_000L;

    // then
    assertThat(waits()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).as("looks while it rests").isZero();

    // when
    nanos += 1_000_000L;
    looksUntilEvent = 2;

    // then
    assertThat(waits()).isEqualTo(3);
  }

  @Test
  void shouldNotCutALongRestShort() throws Exception {
    // given
    missesUntilItRests();

    // when
    awaited = Spinning.MANY;
    waits();
    awaited = 1;
    nanos += 2 * Spinning.REST_MILLIS * 1_000_000L;

    // then
    assertThat(waits()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isZero();
  }

  @Test
  void shouldGoOnWhileAsManyRepliesComeInTimeAsNot() throws Exception {
    for (int i = 0; i < 200; i++) {
      looksUntilEvent = i % 2 == 0 ? 1 : Integer.MAX_VALUE;

      waits();

      assertThat(looks).as("looks at turn " + i).isPositive();
    }
  }
}
