package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The committed model is what the committed corpus gives. Retrain after changing rules or corpus
 * with {@code mvn -pl router-core -am test -Dtest=UrgencyModelTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dhaven.urgency.retrain=true}.
 */
class UrgencyModelTest {
  private static final Path MODEL = Path.of("src/main/resources/dev/haven/urgency/model.bin");
  private static final String VERSION = "model-4";

  @Test
  void shouldGiveTheCommittedModelWhenTrainedAgain() throws IOException {
    byte[] trained =
        new ModelTrainer(HavenScorer.with(LinearModel.empty()), LabelledMessage.training())
            .train(VERSION)
            .bytes();

    if (Boolean.getBoolean("haven.urgency.retrain")) {
      Files.write(MODEL, trained);
    }

    assertThat(trained).isEqualTo(Files.readAllBytes(MODEL));
  }

  @Test
  void shouldHoldTheCorpusToItsDataCard() {
    var corpus = LabelledMessage.corpus();

    long templates = corpus.stream().filter(row -> row.origin().equals("template")).count();
    long spanish = corpus.stream().filter(row -> row.language().equals("es")).count();

    assertThat(corpus.stream().map(LabelledMessage::text).collect(Collectors.toSet()))
        .hasSameSizeAs(corpus);
    assertThat(corpus.stream().map(LabelledMessage::id).collect(Collectors.toSet()))
        .hasSameSizeAs(corpus);
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(4_000);
    assertThat(templates * 3).isLessThanOrEqualTo(corpus.size());
    assertThat(spanish).isBetween(corpus.size() * 2L / 5, corpus.size() * 3L / 5);
  }

  @Test
  void shouldKeepItsFiguresOnFamiliesItHasNotSeen() {
    var corpus = LabelledMessage.corpus();
    var scorer = HavenScorer.with(LinearModel.empty());
    var trainer = new ModelTrainer(scorer, LabelledMessage.training());
    var folds = trainer.foldModels(trainer.train(VERSION));

    var figures = new UrgencyFigures();
    for (int i = 0; i < corpus.size(); i++) {
      LabelledMessage row = corpus.get(i);
      figures.add(
          row,
          scorer
              .and(folds.get(trainer.fold(i)))
              .score(ScoringInput.of(dev.haven.channel.Channel.CHAT, row.text())));
    }

    System.out.println(figures.table());
    assertThat(figures.recall(Tier.CRISIS)).isGreaterThan(0.84);
    assertThat(figures.routineCalledCrisis()).isLessThan(0.06);
    assertThat(figures.macroF1()).isGreaterThan(0.85);
    assertThat(figures.adverseEventRecall()).isGreaterThan(0.88);
    assertThat(figures.adverseEventPrecision()).isGreaterThan(0.82);
  }
}
