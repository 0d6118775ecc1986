package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The committed model is what the committed corpus gives. Retrain after changing rules or corpus
 * with {@code mvn -pl router-core -am test -Dtest=UrgencyModelTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dhaven.urgency.retrain=true}.
 */
@Tag("training")
class UrgencyModelTest {
  private static final Path MODEL = Path.of("src/main/resources/dev/haven/urgency/model.bin");
  private static final String VERSION = "model-9";

  private static final HavenScorer UNTRAINED = HavenScorer.with(LinearModel.empty());
  private static final ModelTrainer TRAINER =
      new ModelTrainer(UNTRAINED, LabelledMessage.training());
  private static final LinearModel TRAINED = TRAINER.train(VERSION);

  @Test
  void shouldGiveTheCommittedModelWhenTrainedAgain() throws IOException {
    byte[] trained = TRAINED.bytes();

    if (Boolean.getBoolean("haven.urgency.retrain")) {
      Files.write(MODEL, trained);
    }

    assertThat(trained).isEqualTo(Files.readAllBytes(MODEL));
  }

  @Test
  void shouldHoldTheCorpusToItsDataCard() {
    var corpus = LabelledMessage.corpus();

    long templates = corpus.stream().filter(row -> row.origin().equals("template")).count();
    long spanish = corpus.stream().filter(row -> !row.language().equals("en")).count();

    assertThat(corpus.stream().map(LabelledMessage::text).collect(Collectors.toSet()))
        .hasSameSizeAs(corpus);
    assertThat(corpus.stream().map(LabelledMessage::id).collect(Collectors.toSet()))
        .hasSameSizeAs(corpus);
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(21_600);
    assertThat(templates * 3).isLessThanOrEqualTo(corpus.size());
    assertThat(spanish).isBetween(corpus.size() / 2L, corpus.size() * 3L / 5);
  }

  @Test
  void shouldKeepItsFiguresOnFamiliesAndWritersItHasNotSeen() {
    var corpus = LabelledMessage.corpus();
    var folds = TRAINER.foldModels().stream().map(UNTRAINED::and).toList();

    var all = new UrgencyFigures();
    var blind = new UrgencyFigures();
    for (int i = 0; i < corpus.size(); i++) {
      LabelledMessage row = corpus.get(i);
      Urgency got = folds.get(TRAINER.fold(i)).score(row.input());
      all.add(row, got);
      if (!row.writer().isEmpty()) {
        blind.add(row, got);
      }
    }

    System.out.println(all.table());
    System.out.println("of writers whose messages the model has not seen\n" + blind.table());
    assertThat(all.recall(Tier.CRISIS)).isGreaterThan(0.75);
    assertThat(all.macroF1()).isGreaterThan(0.8);
    assertThat(blind.recall(Tier.CRISIS)).isGreaterThan(0.75);
    assertThat(blind.routineCalledCrisis()).isLessThan(0.07);
    assertThat(blind.macroF1()).isGreaterThan(0.8);
    assertThat(blind.adverseEventRecall()).isGreaterThan(0.8);
    assertThat(blind.adverseEventPrecision()).isGreaterThan(0.7);
  }
}
