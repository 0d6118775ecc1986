package dev.haven.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.haven.server.config.QuickStart;
import dev.haven.server.wiring.DataFolder;
import dev.haven.server.wiring.DevelopmentKeys;
import dev.haven.urgency.Tier;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo on free ports, much faster than life. */
@Timeout(120)
class DemoIT {
  private static final String ANY_NUMBER = "\\+1[0-9]{3}555";
  private static final DemoPace FAST =
      new DemoPace(
          Duration.ofMillis(40),
          Duration.ofSeconds(2),
          Duration.ofMillis(30),
          Duration.ofMillis(300),
          Duration.ofMillis(30),
          Duration.ofMillis(500),
          Duration.ofSeconds(3));

  /** Says when people came through every door and two tiers were served. */
  private static final class Signals implements DemoWatch {
    private final Set<Tier> served = Collections.synchronizedSet(EnumSet.noneOf(Tier.class));
    private final Set<String> doors = Collections.synchronizedSet(new HashSet<>());
    private final CountDownLatch twoTiers = new CountDownLatch(1);
    private final CountDownLatch allDoors = new CountDownLatch(1);

    @Override
    public void received(String door) {
      doors.add(door);
      if (doors.containsAll(DemoCounts.doors())) {
        allDoors.countDown();
      }
    }

    @Override
    public void served(Tier tier) {
      served.add(tier);
      if (served.size() >= 2) {
        twoTiers.countDown();
      }
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final Signals signals = new Signals();

  @Test
  void shouldServePeopleThroughTheRealDoorsAndShowItWithoutTheirWords(@TempDir Path data)
      throws Exception {
    // given
    Demo demo = Demo.start(QuickStart.in(data), 4, FAST, signals, new Random(20_260_101));
    try (demo) {
      // when
      assertThat(signals.twoTiers.await(60, TimeUnit.SECONDS)).as("two tiers served").isTrue();
      assertThat(signals.allDoors.await(60, TimeUnit.SECONDS)).as("every door used").isTrue();
      // then
      pageLetsNothingIn(demo.port());
      stateTellsOfTheWork(demo.port());
      assertThat(get(demo.opsPort(), "/metrics").body())
          .contains("haven_offers_total{outcome=\"accepted\"}")
          .contains("haven_match_repaired_total 0.0")
          .doesNotContainPattern(ANY_NUMBER);
    }
    assertThatThrownBy(() -> get(demo.port(), "/")).isInstanceOf(ConnectException.class);
    int redis = DevelopmentKeys.of(DataFolder.open(data)).redisPort();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), redis).close())
        .isInstanceOf(ConnectException.class);
  }

  private void pageLetsNothingIn(int port) throws Exception {
    HttpResponse<String> page = get(port, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("referrer-policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("cross-origin-opener-policy")).hasValue("same-origin");
    assertThat(page.headers().firstValue("cross-origin-resource-policy")).hasValue("same-origin");
    assertThat(page.headers().firstValue("permissions-policy")).isPresent();
    assertThat(page.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(page.body())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("\\son[a-z]+=")
        .doesNotContain("style=", "<style", "://");
    assertThat(get(port, "/demo.js").headers().firstValue("content-type").orElseThrow())
        .startsWith("text/javascript");
    assertThat(get(port, "/demo.js").body()).doesNotContain("innerHTML", "://", "eval(");
    assertThat(get(port, "/demo.css").statusCode()).isEqualTo(200);
  }

  private void stateTellsOfTheWork(int port) throws Exception {
    HttpResponse<String> answer = get(port, "/demo/state");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("content-security-policy")).isPresent();
    JsonNode state = new ObjectMapper().readTree(answer.body());
    assertThat(state.path("tiers")).hasSize(Tier.values().length);
    for (Tier tier : signals.served) {
      assertThat(state.path("tiers").get(tier.rank()).path("accepted").asLong())
          .as("accepted of " + tier)
          .isPositive();
    }
    for (String door : DemoCounts.doors()) {
      assertThat(state.path("doors").path(door).asLong()).as(door).isPositive();
    }
    assertThat(state.path("offers").path("accepted").asLong()).isPositive();
    assertThat(state.path("timeToOffer").path("p95Ms").asDouble()).isPositive();
    assertThat(state.path("navigators").findValuesAsText("id"))
        .containsExactly("guest", "nav-1", "nav-2", "nav-3", "nav-4", "guest-2");
    assertThat(state.path("decisions")).isNotEmpty();
    assertThat(answer.body()).doesNotContainPattern(ANY_NUMBER);
    String shown = answer.body().toLowerCase(Locale.ROOT);
    assertThat(shown).doesNotContain("example", "visitor", "po box", "sip:");
    for (DemoScript.Line line : DemoScript.load().lines()) {
      for (String message : line.messages()) {
        assertThat(shown).doesNotContain(message.substring(0, 12).toLowerCase(Locale.ROOT));
      }
    }
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
