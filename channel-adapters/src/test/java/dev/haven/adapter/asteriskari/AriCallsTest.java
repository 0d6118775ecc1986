package dev.haven.adapter.asteriskari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.InboundReader;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.ParseResult;
import dev.haven.channel.SessionAdapter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AriCallsTest {
  private static final CallRef CALLER = new CallRef(Map.of("channel", "1.1"));

  private final ScriptedPlatform asterisk = new ScriptedPlatform();
  private final ChannelAdapter adapter =
      new AsteriskAriFactory()
          .create(
              Requests.endpoint(
                  "asterisk-ari",
                  Map.of("app", "router", "apiBaseUrl", "http://127.0.0.1:8088/ari"),
                  Map.of("user", "u", "password", "p")),
              asterisk.context());
  private final CallPort calls = adapter.calls();

  @Test
  void shouldAnswerAndPutTheCallerIntoTheHoldingBridge() {
    asterisk.answer(404, "{}");

    calls.hold(CALLER, new HoldPlan("en", 1, null));

    assertThat(asterisk.asked())
        .containsExactly(
            "GET /ari/bridges/haven-hold-door",
            "POST /ari/bridges/haven-hold-door?type=holding&name=haven-hold-door",
            "POST /ari/channels/1.1/answer",
            "POST /ari/bridges/haven-hold-door/addChannel?role=participant&channel=1.1");
    assertThat(asterisk.call(0).headers()).containsEntry("Authorization", "Basic dTpw");
  }

  @Test
  void shouldLeaveACallerInPeaceWhoIsInTheHoldingBridge() {
    asterisk.answer(200, "{\"channels\":[\"1.1\"]}");

    calls.hold(CALLER, new HoldPlan("en", 1, null));

    assertThat(asterisk.asked()).containsExactly("GET /ari/bridges/haven-hold-door");
  }

  @Test
  void shouldRingTheSameLegWhenTheCommandIsRepeated() {
    asterisk.answer(200, "{}").answer(200, "{}").answer(200, "{}").answer(409, "{}");
    NavigatorEndpoint navigator = new NavigatorEndpoint("n", "PJSIP/nav-1", Duration.ofSeconds(15));

    Bridge first = calls.connect(CALLER, navigator, "c0ffee.2.connect").result();
    Bridge again = calls.connect(CALLER, navigator, "c0ffee.2.connect").result();

    assertThat(first.result()).isEqualTo(BridgeResult.RINGING);
    assertThat(again).isEqualTo(first);
    assertThat(asterisk.asked().get(1))
        .startsWith("POST /ari/channels/haven-leg-c0ffee.2.connect?")
        .contains("endpoint=PJSIP%2Fnav-1")
        .contains("appArgs=haven-leg%2C1.1%2Cc0ffee.2.connect")
        .contains("timeout=15")
        .contains("originator=1.1");
  }

  @Test
  void shouldKeepALocalChannelInTheCall() {
    asterisk.answer(200, "{}").answer(200, "{}").answer(200, "{}").answer(200, "{}");

    ring("2025550111");
    ring("Local/ana@desks");

    assertThat(asterisk.asked().get(1))
        .contains("endpoint=Local%2F2025550111%40haven-navigators%2Fn");
    assertThat(asterisk.asked().get(3)).contains("endpoint=Local%2Fana%40desks%2Fn");
  }

  private void ring(String voice) {
    calls.connect(
        CALLER, new NavigatorEndpoint("n", voice, Duration.ofSeconds(15)), "c0ffee.2.connect");
  }

  @Test
  void shouldNotTakeTheChannelThatStandsInForALegForACaller() {
    String replaced =
        "{\"type\":\"StasisStart\",\"application\":\"router\",\"args\":[],"
            + "\"channel\":{\"id\":\"1.7\",\"dialplan\":{\"app_name\":\"Stasis\"}},"
            + "\"replace_channel\":{\"id\":\"haven-leg-c0ffee.2.connect\"}}";

    ParseResult read =
        ((InboundReader) adapter).parse(Requests.post("/", Map.of(), replaced), Requests.NOW);

    assertThat(((ParseResult.Events) read).events())
        .singleElement()
        .isInstanceOf(InboundSystem.class);
  }

  @Test
  void shouldFailInsteadOfLeavingACallerInSilenceWhenTheUserMayOnlyRead() {
    asterisk.answer(404, "{}").answer(403, "{\"message\":\"Write access denied\"}");

    assertThat(calls.hold(CALLER, new HoldPlan("en", 1, null)).failed()).isTrue();

    StoringSink sink = new StoringSink();
    asterisk.answer(403, "{}");
    assertThat(((SessionAdapter) adapter).open(sink).failed()).isTrue();
    assertThat(sink.rest()).containsExactly(new ParseResult.Unreadable("refused"));
  }

  @Test
  void shouldNotRingForACallerWhoIsGone() {
    asterisk.answer(404, "{}");
    NavigatorEndpoint navigator = new NavigatorEndpoint("n", "PJSIP/nav-1", Duration.ofSeconds(15));

    assertThat(calls.connect(CALLER, navigator, "c0ffee.2.connect").result().result())
        .isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(asterisk.asked()).hasSize(1);
  }

  @Test
  void shouldBringBothIntoOneBridge() {
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-c.1.connect"));

    assertThat(calls.join(CALLER, leg, "c.1.connect.join").result().result())
        .isEqualTo(BridgeResult.CONNECTED);
    assertThat(asterisk.asked())
        .containsExactly(
            "POST /ari/bridges/haven-hold-door/removeChannel?channel=1.1",
            "POST /ari/bridges/haven-talk-c.1.connect?type=mixing&name=haven-talk-c.1.connect",
            "POST /ari/bridges/haven-talk-c.1.connect/addChannel"
                + "?channel=1.1%2Chaven-leg-c.1.connect");
  }

  @Test
  void shouldLetTheLegGoWhenTheCallerIsGone() {
    asterisk.answer(400, "{}");
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-c.1.connect"));

    assertThat(calls.join(CALLER, leg, "c.1.connect.join").result().result())
        .isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(asterisk.asked()).last().isEqualTo("DELETE /ari/channels/haven-leg-c.1.connect");
  }

  @Test
  void shouldTellARepeatedCommandFromALostRace() {
    String talking =
        "[{\"id\":\"haven-talk-c.1.connect\",\"channels\":[\"1.1\",\"haven-leg-c.1.connect\"]}]";
    asterisk.answer(422, "{}").answer(200, talking);
    asterisk.answer(422, "{}").answer(200, talking);

    CallRef ours = new CallRef(Map.of("channel", "haven-leg-c.1.connect"));
    CallRef other = new CallRef(Map.of("channel", "haven-leg-c.2.connect"));
    assertThat(calls.join(CALLER, ours, "c.1.connect.join").result().result())
        .isEqualTo(BridgeResult.CONNECTED);
    assertThat(calls.join(CALLER, other, "c.2.connect.join").result().result())
        .isEqualTo(BridgeResult.LOST_RACE);
    assertThat(asterisk.asked()).last().isEqualTo("DELETE /ari/channels/haven-leg-c.2.connect");
  }

  @Test
  void shouldBringACallerWhoIsInNoBridgeToTheLeg() {
    asterisk.answer(422, "{}").answer(200, "[]");
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-c.1.connect"));

    assertThat(calls.join(CALLER, leg, "c.1.connect.join").result().result())
        .isEqualTo(BridgeResult.CONNECTED);
  }
}
