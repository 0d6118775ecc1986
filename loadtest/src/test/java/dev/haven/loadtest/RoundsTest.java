package dev.haven.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final List<String> PEERS = List.of("a", "b", "c");

  @Test
  void shouldLetEachBeginOnceBeforeAnybodyBeginsAgain() {
    assertThat(Rounds.inTurn(PEERS, 1)).containsExactly("a", "b", "c");
    assertThat(Rounds.inTurn(PEERS, 2)).containsExactly("b", "c", "a");
    assertThat(Rounds.inTurn(PEERS, 3)).containsExactly("c", "a", "b");
    assertThat(Rounds.inTurn(PEERS, 4)).containsExactly("a", "b", "c");
  }
}
