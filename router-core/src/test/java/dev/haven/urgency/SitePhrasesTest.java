package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SitePhrasesTest {
  private static final HavenScorer STANDARD = HavenScorer.standard();

  @Test
  void shouldCountAPhraseOfTheSite() {
    var site =
        SitePhrases.of(
            Map.of("phrases", List.of(Map.of("text", "código morado", "tier", "crisis"))));

    Urgency urgency =
        STANDARD.with(site).score(ScoringInput.of(Channel.SMS, "es un CODIGO morado"));

    assertThat(urgency.tier()).isEqualTo(Tier.CRISIS);
    assertThat(urgency.reasons().get(0).code()).isEqualTo("site.phrase");
    assertThat(urgency.version()).endsWith("+site");
  }

  @Test
  void shouldRefuseToLowerAFloorWithoutTheSwitch() {
    var site = SitePhrases.of(Map.of("tiers", Map.of("crisis.active", "routine")));

    assertThat(site.problems(STANDARD)).singleElement().asString().contains("allowLoweringFloors");
    assertThat(
            STANDARD.with(site).score(ScoringInput.of(Channel.SMS, "I want to kill myself")).tier())
        .isEqualTo(Tier.CRISIS);
  }

  @Test
  void shouldLowerAFloorWithTheSwitch() {
    var site =
        SitePhrases.of(
            Map.of("tiers", Map.of("medical.chest_pain", "elevated"), "allowLoweringFloors", true));

    assertThat(site.problems(STANDARD)).isEmpty();
    assertThat(STANDARD.with(site).version()).endsWith("+site+lowered-floors");
    assertThat(STANDARD.with(site).loweredFloors())
        .isEqualTo("medical.chest_pain:urgent_medical>elevated");
    assertThat(STANDARD.loweredFloors()).isEmpty();
  }

  @Test
  void shouldReportAnExpectationThatDoesNotHold() {
    var site =
        SitePhrases.of(
            Map.of("tests", List.of(Map.of("text", "what are your hours?", "tier", "crisis"))));

    assertThat(site.problems(STANDARD))
        .containsExactly("urgency.tests[0]: expected crisis, got routine");
  }

  @Test
  void shouldNameAnUnknownKeyAndTier() {
    assertThatThrownBy(() -> SitePhrases.of(Map.of("phrase", List.of())))
        .hasMessageContaining("urgency.phrase is unknown");
    assertThatThrownBy(
            () -> SitePhrases.of(Map.of("phrases", List.of(Map.of("text", "x", "tier", "red")))))
        .hasMessageContaining("not red");
  }
}
