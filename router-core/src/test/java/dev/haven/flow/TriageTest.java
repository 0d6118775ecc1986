package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.contact.Arrival;
import dev.haven.contact.ContactKind;
import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Finding;
import dev.haven.urgency.HavenScorer;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Tier;
import dev.haven.urgency.Urgency;
import dev.haven.urgency.UrgencyScorer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriageTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RouterMeters meters = new RouterMeters(registry);

  @Test
  void shouldTellWhatWasNegatedInWhichMessage() {
    // given
    Triage triage = new Triage(HavenScorer.standard(), "", meters);
    String denial = "I am not suicidal, just tired.";

    // when
    List<Contacts.Seen> seen =
        triage.seen(Channel.CHAT, List.of("What are your opening hours?", denial));

    // then
    assertThat(seen)
        .anySatisfy(
            s -> {
              assertThat(s.message()).isEqualTo(2);
              assertThat(s.finding().code()).startsWith("crisis.");
              assertThat(s.finding().outcome()).isEqualTo(Finding.Outcome.DENIED);
              assertThat(denial.substring(s.finding().start(), s.finding().end()))
                  .contains("suicidal");
            });
  }

  @Test
  void shouldTellNothingAndCountWhenTheScorerFails() {
    // given
    UrgencyScorer broken =
        new UrgencyScorer() {
          @Override
          public Urgency score(ScoringInput input) {
            throw new IllegalStateException("broken");
          }

          @Override
          public String version() {
            return "broken-1";
          }
        };
    Triage triage = new Triage(broken, "", meters);

    // when
    List<Contacts.Seen> seen = triage.seen(Channel.CHAT, List.of("hello"));

    // then
    assertThat(seen).isEmpty();
    assertThat(triage.version()).isEqualTo("broken-1");
    assertThat(registry.getMeters())
        .filteredOn(m -> m.getId().getName().contains("scorer"))
        .anySatisfy(m -> assertThat(m.measure().iterator().next().getValue()).isEqualTo(1));
  }

  @Test
  void shouldNeverLowerADocumentThatNobodyReadAndRaiseItByTheWordsBesideIt() {
    Triage triage = new Triage(HavenScorer.standard(), "", meters);

    assertThat(score(triage, "").tier()).isEqualTo(Tier.ELEVATED);
    assertThat(score(triage, "You received a fax of 2 pages.").tier()).isEqualTo(Tier.ELEVATED);
    assertThat(score(triage, "I want to kill myself tonight.").tier()).isEqualTo(Tier.CRISIS);
    assertThat(score(triage, "You received a fax of 2 pages.").reasons())
        .anySatisfy(reason -> assertThat(reason.code()).isEqualTo("scorer.pending"));
  }

  @Test
  void shouldScoreTheWordsInWhatCouldNotBeRead() {
    Triage triage = new Triage(HavenScorer.standard(), "", meters);

    assertThat(score(triage, "", null, true).tier()).isEqualTo(Tier.ELEVATED);
    assertThat(score(triage, "When do you open?", null, true).tier()).isEqualTo(Tier.ELEVATED);
    Urgency crisis = score(triage, "created\nI want to kill myself tonight.", null, true);
    assertThat(crisis.tier()).isEqualTo(Tier.CRISIS);
    assertThat(crisis.reasons())
        .anySatisfy(reason -> assertThat(reason.code()).isEqualTo("scorer.unreadable"));
  }

  @Test
  void shouldScoreTheSubjectOfAMailWhoseWordsAreInAFile() {
    Triage triage = new Triage(HavenScorer.standard(), "", meters);

    assertThat(score(triage, " ", "I want to kill myself tonight", false).tier())
        .isEqualTo(Tier.CRISIS);
    assertThat(score(triage, " ", "My letter", false).tier()).isEqualTo(Tier.ELEVATED);
  }

  private static Urgency score(Triage triage, String text) {
    return score(triage, text, null, false);
  }

  private static Urgency score(
      Triage triage, String text, @Nullable String subject, boolean unreadable) {
    Arrival arrival =
        new Arrival(
            "endpoint:fax",
            "k",
            "d",
            Channel.FAX,
            null,
            null,
            null,
            subject,
            text,
            null,
            null,
            Map.of(),
            null,
            false,
            !unreadable,
            unreadable,
            null,
            null,
            ContactKind.INBOUND,
            null);
    return triage.score(arrival, People.Known.NOBODY, Instant.EPOCH);
  }
}
