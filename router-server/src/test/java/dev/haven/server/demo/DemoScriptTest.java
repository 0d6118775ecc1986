package dev.haven.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class DemoScriptTest {
  private final DemoScript script = DemoScript.load();

  @Test
  void shouldBeScoredAsItSays() {
    HavenScorer scorer = HavenScorer.standard();
    SoftAssertions softly = new SoftAssertions();
    for (DemoScript.Line line : script.lines()) {
      String last = line.messages().get(line.messages().size() - 1);
      Tier tier = scorer.score(ScoringInput.of(line.channels().get(0), last)).tier();
      softly.assertThat(tier).as(last).isEqualTo(line.tier());
    }
    softly.assertAll();
  }

  @Test
  void shouldUseEveryTierInBothLanguagesAndEveryChannel() {
    for (Tier tier : Tier.values()) {
      for (String language : List.of("en", "es")) {
        assertThat(script.lines()).anyMatch(l -> l.tier() == tier && l.language().equals(language));
      }
    }
    for (Channel channel : Channel.values()) {
      assertThat(script.lines()).anyMatch(l -> l.channels().contains(channel));
    }
  }

  @Test
  void shouldChooseAmongAllTiers() {
    Dice dice = new Dice(new Random(7));
    assertThat(java.util.stream.Stream.generate(() -> script.line(dice).tier()).limit(500))
        .contains(Tier.values());
  }
}
