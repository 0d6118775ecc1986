package dev.haven.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operations people load into their tools names meters and pages that there are. */
class OperationsFilesTest {
  private static final Path CONFIG = Path.of("..", "config");
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/haven/store/redis");
  private static final Pattern RAISED =
      Pattern.compile("notice\\('alarm', [^,]+, [^,]+, [^,]+, '([a-z_]+)'");
  private static final Pattern ALERTED = Pattern.compile("haven_alarms_total\\{code=\"([a-z_]+)\"");
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

  /** What increases from nothing is not seen to increase. */
  @Test
  void shouldShowEveryAlarmAndReasonBeforeItComes() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RouterMeters meters = new RouterMeters(registry);
    Set<String> alarms = new HashSet<>();
    String source = Files.readString(CONFIG.resolve("prometheus/alerts.yaml"));
    ALERTED.matcher(source).results().forEach(found -> alarms.add(found.group(1)));
    try (Stream<Path> scripts = Files.walk(SCRIPTS)) {
      for (Path script : scripts.filter(Files::isRegularFile).toList()) {
        RAISED
            .matcher(Files.readString(script))
            .results()
            .forEach(found -> alarms.add(found.group(1)));
      }
    }
    assertThat(alarms).contains("unreadable", "lane_unserved", "escalation", "report_late");
    assertThat(alarms)
        .allSatisfy(
            code ->
                assertThat(registry.find("haven.alarms").tag("code", code).counter()).isNotNull());
    for (String reason : new String[] {"signature_mismatch", "unknown_endpoint"}) {
      Counter counter = registry.find("haven.webhooks.rejected").tag("reason", reason).counter();
      assertThat(counter).isNotNull();
      assertThat(counter.count()).isZero();
      meters.webhookRejected(reason);
      assertThat(counter.count()).isOne();
    }
  }

  /** Whoever scans the internet asks for paths that no endpoint has. */
  @Test
  void shouldNotCallAnUnknownPathAChangedSecret() throws IOException {
    assertThat(Files.readString(CONFIG.resolve("prometheus/alerts.yaml")))
        .contains("haven_webhooks_rejected_total{reason!=\"unknown_endpoint\"}");
  }

  @Test
  void shouldShowWhetherTheStoreAnswersAndLoopsTurn() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RouterMeters meters = new RouterMeters(registry);
    AtomicBoolean connected = new AtomicBoolean(true);
    meters.storeConnected(connected::get);
    meters.loopSilence(0, () -> Duration.ofMillis(100));
    meters.loopSilence(1, () -> Duration.ofSeconds(7));
    assertThat(registry.get("haven.store.connected").gauge().value()).isEqualTo(1);
    connected.set(false);
    assertThat(registry.get("haven.store.connected").gauge().value()).isZero();
    assertThat(registry.get("haven.event.loop.silence").tag("loop", "1").gauge().value())
        .isEqualTo(7);
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
