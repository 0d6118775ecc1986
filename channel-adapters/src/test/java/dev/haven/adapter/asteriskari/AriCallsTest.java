package dev.haven.adapter.asteriskari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.NavigatorEndpoint;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AriCallsTest {
  private static final CallRef CALLER = new CallRef(Map.of("channel", "1.1"));

  private final ScriptedPlatform asterisk = new ScriptedPlatform();
  private final CallPort calls =
      new AsteriskAriFactory()
          .create(
              Requests.endpoint(
                  "asterisk-ari", Map.of("app", "router"), Map.of("user", "u", "password", "p")),
              asterisk.context())
          .calls();

  @Test
  void shouldAnswerAndPutTheCallerIntoTheHoldingBridge() {
    calls.hold(CALLER, new HoldPlan("en", 1, null));

    assertThat(asterisk.asked())
        .containsExactly(
            "POST /ari/channels/1.1/answer",
            "POST /ari/bridges/haven-hold-door?type=holding&name=haven-hold-door",
            "POST /ari/bridges/haven-hold-door/addChannel?role=participant&channel=1.1");
    assertThat(asterisk.call(0).headers()).containsEntry("Authorization", "Basic dTpw");
  }

  @Test
  void shouldRingTheSameLegWhenTheCommandIsRepeated() {
    asterisk.answer(200, "{}").answer(409, "{}");
    NavigatorEndpoint navigator = new NavigatorEndpoint("n", "PJSIP/nav-1", Duration.ofSeconds(15));

    Bridge first = calls.connect(CALLER, navigator, "cmd-1").result();
    Bridge again = calls.connect(CALLER, navigator, "cmd-1").result();

    assertThat(first.result()).isEqualTo(BridgeResult.RINGING);
    assertThat(again).isEqualTo(first);
    assertThat(asterisk.asked().get(0))
        .contains("endpoint=PJSIP%2Fnav-1")
        .contains("appArgs=haven-leg%2C1.1%2Ccmd-1")
        .contains("timeout=15");
  }

  @Test
  void shouldBringBothIntoOneBridge() {
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-x"));

    assertThat(calls.join(CALLER, leg, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CONNECTED);
    assertThat(asterisk.asked()).hasSize(3).last().asString().endsWith("channel=1.1,haven-leg-x");
  }

  @Test
  void shouldLetTheLegGoWhenTheCallerIsGone() {
    asterisk.answer(404, "{}");
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-x"));

    assertThat(calls.join(CALLER, leg, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(asterisk.asked()).last().isEqualTo("DELETE /ari/channels/haven-leg-x");
  }

  @Test
  void shouldTellARepeatedCommandFromALostRace() {
    CallRef leg = new CallRef(Map.of("channel", "haven-leg-x"));
    asterisk.answer(422, "{}").answer(200, "{\"channels\":[\"1.1\",\"haven-leg-x\"]}");
    asterisk.answer(422, "{}").answer(404, "{}");

    assertThat(calls.join(CALLER, leg, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CONNECTED);
    assertThat(calls.join(CALLER, leg, "cmd-2").result().result())
        .isEqualTo(BridgeResult.LOST_RACE);
  }
}
