package dev.haven.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.record.JournalBatch;
import dev.haven.urgency.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void shouldMeasureWaitsFromTheOrderTime() {
    place("a", 4, 1_000);
    place("b", 4, 2_000);
    place("c", 0, 3_000);
    at(5_000, "offer.created", "a", "n");
    at(11_000, "offer.accepted", "a", "n");
    at(62_000, "contact.abandoned", "b", "");

    Map<Tier, Figures.Waits> waits = read().waits();

    assertThat(waits.get(Tier.ROUTINE))
        .isEqualTo(new Figures.Waits(2, 1, 1, 1, 10_000, 10_000, 10_000, 10_000));
    assertThat(waits.get(Tier.CRISIS)).isEqualTo(new Figures.Waits(1, 0, 0, 1, -1, -1, -1, -1));
  }

  @Test
  void shouldLeaveShortAbandonsOutOfTheServiceLevel() {
    place("intime", 4, 0);
    at(9_000, "offer.created", "intime", "n");
    place("late", 4, 0);
    at(11_000, "offer.created", "late", "n");
    place("short", 4, 0);
    at(9_000, "contact.abandoned", "short", "");
    place("gaveup", 4, 0);
    at(20_000, "contact.abandoned", "gaveup", "");

    Figures.Level level = read().levels(Map.of("support", 10_000L), 60_000).get("support");

    assertThat(level).isEqualTo(new Figures.Level(3, 1, 1, 10_000));
  }

  @Test
  void shouldCountTimeWithSomebodyAndTimeOnDuty() {
    seat(1_000, "session.opened", "");
    seat(1_000, "activity.changed", "available");
    at(3_000, "offer.accepted", "a", "n");
    at(6_000, "engagement.completed", "a", "n");
    seat(10_000, "activity.changed", "break");
    at(50_000, "contact.removed", "a", "");

    Figures.Load load = read().loads().get("n");

    assertThat(load).isEqualTo(new Figures.Load(1, 3_000, 9_000));
  }

  @Test
  void shouldKnowWhoIsOnDutyAlthoughAnotherLineNamedThemBeforeTheirListing() {
    at(2_000, "offer.accepted", "a", "n");
    add(
        3_000,
        "checkpoint.navigator",
        ",\"navigator\":\"n\",\"activity\":\"available\",\"connected\":1");
    at(4_000, "engagement.completed", "a", "n");
    seat(10_000, "activity.changed", "break");
    at(50_000, "contact.removed", "a", "");

    assertThat(read().loads().get("n")).isEqualTo(new Figures.Load(1, 2_000, 8_000));
  }

  private void place(String id, int tier, long order) {
    add(
        order,
        "contact.placed",
        ",\"contact\":\"%s\",\"queue\":\"support\",\"tier\":%d,\"order\":%d"
            .formatted(id, tier, order));
  }

  private void at(long at, String type, String contact, String navigator) {
    add(at, type, ",\"contact\":\"" + contact + "\",\"navigator\":\"" + navigator + "\"");
  }

  private void seat(long at, String type, String activity) {
    add(at, type, ",\"navigator\":\"n\",\"activity\":\"" + activity + "\"");
  }

  private void add(long at, String type, String fields) {
    lines.add(
        "{\"n\":"
            + (lines.size() + 1)
            + ",\"at\":"
            + at
            + ",\"type\":\""
            + type
            + "\""
            + fields
            + "}");
  }

  private Figures read() {
    Figures figures = new Figures();
    figures.take(new JournalBatch("main", lines, null));
    return figures;
  }
}
