package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.plan.HoldTimes;
import dev.haven.plan.RoutingPlan;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementsTest {
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
