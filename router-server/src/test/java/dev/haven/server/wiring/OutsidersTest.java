package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.StandardSignature;
import dev.haven.channel.Channel;
import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpCall;
import dev.haven.channel.RawRequest;
import dev.haven.channel.WorkspaceId;
import dev.haven.contact.AdverseEventReport;
import dev.haven.contact.ContactId;
import dev.haven.flow.Destinations;
import dev.haven.flow.Ladder;
import dev.haven.flow.Outside;
import dev.haven.flow.Reports;
import dev.haven.server.config.AdverseEventsConfig;
import dev.haven.server.config.DistressConfig;
import dev.haven.server.config.Secret;
import dev.haven.time.RouterClock;
import dev.haven.urgency.Tier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutsidersTest {
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Outside.Escalation CRISIS =
      new Outside.Escalation(
          "c1.escalation.2",
          new WorkspaceId("main"),
          new ContactId("c1"),
          Tier.CRISIS,
          Channel.CHAT,
          "es",
          NOW.minusSeconds(60),
          "supervisors");

  private static final Outside.HandOff REPORT =
      new Outside.HandOff(
          "r1.hand_off",
          new WorkspaceId("main"),
          new Reports.Report(
              new ContactId("r1"),
              new ContactId("c1"),
              NOW,
              NOW.plusSeconds(86_400),
              "submitted",
              2,
              null,
              new AdverseEventReport("the patient", "A. B.", "Examplumab", "a rash")));

  private final List<HttpCall> calls = new ArrayList<>();
  private int status = 204;
  private String answer = "";

  @Test
  void shouldPostASignedEventWithoutWordsOrAddresses() {
    Future<String> told = outsiders(URI.create("https://hooks.example.org/crisis")).tell(CRISIS);

    assertThat(told.result()).isEqualTo("told");
    HttpCall call = calls.get(0);
    JsonObject data = new JsonObject(call.bodyAsUtf8()).getJsonObject("data");
    assertThat(data.fieldNames())
        .containsExactlyInAnyOrder(
            "workspace", "contactId", "tier", "channel", "language", "arrivedAt", "rung");
    assertThat(call.headers()).containsEntry("webhook-id", "c1-escalation-2");
    assertThat(
            new StandardSignature("webhook-", List.of(SECRET), List.of(), 300)
                .check(
                    new RawRequest(
                        "POST", "/crisis", Headers.of(call.headers()), call.body(), null),
                    NOW))
        .isNull();
  }

  @Test
  void shouldFailSoThatItIsTriedAgainWhenTheWebhookDoesNotTakeIt() {
    status = 503;

    assertThat(outsiders(URI.create("https://hooks.example.org/crisis")).tell(CRISIS).failed())
        .isTrue();
  }

  @Test
  void shouldTellNobodyWhenNoneIsNamed() {
    assertThat(outsiders(null).tell(CRISIS).result()).isEqualTo("nobody_named");
    assertThat(calls).isEmpty();
  }

  @Test
  void shouldHandAReportOffSignedAndKeepWhatTheReceiverCallsIt() {
    status = 200;
    answer = "{\"reference\":\"PV-17\"}";

    Outside.Taken taken =
        outsiders(URI.create("https://hooks.example.org/pv")).handOff(REPORT).result();

    assertThat(taken).isEqualTo(new Outside.Taken("acknowledged", "PV-17"));
    JsonObject body = new JsonObject(calls.get(0).bodyAsUtf8());
    assertThat(body.getString("type")).isEqualTo("adverse_event.reported");
    assertThat(body.getJsonObject("data").getMap())
        .containsEntry("reportId", "r1")
        .containsEntry("contactId", "c1")
        .containsEntry("awareAt", "2026-03-01T10:00:00Z")
        .containsEntry("product", "Examplumab");
    assertThat(calls.get(0).headers()).containsEntry("webhook-id", "r1-hand_off");
  }

  @Test
  void shouldTellOfALateReportWithoutAWordOfIt() {
    assertThat(outsiders(URI.create("https://hooks.example.org/pv")).late(REPORT).result())
        .isEqualTo("told");

    JsonObject data = new JsonObject(calls.get(0).bodyAsUtf8()).getJsonObject("data");
    assertThat(data.fieldNames())
        .containsExactlyInAnyOrder(
            "workspace", "reportId", "contactId", "awareAt", "dueAt", "state");
  }

  @Test
  void shouldNotAcknowledgeWhatNobodyTookOrWasNamedFor() {
    assertThat(outsiders(null).handOff(REPORT).result().outcome()).isEqualTo("nobody_named");
    status = 503;
    assertThat(outsiders(URI.create("https://hooks.example.org/pv")).handOff(REPORT).failed())
        .isTrue();
  }

  @Test
  void shouldIgnoreAnAnswerThatIsNoReference() {
    status = 200;
    for (String odd : List.of("thanks", "{\"reference\":\"a b\"}", "[]")) {
      answer = odd;
      assertThat(
              outsiders(URI.create("https://hooks.example.org/pv"))
                  .handOff(REPORT)
                  .result()
                  .reference())
          .isEmpty();
    }
  }

  @Test
  void shouldAnswerInThePersonsLanguage() {
    Outsiders outsiders = outsiders(null);

    assertThat(outsiders.firstAnswer("es")).isEqualTo("Llame al 988.");
    assertThat(outsiders.firstAnswer("und")).isEqualTo("Call 988.");
  }

  private Outsiders outsiders(@Nullable URI webhook) {
    return new Outsiders(
        new DistressConfig(
            new DistressConfig.SetAside(Tier.CRISIS, List.of(), 4),
            new DistressConfig.LadderConfig(Ladder.defaults(), webhook, new Secret(SECRET)),
            new DistressConfig.FirstAnswer("Call 988.", "Llame al 988."),
            Map.of(),
            new DistressConfig.Parallel(null, 2)),
        new AdverseEventsConfig(
            Duration.ofHours(24),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            webhook,
            new Secret(SECRET)),
        Destinations.NONE,
        call -> {
          calls.add(call);
          return Future.succeededFuture(
              new HttpAnswer(status, Headers.none(), answer.getBytes(StandardCharsets.UTF_8)));
        },
        clock(),
        Outside.Files.NONE);
  }

  private static RouterClock clock() {
    return new RouterClock() {
      @Override
      public Instant now() {
        return NOW;
      }

      @Override
      public long nanos() {
        return 0;
      }
    };
  }
}
