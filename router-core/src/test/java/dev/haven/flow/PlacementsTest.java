package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.contact.ContactKind;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementsTest {
  private static final Instant DUE = Instant.parse("2030-01-01T13:00:00Z");

  @Test
  void shouldJournalTheRuleInAsciiAndOnlyIdentifiersOfThePerson() throws Exception {
    RoutingPlan plan = plan("the \"night\" rule \\ año");

    JsonNode facts =
        new ObjectMapper()
            .readTree(Placements.journaled(plan, Tier.HIGH_DISTRESS, "knee-clinic", "two words"));

    assertThat(facts.path("rule").asText()).isEqualTo("the \"night\" rule \\ a?o");
    assertThat(facts.path("scored").asInt()).isEqualTo(Tier.HIGH_DISTRESS.rank());
    assertThat(facts.path("programme").asText()).isEqualTo("knee-clinic");
    assertThat(facts.has("person_kind")).isFalse();
  }

  @Test
  void shouldJournalTheSameBytesAsBefore() {
    assertThat(Placements.journaled(plan("default"), Tier.ROUTINE, "knee", "patient"))
        .isEqualTo(
            "{\"rule\":\"default\",\"scored\":4,\"programme\":\"knee\",\"person_kind\":\"patient\"}");
  }

  @Test
  void shouldLetNobodyInDistressWaitForTheHourOfTheirCallback() {
    assertThat(due(ContactKind.CALLBACK, Tier.CRISIS)).isNull();
    assertThat(due(ContactKind.CALLBACK, Tier.HIGH_DISTRESS)).isNull();
    assertThat(due(ContactKind.CALLBACK, Tier.ELEVATED)).isEqualTo(DUE.toEpochMilli());
    assertThat(due(ContactKind.OUTREACH, Tier.CRISIS))
        .as("nobody's words but the site's")
        .isEqualTo(DUE.toEpochMilli());
  }

  private static @Nullable Long due(ContactKind kind, Tier tier) {
    return Placements.due(kind, DUE, tier, Optional.empty());
  }

  private static RoutingPlan plan(String rule) {
    return new RoutingPlan(
        rule,
        new RoutingPlan.Ask("support", Map.of(), null),
        null,
        Tier.ROUTINE,
        HoldTimes.DEFAULT,
        null,
        1,
        List.of());
  }
}
