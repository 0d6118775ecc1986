package dev.haven.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What operations people load into their tools names meters and pages that there are. */
class OperationsFilesTest {
  private static final Path CONFIG = Path.of("..", "config");
  private static final Pattern METER = Pattern.compile("\\bhaven_[a-z_]+");
  private static final Pattern ENDING =
      Pattern.compile("(_total|_seconds(_bucket|_count|_sum|_max)?)$");
  private static final Pattern RUNBOOK = Pattern.compile("operations\\.md#([a-z-]+)");

  private static Set<String> known() {
    return Arrays.stream(Meter.values())
        .map(meter -> meter.meterName().replace('.', '_'))
        .collect(Collectors.toSet());
  }

  private static Set<String> named(String text) {
    return METER
        .matcher(text)
        .results()
        .map(found -> ENDING.matcher(found.group()).replaceFirst(""))
        .collect(Collectors.toSet());
  }

  @Test
  void shouldAlertOnMetersThereAreAndPointToSectionsThereAre() throws IOException {
    String alerts = Files.readString(CONFIG.resolve("prometheus/alerts.yaml"));
    List<String> sections =
        Files.readAllLines(Path.of("..", "docs", "runbooks", "operations.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
            .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .toList();
    assertThat(known()).containsAll(named(alerts));
    Set<String> pointed =
        RUNBOOK.matcher(alerts).results().map(r -> r.group(1)).collect(Collectors.toSet());
    assertThat(pointed).isNotEmpty();
    assertThat(sections).containsAll(pointed);
  }

  @Test
  void shouldDrawMetersThereAreAndLeaveNoPanelEmpty() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(CONFIG.resolve("grafana/haven.json").toFile());
    Set<Integer> ids = new HashSet<>();
    assertThat(dashboard.path("panels")).isNotEmpty();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("panel id twice").isTrue();
      assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        Set<String> named = named(target.path("expr").asText());
        assertThat(named).as(panel.path("title").asText()).isNotEmpty();
        assertThat(known()).containsAll(named);
      }
    }
  }
}
