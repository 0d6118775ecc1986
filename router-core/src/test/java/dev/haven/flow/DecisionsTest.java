package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.flow.Decisions.Decision;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final String CONTACT = "c0000000000000000001";

  private final Decisions decisions = new Decisions();

  @Test
  void shouldTellNewestFirstWithWhatIsKnownOfTheContact() {
    decisions.notice(offer("nav-1"), NOON);
    decisions.notice(outcome("rejected"), NOON.plusSeconds(1));
    decisions.notice(closed("resolved"), NOON.plusSeconds(2));

    assertThat(decisions.latest(2))
        .containsExactly(
            new Decision(
                NOON.plusSeconds(2),
                "closed",
                new ContactId(CONTACT),
                Channel.SMS,
                Tier.CRISIS,
                "nav-1",
                "resolved"),
            new Decision(
                NOON.plusSeconds(1),
                "rejected",
                new ContactId(CONTACT),
                Channel.SMS,
                Tier.CRISIS,
                "nav-1",
                ""));
  }

  @Test
  void shouldTellAnAcceptanceOnce() {
    decisions.notice(outcome("accepted"), NOON);
    decisions.notice(
        new Notice("engagement_started", "", "nav-1", 2, List.of(CONTACT + ".1", facts())), NOON);

    assertThat(decisions.latest(10)).extracting(Decision::what).containsExactly("accepted");
  }

  @Test
  void shouldForgetTheOldest() {
    for (int i = 0; i < 1_000; i++) {
      decisions.notice(offer("nav-" + i), NOON);
    }

    assertThat(decisions.latest(1_000)).hasSize(200);
    assertThat(decisions.latest(1).get(0).navigator()).isEqualTo("nav-999");
  }

  @Test
  void shouldTellHowLongMostWaited() {
    assertThat(decisions.timeToOffer(0.5)).isNull();
    for (int ms = 1; ms <= 100; ms++) {
      decisions.waited(Duration.ofMillis(ms).toNanos(), NOON);
    }

    assertThat(decisions.timeToOffer(0.50)).isEqualTo(Duration.ofMillis(50));
    assertThat(decisions.timeToOffer(0.95)).isEqualTo(Duration.ofMillis(95));
    assertThat(decisions.timeToOffer(1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void shouldCountTheWaitsOfOtherNodesByHowManyTheyAre() {
    for (int i = 0; i < 50; i++) {
      decisions.waited(Duration.ofMillis(10).toNanos(), NOON);
    }
    long[] slow = new long[1_000];
    Arrays.fill(slow, Duration.ofMillis(200).toNanos());

    decisions.others(List.of(Waits.of(slow, 950)));

    assertThat(decisions.timeToOffer(0.05)).isEqualTo(Duration.ofMillis(10));
    assertThat(decisions.timeToOffer(0.06)).isEqualTo(Duration.ofMillis(200));
  }

  private static Notice offer(String navigator) {
    return new Notice("offer", "node", navigator, 1, List.of(CONTACT + ".1", facts(), "card"));
  }

  private static Notice outcome(String outcome) {
    return new Notice("offer_outcome", "", "nav-1", 0, List.of(CONTACT + ".1", CONTACT, outcome));
  }

  private static Notice closed(String disposition) {
    return new Notice("closed", "", "nav-1", 0, List.of(CONTACT, disposition));
  }

  /** A text message in a crisis, as the scripts write it; what it has not is empty. */
  private static List<String> facts() {
    List<String> known =
        List.of(
            CONTACT,
            "offered",
            Integer.toString(Channel.SMS.ordinal()),
            "en",
            "0",
            "0",
            "92",
            "0",
            "inbound",
            "",
            "1000",
            "1000",
            "nav-1",
            "1",
            "2000",
            "",
            "",
            "",
            "endpoint:dev-webhook",
            "0",
            "0",
            "",
            "0");
    List<String> all = new ArrayList<>(known);
    all.addAll(Collections.nCopies(20, ""));
    return all;
  }
}
