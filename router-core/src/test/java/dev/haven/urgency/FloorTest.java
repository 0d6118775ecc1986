package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No model brings a message below its highest floor, however sure it is. */
class FloorTest {
  private static final HavenScorer STANDARD = HavenScorer.standard();
  private static final HavenScorer SURELY_ROUTINE =
      STANDARD.and(LinearModel.empty().with("sure", sureOf(Tier.ROUTINE)));

  @Test
  void shouldNeverGoBelowAFloorHoweverSureTheModelIs() {
    var floors = EnumSet.noneOf(Tier.class);

    for (LabelledMessage row : LabelledMessage.corpus()) {
      Tier floor = STANDARD.read(row.text()).floor();
      floors.add(floor);
      for (HavenScorer scorer : new HavenScorer[] {STANDARD, SURELY_ROUTINE}) {
        assertThat(tier(scorer, row.text()).rank()).as(row.id()).isLessThanOrEqualTo(floor.rank());
      }
    }

    assertThat(floors).contains(Tier.CRISIS, Tier.URGENT_MEDICAL, Tier.ROUTINE);
  }

  @Test
  void shouldHoldAStatedCrisisAndAMeasuredFever() {
    assertThat(tier(SURELY_ROUTINE, "I want to kill myself tonight")).isEqualTo(Tier.CRISIS);
    assertThat(tier(SURELY_ROUTINE, "quiero matarme")).isEqualTo(Tier.CRISIS);
    assertThat(tier(SURELY_ROUTINE, "I had chemo 5 days ago and my temperature is 101.5"))
        .isEqualTo(Tier.URGENT_MEDICAL);
  }

  /** What a person says and nothing beside it is not weighed against anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to die",
        "i want 2 die",
        "Hi,\n\nI want to die\n\nThanks",
        "help me I want to die please \uD83D\uDE2D",
        "I can't go on living",
        "gonna jump off the bridge",
        "Hola, buenas noches. Me quiero morir",
        "quiero terminar con todo",
        "quiero terminar con todo esto, no puedo respirar",
        "mejor me muero"
      })
  void shouldHoldACrisisThatIsAllAMessageSays(String text) {
    for (Channel channel : Channel.values()) {
      assertThat(tier(channel, text)).isEqualTo(Tier.CRISIS);
    }
  }

  @Test
  void shouldHoldEveryStrictTierThatIsAllAMessageSays() {
    for (Channel channel : Channel.values()) {
      assertThat(tier(channel, "Hi,\n\nmy husband died this morning\n\nThanks"))
          .isEqualTo(Tier.HIGH_DISTRESS);
      assertThat(tier(channel, "Ayuda, por favor")).isEqualTo(Tier.HIGH_DISTRESS);
      assertThat(tier(channel, "Hola, sangrado que no para")).isEqualTo(Tier.URGENT_MEDICAL);
    }
  }

  private static Tier tier(Channel channel, String text) {
    return SURELY_ROUTINE.score(ScoringInput.of(channel, text)).tier();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to die laughing",
        "no me quiero morir todavia",
        "mi perro se muere de calor"
      })
  void shouldNotTakeAFigureOfSpeechForAStatement(String text) {
    assertThat(STANDARD.read(text).floor()).isEqualTo(Tier.ROUTINE);
  }

  @Test
  void shouldWeighAHintWithEverythingElse() {
    String hint = "we are all dying to know, kill me now, where is the form";

    assertThat(STANDARD.read(hint).floor()).isEqualTo(Tier.ROUTINE);
    assertThat(tier(SURELY_ROUTINE, hint)).isEqualTo(Tier.ROUTINE);
  }

  private static Tier tier(HavenScorer scorer, String text) {
    return scorer.score(ScoringInput.of(Channel.CHAT, text)).tier();
  }

  private static Combiner sureOf(Tier tier) {
    var weights = new float[LinearModel.HEADS * (Evidence.SIZE + 1)];
    Arrays.fill(weights, 0);
    for (int head = 0; head < LinearModel.HEADS; head++) {
      weights[head * (Evidence.SIZE + 1) + Evidence.SIZE] = head == tier.rank() ? 20 : -20;
    }
    return new Combiner(weights);
  }
}
