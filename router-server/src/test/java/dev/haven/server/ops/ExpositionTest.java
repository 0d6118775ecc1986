package dev.haven.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.contact.ContactId;
import dev.haven.telemetry.RouterMeters;
import dev.haven.urgency.Tier;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String BUCKET = "haven_time_to_offer_seconds_bucket{tier=\"crisis\",le=\"";

  private static List<String> scraped(PrometheusMeterRegistry registry, String type) {
    return registry.scrape(type).lines().filter(line -> line.startsWith(BUCKET)).toList();
  }

  @Test
  void shouldNameAContactInTheBucketThatItWaitedFor() {
    Exposition exposition = new Exposition();
    PrometheusMeterRegistry registry = exposition.meters();
    RouterMeters meters = new RouterMeters(registry);
    exposition.exemplars(meters.offerExemplars());
    String before = registry.scrape(OPEN);
    meters.offered(Tier.CRISIS, new ContactId("c1"), 3_500_000_000L);
    meters.offered(Tier.CRISIS, new ContactId("c2"), 2_000_000L);
    meters.offered(Tier.CRISIS, new ContactId("c3"), 5L * 3_600 * 1_000_000_000);

    assertThat(before).contains(BUCKET).doesNotContain("# {");
    assertThat(scraped(registry, OPEN))
        .anyMatch(line -> line.matches(".*le=\"5.0\"} 2 # \\{contact=\"c1\"} 3.5 [0-9.]+"))
        .anyMatch(line -> line.matches(".*le=\"0.005\"} 1 # \\{contact=\"c2\"} 0.002 [0-9.]+"))
        .anyMatch(line -> line.matches(".*le=\"\\+Inf\"} 3 # \\{contact=\"c3\"} 18000.0 [0-9.]+"))
        .filteredOn(line -> line.contains("# {"))
        .hasSize(3);
    assertThat(registry.scrape(OPEN)).endsWith("# EOF\n");
    assertThat(scraped(registry, PLAIN)).hasSize(16).noneMatch(line -> line.contains("#"));
  }
}
