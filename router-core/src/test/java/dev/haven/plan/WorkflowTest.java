package dev.haven.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.plan.Target.Change;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkflowTest {
  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

  @Test
  void shouldTakeTheFirstTargetThatHoldsAndGoOnToTheNextInTime() {
    Workflow workflow =
        workflow(
            target("queues[\"oncology\"].on_duty > 0", null, "oncology", Map.of("oncology", 3)),
            target(null, null, "support", Map.of()),
            target(null, Duration.ofMinutes(2), "everybody", Map.of("general", 1)));

    RoutingPlan open = workflow.plan(input(Tier.ROUTINE, Map.of("on_duty", 1L)));
    RoutingPlan shut = workflow.plan(input(Tier.ROUTINE, Map.of("on_duty", 0L)));

    assertThat(open.queue()).isEqualTo("oncology");
    assertThat(shut.queue()).isEqualTo("support");
    assertThat(open.steps().get(0).after()).isEqualTo(Duration.ofMinutes(2));
    assertThat(open.steps().get(0).ask())
        .isEqualTo(new RoutingPlan.Ask("everybody", Map.of("general", 1), null));
    assertThat(last(open).ask().skills()).as("nobody waits for ever for a skill").isEmpty();
  }

  @Test
  void shouldGiveUpPreferredSkillsInTime() {
    Target target =
        new Target(
            null,
            null,
            "support",
            Map.of("oncology", 1),
            Map.of("oncology", 4, "dosing", 2),
            Duration.ofSeconds(20),
            "es",
            null,
            Tier.ROUTINE,
            HoldTimes.DEFAULT,
            null,
            1,
            List.of());

    RoutingPlan plan = workflow(target).plan(input(Tier.ROUTINE, Map.of()));

    assertThat(plan.ask().skills()).isEqualTo(Map.of("oncology", 4, "dosing", 2));
    assertThat(plan.ask().languageOf("en")).isEqualTo("es");
    assertThat(plan.steps().get(0).after()).isEqualTo(Duration.ofSeconds(20));
    assertThat(plan.steps().get(0).ask().skills()).isEqualTo(Map.of("oncology", 1));
  }

  @Test
  void shouldLowerDropWidenAndRaiseStepByStepUpToTheCap() {
    Target target =
        new Target(
            null,
            null,
            "oncology",
            Map.of("oncology", 4, "dosing", 2),
            Map.of(),
            Duration.ZERO,
            null,
            null,
            Tier.ROUTINE,
            HoldTimes.DEFAULT,
            null,
            1,
            List.of(
                change(30, List.of(), Map.of("oncology", 2), null, 0, ""),
                change(60, List.of("dosing"), Map.of(), null, 1, "waiting_long"),
                change(90, List.of(), Map.of(), "support", 4, "")));

    RoutingPlan plan = workflow(target).plan(input(Tier.ROUTINE, Map.of()));

    assertThat(plan.steps().get(0).ask().skills()).isEqualTo(Map.of("oncology", 2, "dosing", 2));
    assertThat(plan.steps().get(0).raise()).isNull();
    assertThat(plan.steps().get(1).ask().skills()).isEqualTo(Map.of("oncology", 2));
    assertThat(plan.steps().get(1).raise()).isEqualTo(Tier.ELEVATED);
    assertThat(plan.steps().get(1).alarm()).isEqualTo("waiting_long");
    assertThat(plan.steps().get(2).ask().queue()).isEqualTo("support");
    assertThat(plan.steps().get(2).raise())
        .as("four tiers up, capped")
        .isEqualTo(Tier.HIGH_DISTRESS);
  }

  @Test
  void shouldFallThroughUpwardWhenARuleCannotBeDecided() {
    Target urgent =
        new Target(
            null,
            null,
            "oncology",
            Map.of(),
            Map.of(),
            Duration.ZERO,
            null,
            null,
            Tier.HIGH_DISTRESS,
            HoldTimes.DEFAULT,
            null,
            1,
            List.of());
    Workflow workflow =
        new Workflow(
            "support",
            List.of(
                new Workflow.Rule(
                    "by ward",
                    Condition.compile("attributes[\"ward\"] == \"7\""),
                    List.of(urgent))));

    Workflow.Planned planned = workflow.planned(input(Tier.ROUTINE, Map.of()));

    assertThat(planned.undecided()).containsExactly("by ward");
    assertThat(planned.plan().queue()).isEqualTo("support");
    assertThat(planned.plan().floor()).isEqualTo(Tier.HIGH_DISTRESS);
    assertThat(workflow.reading(Set.of("attributes"))).containsExactly("by ward");
    assertThat(workflow.reading(Set.of("ward"))).isEmpty();
  }

  @Test
  void shouldSeeTheSitesTimeAcrossBothChangesOfTheClocks() {
    // 2026-03-08 08:00 UTC is 03:00 in Chicago, one hour after clocks went from 02:00 to 03:00.
    assertThat(holds("hour == 1 && minute == 59", "2026-03-08T07:59:00Z")).isTrue();
    assertThat(holds("hour == 3 && date == \"2026-03-08\" && weekday == 7", "2026-03-08T08:00:00Z"))
        .isTrue();
    // 2026-11-01: 01:30 comes twice.
    assertThat(holds("hour == 1 && minute == 30", "2026-11-01T06:30:00Z")).isTrue();
    assertThat(holds("hour == 1 && minute == 30", "2026-11-01T07:30:00Z")).isTrue();
    assertThat(holds("hour == 2", "2026-11-01T08:00:00Z")).isTrue();
  }

  @Test
  void shouldStopAConditionThatGoesOnTooLong() {
    String items = "[1,2,3,4,5,6,7,8,9,10]";
    Condition greedy =
        Condition.compile(
            items
                + ".all(a, "
                + items
                + ".all(b, "
                + items
                + ".all(c, "
                + items
                + ".all(d, a + b + c + d > 0))))");

    assertThatThrownBy(() -> greedy.holds(input(Tier.ROUTINE, Map.of())))
        .isInstanceOf(Condition.UndecidedException.class);
    assertThatThrownBy(() -> Condition.compile("true || ".repeat(600) + "true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096 characters");
  }

  private static boolean holds(String source, String instant) {
    PlanInput input = input(Tier.ROUTINE, Map.of());
    return Condition.compile(source)
        .holds(
            new PlanInput(
                input.channel(),
                "en",
                input.tier(),
                0,
                false,
                input.kind(),
                "",
                "",
                Map.of(),
                "",
                "",
                null,
                Instant.parse(instant).atZone(CHICAGO),
                Map.of()));
  }

  private static RoutingPlan.Step last(RoutingPlan plan) {
    return plan.steps().get(plan.steps().size() - 1);
  }

  private static Change change(
      int seconds,
      List<String> drop,
      Map<String, Integer> lower,
      @Nullable String queue,
      int raiseBy,
      String alarm) {
    return new Change(
        Duration.ofSeconds(seconds),
        drop,
        lower,
        queue,
        false,
        null,
        raiseBy,
        Tier.HIGH_DISTRESS,
        alarm,
        "");
  }

  @Test
  void shouldOfferToAsManyAsTheTargetSaysThatHoldsNow() {
    Target first = target(null, null, "support", Map.of(), 3);
    Target same = target(null, Duration.ofMinutes(1), "support", Map.of(), 3);
    Target last = target(null, Duration.ofMinutes(2), "support", Map.of(), 1);

    RoutingPlan plan = workflow(first, same, last).plan(input(Tier.ROUTINE, Map.of()));

    assertThat(plan.offerTo()).isEqualTo(3);
    assertThat(plan.steps()).extracting(RoutingPlan.Step::offerTo).startsWith(0, 1);
  }

  private static Target target(
      @Nullable String when, @Nullable Duration after, String queue, Map<String, Integer> skills) {
    return target(when, after, queue, skills, 1);
  }

  private static Target target(
      @Nullable String when,
      @Nullable Duration after,
      String queue,
      Map<String, Integer> skills,
      int offerTo) {
    return new Target(
        when == null ? null : Condition.compile(when),
        after,
        queue,
        skills,
        Map.of(),
        Duration.ZERO,
        null,
        null,
        Tier.ROUTINE,
        HoldTimes.DEFAULT,
        null,
        offerTo,
        List.of());
  }

  private static Workflow workflow(Target... targets) {
    return new Workflow(
        "support", List.of(new Workflow.Rule("rule", Condition.compile("true"), List.of(targets))));
  }

  private static PlanInput input(Tier tier, Map<String, Long> oncology) {
    return new PlanInput(
        Channel.CHAT,
        "en",
        tier,
        10,
        false,
        ContactKind.INBOUND,
        "",
        "web",
        Map.of(),
        "",
        "",
        null,
        Instant.parse("2026-06-01T12:00:00Z").atZone(CHICAGO),
        Map.of("oncology", oncology));
  }
}
