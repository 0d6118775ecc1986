package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final Pace pace = new Pace(0);

  @BeforeEach
  void looksAfterTheDeadlines() {
    pace.own(true);
  }

  @Test
  void workspacesHaveTheirTurnsInDifferentTicks() {
    assertThat(LongStream.range(0, 20).filter(pace::hasTurn)).containsExactly(0L, 10L);
    assertThat(LongStream.range(0, 20).filter(new Pace(13)::hasTurn)).containsExactly(3L, 13L);
  }

  @Test
  void looksInEveryTickWhileSomethingHappens() {
    assertThat(pace.looksBetween(1, 0)).isTrue();

    pace.looked(7, NEVER);
    assertThat(pace.looksBetween(1, 1)).as("the first line it sees is new to it").isTrue();

    pace.looked(8, NEVER);
    assertThat(pace.looksBetween(2, 2)).isTrue();
  }

  @Test
  void looksAgainWhenSomethingIsDueWhereNothingHappens() {
    pace.looked(7, 500);
    pace.looked(7, 500);

    assertThat(pace.looksBetween(1, 499)).isFalse();
    assertThat(pace.looksBetween(1, 500)).isTrue();
  }

  @Test
  void looksTwiceASecondWhereNothingHappens() {
    pace.looked(7, NEVER);
    pace.looked(7, NEVER);

    assertThat(LongStream.range(0, 20).filter(tick -> pace.looksBetween(tick, 1)))
        .containsExactly(5L, 15L);
  }

  @Test
  void hasARoundAgainAfterOneThatFailed() {
    pace.looked(7, NEVER);
    pace.beginsRound(false);

    pace.owesRound();

    assertThat(pace.beginsRound(false)).isTrue();
  }

  @Test
  void looksAtOnceWhenALookFailed() {
    pace.looked(7, NEVER);
    pace.looked(7, NEVER);

    pace.lookFailed();

    assertThat(pace.looksBetween(1, 1)).isTrue();
  }

  @Test
  void looksBetweenOnlyWhereItLooksAfterTheDeadlines() {
    pace.own(false);
    assertThat(pace.looksBetween(1, 1)).isFalse();

    pace.own(true);
    pace.looked(7, NEVER);
    pace.looked(7, NEVER);
    pace.own(true);
    assertThat(pace.looksBetween(1, 1)).as("it was so before").isFalse();
    pace.own(false);
    pace.own(true);
    assertThat(pace.looksBetween(1, 1)).as("it has just become so").isTrue();
  }

  @Test
  void hasOneLookUnderWay() {
    assertThat(pace.beginLook()).isTrue();
    assertThat(pace.beginLook()).isFalse();

    pace.endLook();
    assertThat(pace.beginLook()).isTrue();
  }

  @Test
  void aQuietWorkspaceHasAWholeRoundEveryFifthTurn() {
    pace.looked(7, NEVER);
    assertThat(pace.beginsRound(false)).isTrue();

    assertThat(LongStream.range(0, 10).filter(turn -> quietTurn())).containsExactly(4L, 9L);
  }

  @Test
  void hasARoundInEveryTurnWhileSomethingHappens() {
    pace.looked(7, NEVER);
    pace.beginsRound(false);

    pace.looked(8, NEVER);
    pace.looked(8, NEVER);
    assertThat(pace.beginsRound(false)).as("it happened between two turns").isTrue();
    assertThat(pace.beginsRound(false)).isFalse();
  }

  @Test
  void hasARoundInEveryTurnWhileSomebodyWaits() {
    pace.looked(7, NEVER);
    pace.beginsRound(true);

    assertThat(pace.beginsRound(true)).isTrue();
  }

  private boolean quietTurn() {
    pace.looked(7, NEVER);
    return pace.beginsRound(false);
  }
}
