package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
  private static final HavenScorer SCORER = HavenScorer.standard();

  @Test
  void shouldNotFallBelowTheHighestRuleOfTheConversation() {
    Urgency urgency =
        score(Signals.NONE, "I want to kill myself", "never mind", "what are your hours?");

    assertThat(urgency.tier()).isEqualTo(Tier.CRISIS);
  }

  @Test
  void shouldReadASentenceSentInPieces() {
    assertThat(score(Signals.NONE, "i want", "to kill", "myself").tier()).isEqualTo(Tier.CRISIS);
  }

  @Test
  void shouldRaiseToHighDistressWhenTheDistressDigitWasPressed() {
    Urgency urgency = score(new Signals(true, -1, 1, false, false, 0), "billing");

    assertThat(urgency.tier()).isEqualTo(Tier.HIGH_DISTRESS);
    assertThat(urgency.reasons()).extracting(Reason::code).contains("signal.distress_digit");
  }

  @Test
  void shouldNeverLowerATextScoreByALowQuestionnaire() {
    Urgency without = score(Signals.NONE, "I can't stop crying, I feel hopeless");
    Urgency with =
        score(new Signals(false, 0, 1, false, false, 0), "I can't stop crying, I feel hopeless");

    assertThat(with).isEqualTo(without);
    assertThat(with.tier()).isEqualTo(Tier.HIGH_DISTRESS);
  }

  @Test
  void shouldElevateRepeatedAttempts() {
    assertThat(score(new Signals(false, -1, 4, false, false, 0), "what are your hours?").tier())
        .isEqualTo(Tier.ELEVATED);
  }

  @Test
  void shouldScoreAnEmptyContactAsRoutine() {
    assertThat(score(Signals.NONE, "").tier()).isEqualTo(Tier.ROUTINE);
    assertThat(SCORER.score(new ScoringInput(Channel.PHONE, List.of(), Signals.NONE)).tier())
        .isEqualTo(Tier.ROUTINE);
  }

  @Test
  void shouldExplainWhatWasDenied() {
    Explanation explanation =
        SCORER.explain(ScoringInput.of(Channel.CHAT, "I'm not suicidal, just need a fax number"));

    assertThat(explanation.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo("crisis.mention");
              assertThat(finding.outcome()).isEqualTo(Finding.Outcome.DENIED);
            });
    assertThat(explanation.modelProbabilities()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "want to die no ",
        "$5 $$$1!@*",
        "\u202e\u200b\u043a\u0301",
        ">\n",
        "i ",
        "not ",
        "38.5 ",
        "😭",
        "k.m.s ",
        "\u0000\uD800"
      })
  void shouldScoreHostileTextWithoutFailure(String piece) {
    String text = piece.repeat(100_000 / piece.length());

    Urgency urgency = SCORER.score(ScoringInput.of(Channel.CHAT, text));

    assertThat(urgency.tier()).isNotEqualTo(Tier.ROUTINE);
    assertThat(urgency.reasons())
        .allSatisfy(r -> assertThat(r.end()).isLessThanOrEqualTo(text.length()));
  }

  @Test
  void shouldFindACrisisAtTheEndOfAVeryLongText() {
    String text = "Please update my address. ".repeat(4_000) + "I want to kill myself.";

    Urgency urgency = SCORER.score(ScoringInput.of(Channel.EMAIL, text));

    assertThat(urgency.tier()).isEqualTo(Tier.CRISIS);
    Reason reason = urgency.reasons().get(0);
    assertThat(text.substring(reason.start(), reason.end())).contains("kill myself");
  }

  @Test
  void shouldGiveTheSameOverThreads() {
    List<String> texts =
        LabelledMessage.corpus().stream().map(LabelledMessage::text).limit(300).toList();
    List<Urgency> alone = texts.stream().map(ConversationTest::one).toList();

    List<List<Urgency>> together =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(i -> texts.parallelStream().map(ConversationTest::one).toList())
            .toList();

    assertThat(together).isEqualTo(Collections.nCopies(4, alone));
    assertThat(texts.stream().map(t -> HavenScorer.standard().version()).limit(2))
        .containsOnly(SCORER.version());
  }

  private static Urgency one(String text) {
    return SCORER.score(ScoringInput.of(Channel.CHAT, text));
  }

  private static Urgency score(Signals signals, String... messages) {
    return SCORER.score(new ScoringInput(Channel.CHAT, List.of(messages), signals));
  }
}
