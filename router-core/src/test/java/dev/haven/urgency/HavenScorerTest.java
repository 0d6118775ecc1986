package dev.haven.urgency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HavenScorerTest {
  private static final HavenScorer SCORER = HavenScorer.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CRISIS | I want to kill myself tonight",
        "CRISIS | ya no quiero vivir, me voy a matar",
        "URGENT_MEDICAL | I had chemo 5 days ago and my temperature is 101.5",
        "URGENT_MEDICAL | tengo dolor en el pecho y no puedo respirar",
        "ROUTINE | can you tell me the status of my refill",
        "ROUTINE | quiero cambiar mi cita del martes",
        "ROUTINE | what are your opening hours",
        "ROUTINE | waiting over a restart",
        "ROUTINE | x",
        "CRISIS | k1ll mys3lf",
        "CRISIS | quiero m0rirme",
        "CRISIS | i w4nt to d1e",
        "CRISIS | s u i c i d e",
        "ROUTINE | I'm not suicidal, what is your fax number?",
        "CRISIS | I told the nurse I'm not suicidal but I lied",
        "ROUTINE | me muero de hambre, ¿a qué hora abren?",
        "ROUTINE | Denies chest pain, shortness of breath, fever.",
        "ROUTINE | If you have chest pain call 911.",
      })
  void shouldGiveTheTierOfTheLabelRules(String tier, String text) {
    assertThat(score(text).tier()).isEqualTo(Tier.valueOf(tier));
  }

  @Test
  void shouldAgreeWithEverySeedMessage() {
    var seeds =
        LabelledMessage.read(
            java.nio.file.Path.of("src/test/resources/dev/haven/urgency/seed.jsonl"));

    assertThat(seeds).hasSize(50);
    assertThat(seeds)
        .allSatisfy(
            seed -> {
              Urgency urgency = score(seed.text());
              assertThat(urgency.tier()).as(seed.id()).isEqualTo(seed.tier());
              assertThat(urgency.adverseEvent()).as(seed.id()).isEqualTo(seed.adverseEvent());
            });
  }

  @Test
  void shouldPointIntoTheOriginalTextWhenItHoldsAccentsAndEmoji() {
    String text = "😭😭 ¡Ya no quiero viv\u0301ir más!";

    Urgency urgency = score(text);

    assertThat(urgency.tier()).isEqualTo(Tier.CRISIS);
    Reason reason = urgency.reasons().get(0);
    assertThat(text.substring(reason.start(), reason.end())).contains("no quiero viv\u0301ir");
  }

  @Test
  void shouldReadHomoglyphsAndInvisibleCharacters() {
    assertThat(score("I want to k\u0456ll mys\u0435lf").tier()).isEqualTo(Tier.CRISIS);
    assertThat(score("I want to ki\u200Bll my\u200Dself").tier()).isEqualTo(Tier.CRISIS);
    assertThat(score("Ｉ ｗａｎｔ ｔｏ ｄｉｅ").tier()).isEqualTo(Tier.CRISIS);
  }

  @Test
  void shouldReadAHeightInFeetAndInches() {
    assertThat(score("I am 5'7ft and weigh 180lbs, which dose do I take?").tier())
        .isEqualTo(score("I am 5 7 ft and weigh 180 lbs, which dose do I take?").tier());
    assertThat(score("I am 5'7ft tall and want to kill myself").tier()).isEqualTo(Tier.CRISIS);
  }

  @Test
  void shouldCountNothingInQuotedMailAndFooters() {
    String mail =
        "Please send me the enrollment form.\n\nOn Mon, Jan 5, 2026 at 9:00 AM Help Desk wrote:\n> If you want to kill yourself or want to die call us\n> I want to die\n";

    assertThat(score(mail).tier()).isEqualTo(Tier.ROUTINE);
  }

  @Test
  void shouldTurnAnyFailureIntoElevated() {
    var broken =
        new UrgencyScorer() {
          @Override
          public Urgency score(ScoringInput input) {
            throw new IllegalStateException("broken");
          }

          @Override
          public String version() {
            return "test";
          }
        };
    var seen = new java.util.ArrayList<Throwable>();

    Urgency urgency =
        new FailUpward(broken, seen::add).score(ScoringInput.of(Channel.SMS, "hello"));

    assertThat(urgency.tier()).isEqualTo(Tier.ELEVATED);
    assertThat(urgency.reasons()).extracting(Reason::code).isEqualTo(List.of("scorer.failed"));
    assertThat(seen).hasSize(1);
  }

  private static Urgency score(String text) {
    return SCORER.score(ScoringInput.of(Channel.CHAT, text));
  }
}
