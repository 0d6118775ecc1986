package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class SpinningTest {
  private static final long LOOK_NANOS = 1_000;
  private static final long MILLI_NANOS = 1_000_000;
  private static final int MOST_LOOKS = Spinning.LONGEST_MICROS * 1_000 / (int) LOOK_NANOS;

  private int awaited = 1;
  private long ended;
  private int looks;
  private int looksUntilEvent;
  private long nanos = -5; // such a clock may be anywhere, and pass 0
  private final Spinning spinning = new Spinning(() -> awaited, () -> ended, () -> nanos);

  private int look() {
    looks++;
    nanos += LOOK_NANOS;
    return looks >= looksUntilEvent ? 3 : 0;
  }

  /** Waits once; an event comes with that look. Answers what the loop does. */
  private int waitsUntil(int event) throws Exception {
    looks = 0;
    looksUntilEvent = event;
    return spinning.calculateStrategy(this::look, false);
  }

  private int waitsInVain() throws Exception {
    return waitsUntil(Integer.MAX_VALUE);
  }

  /** Every reply is late until it no longer looks for any. */
  private void missesUntilItRests() throws Exception {
    int misses = 0;
    while (waitsInVain() == SelectStrategy.SELECT && looks > 0) {
      ended++;
      misses++;
      assertThat(misses).isLessThan(100);
    }
  }

  private void isAwaitingMany() throws Exception {
    awaited = Spinning.MANY;
    assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isZero();
    awaited = 1;
  }

  private void assertRests() throws Exception {
    assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).as("looks while it rests").isZero();
  }

  private void assertRestsFor(int millis) throws Exception {
    nanos += (millis - 1) * MILLI_NANOS;
    assertRests();

    nanos += MILLI_NANOS;
    assertLooks();
  }

  private void assertLooks() throws Exception {
    assertThat(waitsUntil(2)).isEqualTo(3);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void shouldSleepAtOnceWhenNothingOrSeveralRepliesAreAwaited() throws Exception {
    for (int count : new int[] {0, 2, 3}) {
      awaited = count;

      assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
      assertThat(looks).isZero();
    }
  }

  @Test
  void shouldLookUntilSomethingComes() throws Exception {
    assertThat(waitsUntil(7)).isEqualTo(3);
    assertThat(looks).isEqualTo(7);
  }

  @Test
  void shouldSleepWhenNothingComesInTime() throws Exception {
    assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isEqualTo(MOST_LOOKS);
  }

  @Test
  void shouldNotLookAgainForAReplyThatWasLate() throws Exception {
    waitsInVain();

    assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isZero();

    ended++;

    assertLooks();
  }

  @Test
  void shouldNotLookLongerForAReplyBecauseOtherThingsHappen() throws Exception {
    waitsUntil(MOST_LOOKS - 10);

    assertThat(waitsInVain()).isEqualTo(SelectStrategy.SELECT);
    assertThat(looks).isEqualTo(10);
  }

  @Test
  void shouldLookOnceForEventsWhenTasksWait() throws Exception {
    looksUntilEvent = 1;

    assertThat(spinning.calculateStrategy(this::look, true)).isEqualTo(3);
    assertThat(looks).isOne();
  }

  @Test
  void shouldRestWhenRepliesComeLateAndTryAgainLater() throws Exception {
    missesUntilItRests();

    assertRestsFor(Spinning.LONG_REST_MILLIS);
  }

  @Test
  void shouldRestOnceManyRepliesAreAwaited() throws Exception {
    isAwaitingMany();

    assertRestsFor(Spinning.REST_MILLIS);
  }

  @Test
  void shouldNotCutALongRestShort() throws Exception {
    missesUntilItRests();
    isAwaitingMany();

    nanos += 2 * Spinning.REST_MILLIS * MILLI_NANOS;

    assertRests();
  }

  @Test
  void shouldGoOnWhileAsManyRepliesComeInTimeAsNot() throws Exception {
    for (int i = 0; i < 200; i++) {
      if (i % 2 == 0) {
        waitsUntil(1);
      } else {
        waitsInVain();
      }
      ended++;

      assertThat(looks).as("looks at turn " + i).isPositive();
    }
  }

  @Test
  void shouldRestWhateverElseHappensWhileRepliesComeLate() throws Exception {
    int late = 0;
    do {
      waitsUntil(1); // somebody else's
      if (looks > 0) {
        waitsInVain();
        ended++;
        late++;
      }
    } while (looks > 0 && late < 100);

    assertThat(late).isLessThan(100);
  }
}
