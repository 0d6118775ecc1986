package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The committed model on messages written by people who knew neither rules nor corpus, in four
 * rounds; of the writers of the fifth and the sixth part nothing is in the corpus. Nobody who
 * changes the scorer reads them: they are for measuring only. The floors tell that something broke,
 * not how good the scorer is; the figures stand in {@code docs/urgency.md}.
 */
class UrgencyHeldOutTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/haven/urgency");
  private static final List<String> PARTS =
      List.of(
          "held-out.jsonl",
          "held-out-2.jsonl",
          "held-out-3.jsonl",
          "held-out-4.jsonl",
          "held-out-5.jsonl",
          "held-out-6.jsonl");

  @ParameterizedTest
  @FieldSource("PARTS")
  void shouldKeepItsFiguresOnMessagesThatNobodyTrainedOn(String file) {
    // given
    HavenScorer scorer = HavenScorer.standard();
    var figures = new UrgencyFigures();

    // when
    for (LabelledMessage row : LabelledMessage.read(FOLDER.resolve(file))) {
      figures.add(row, scorer.score(row.input()));
    }

    // then
    System.out.println(file + "\n" + figures.table());
    assertThat(figures.recall(Tier.CRISIS)).isGreaterThan(0.8);
    assertThat(figures.routineCalledCrisis()).isLessThan(0.06);
    assertThat(figures.macroF1()).isGreaterThan(0.85);
    assertThat(figures.adverseEventRecall()).isGreaterThan(0.75);
    assertThat(figures.adverseEventPrecision()).isGreaterThan(0.65);
  }

  @ParameterizedTest
  @FieldSource("PARTS")
  void shouldShareNoTextWithTheCorpus(String file) {
    List<LabelledMessage> heldOut = LabelledMessage.read(FOLDER.resolve(file));

    var corpus =
        LabelledMessage.corpus().stream().map(LabelledMessage::text).collect(Collectors.toSet());

    assertThat(heldOut).hasSizeGreaterThan(150);
    assertThat(heldOut.stream().filter(m -> corpus.contains(m.text())).map(LabelledMessage::id))
        .as("ids only, so that nobody reads a text by accident")
        .isEmpty();
  }
}
