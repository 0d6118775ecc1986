package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The committed model on messages written by somebody who knew neither rules nor corpus. Nobody who
 * changes the scorer reads them: they are for measuring only. The floors tell that something broke,
 * not how good the scorer is; the figures stand in {@code docs/urgency.md}.
 */
class UrgencyHeldOutTest {
  private static final Path HELD_OUT =
      Path.of("src/test/resources/dev/haven/urgency/held-out.jsonl");

  @Test
  void shouldKeepItsFiguresOnMessagesThatNobodyTrainedOn() {
    // given
    HavenScorer scorer = HavenScorer.standard();
    var figures = new UrgencyFigures();

    // when
    for (LabelledMessage row : LabelledMessage.read(HELD_OUT)) {
      figures.add(row, scorer.score(ScoringInput.of(Channel.CHAT, row.text())));
    }

    // then
    System.out.println(figures.table());
    assertThat(figures.recall(Tier.CRISIS)).isGreaterThan(0.75);
    assertThat(figures.routineCalledCrisis()).isLessThan(0.05);
    assertThat(figures.macroF1()).isGreaterThan(0.78);
    assertThat(figures.adverseEventRecall()).isGreaterThan(0.75);
    assertThat(figures.adverseEventPrecision()).isGreaterThan(0.75);
  }

  @Test
  void shouldShareNoTextWithTheCorpus() {
    List<LabelledMessage> heldOut = LabelledMessage.read(HELD_OUT);

    assertThat(heldOut).hasSizeGreaterThan(300);
    assertThat(
            LabelledMessage.corpus().stream()
                .map(LabelledMessage::text)
                .collect(Collectors.toSet()))
        .doesNotContainAnyElementsOf(heldOut.stream().map(LabelledMessage::text).toList());
  }
}
