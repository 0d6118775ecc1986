package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

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
