package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.WorkspaceId;
import dev.haven.plan.Workflow;
import dev.haven.telemetry.RouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceLevelsTest {
  private static final WorkspaceId MAIN = new WorkspaceId("main");
  private static final Instant NOON = Instant.parse("2026-06-01T17:00:00Z");
  private static final Policy POLICY =
      new Policy(
          "v",
          Workflow.standard(),
          "en",
          ZoneId.of("America/Chicago"),
          Map.of("calls", new ServiceTarget(90, Duration.ofSeconds(15))),
          Map.of());

  private final ServiceLevels levels =
      new ServiceLevels(new RouterMeters(new SimpleMeterRegistry()));

  @Test
  void shouldMeasureAgainstTheQueuesOwnTarget() {
    levels.offered(MAIN, POLICY, "calls", 15_000, NOON);
    levels.offered(MAIN, POLICY, "calls", 15_001, NOON);
    levels.offered(MAIN, POLICY, "other", 15_001, NOON);
    levels.answered(MAIN, POLICY, "calls", 10_000, NOON);
    levels.answered(MAIN, POLICY, "calls", 30_000, NOON);

    assertThat(levels.of(MAIN, POLICY, "calls", NOON))
        .isEqualTo(new ServiceLevels.Served(50.0, Duration.ofSeconds(20), 0, 0));
    assertThat(levels.of(MAIN, POLICY, "other", NOON).percent()).isEqualTo(100.0);
  }

  @Test
  void shouldCountShortAbandonsApart() {
    levels.offered(MAIN, POLICY, "calls", 1_000, NOON);
    levels.abandoned(MAIN, POLICY, "calls", 15_000, NOON);
    levels.abandoned(MAIN, POLICY, "calls", 40_000, NOON);

    assertThat(levels.of(MAIN, POLICY, "calls", NOON))
        .isEqualTo(new ServiceLevels.Served(50.0, null, 1, 1));
  }

  @Test
  void shouldBeginAnewAtTheSitesMidnight() {
    levels.offered(MAIN, POLICY, "calls", 1_000, NOON);

    Instant before = Instant.parse("2026-06-02T04:59:59Z");
    Instant after = Instant.parse("2026-06-02T05:00:00Z");

    assertThat(levels.of(MAIN, POLICY, "calls", before).percent()).isEqualTo(100.0);
    assertThat(levels.of(MAIN, POLICY, "calls", after)).isEqualTo(ServiceLevels.Served.NOBODY);
  }

  @Test
  void shouldAddWhatOtherNodesCountedOnTheSameDay() {
    LocalDate today = LocalDate.parse("2026-06-01");
    ServiceCount there = new ServiceCount(3, 1, 2, 40_000, 1, 2);
    Waits waits = Waits.of(new long[] {5_000_000, 1_000_000}, 2);
    Figures told = new Figures(today, NOON, waits, Map.of("calls", there, "other", there));
    levels.offered(MAIN, POLICY, "calls", 1_000, NOON);
    levels.answered(MAIN, POLICY, "calls", 1_000, NOON);

    levels.others(MAIN, today, List.of(Figures.read(told.text())));

    assertThat(Figures.read(told.text())).isEqualTo(told);
    assertThat(levels.of(MAIN, POLICY, "calls", NOON))
        .isEqualTo(new ServiceLevels.Served(40.0, Duration.ofMillis(41_000 / 3), 1, 2));
    assertThat(levels.of(MAIN, POLICY, "calls", NOON.plus(Duration.ofDays(1))))
        .isEqualTo(ServiceLevels.Served.NOBODY);
  }
}
