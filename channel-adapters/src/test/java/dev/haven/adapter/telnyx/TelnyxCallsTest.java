package dev.haven.adapter.telnyx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallPort;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.Question;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.SendReceipt;
import dev.haven.channel.TalkState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class TelnyxCallsTest {
  private static final CallRef CALLER =
      new CallRef(Map.of("callControlId", "v3:caller", "to", "+12025550100"));
  private static final CallRef LEG = new CallRef(Map.of("callControlId", "v3:leg"));
  private static final CallRef OTHER = new CallRef(Map.of("callControlId", "v3:other"));
  private static final HoldPlan PLAN = new HoldPlan("en", 0, null);
  private static final NavigatorEndpoint NAVIGATOR =
      new NavigatorEndpoint("nav-1", "sip:nav-1@example.org", Duration.ofSeconds(15));

  private final ScriptedPlatform telnyx = new ScriptedPlatform();
  private final ChannelAdapter adapter =
      new TelnyxFactory()
          .create(
              Requests.endpoint(
                  "telnyx",
                  Map.of("connectionId", "7", "holdMusicUrl", "https://m/1.mp3"),
                  Map.of(
                      "publicKeyBase64",
                      Base64.getEncoder().encodeToString(publicKey()),
                      "apiKey",
                      "KEY")),
              telnyx.context());
  private final CallPort calls = adapter.calls();

  private static byte[] publicKey() {
    try {
      byte[] encoded =
          java.security.KeyPairGenerator.getInstance("Ed25519")
              .generateKeyPair()
              .getPublic()
              .getEncoded();
      return java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode body(int n) {
    return Json.read(telnyx.call(n).body());
  }

  @Test
  void shouldAnswerAndTellPlaceAndWaitInTheCallersLanguage() {
    calls.hold(CALLER, new HoldPlan("es", 3, Duration.ofMinutes(4)));

    assertThat(telnyx.asked())
        .containsExactly(
            "POST /v2/calls/v3:caller/actions/answer", "POST /v2/calls/v3:caller/actions/speak");
    assertThat(telnyx.call(0).headers()).containsEntry("Authorization", "Bearer KEY");
    assertThat(Json.text(body(1), "language")).isEqualTo("es-MX");
    assertThat(Json.text(body(1), "payload"))
        .startsWith("Gracias por llamar.")
        .contains("oprima 1")
        .contains("Usted es el número 3 en la fila.")
        .contains("unos 4 minutos");
  }

  @Test
  void shouldPlayMusicAfterTheWordsAndWordsAfterTheMusic() {
    HoldPlan plan = new HoldPlan("en", 2, null);
    InboundStatus spoken =
        InboundStatus.of("v3:caller", "call.speak.ended", false).withIdempotencyKey("e1");
    InboundStatus played =
        InboundStatus.of("v3:caller", "call.playback.ended", false).withIdempotencyKey("e2");

    calls.heard(spoken, plan);
    calls.heard(spoken, plan);
    calls.heard(played, plan);
    calls.heard(InboundStatus.of("v3:caller", "call.dtmf.received", false), plan);

    assertThat(telnyx.asked())
        .containsExactly(
            "POST /v2/calls/v3:caller/actions/playback_start",
            "POST /v2/calls/v3:caller/actions/playback_start",
            "POST /v2/calls/v3:caller/actions/speak");
    assertThat(Json.text(body(0), "audio_url")).isEqualTo("https://m/1.mp3");
    assertThat(Json.text(body(0), "command_id"))
        .as("an event that comes twice begins nothing twice")
        .isEqualTo(Json.text(body(1), "command_id"));
    assertThat(Json.text(body(2), "payload")).contains("You are number 2 in line.");
  }

  @Test
  void shouldSendTheSameCommandIdWhenACommandIsRepeated() {
    telnyx.answer(200, "{\"data\":{\"call_control_id\":\"v3:leg\"}}");
    telnyx.answer(200, "{\"data\":{\"call_control_id\":\"v3:leg\"}}");

    BridgeResult result = calls.connect(CALLER, NAVIGATOR, "cmd-1").result().result();
    calls.connect(CALLER, NAVIGATOR, "cmd-1");

    assertThat(result).isEqualTo(BridgeResult.RINGING);
    assertThat(Json.text(body(0), "command_id")).isEqualTo(Json.text(body(1), "command_id"));
    LegState state = LegState.read(Json.text(body(0), "client_state"));
    assertThat(state).isEqualTo(new LegState("v3:caller", "cmd-1"));
  }

  @Test
  void shouldAskWhoeverAnsweredOutsideForAKey() {
    calls.ask(LEG, new Question("es", Duration.ofSeconds(20)), "e2.connect.ask");

    assertThat(telnyx.asked()).containsExactly("POST /v2/calls/v3:leg/actions/gather_using_speak");
    assertThat(Json.text(body(0), "payload")).contains("oprima 1");
    assertThat(Json.text(body(0), "language")).isEqualTo("es-MX");
    assertThat(Json.whole(body(0), "timeout_millis")).isEqualTo(20_000L);

    assertThat(gathered("1").bridge()).isEqualTo(BridgeResult.CONFIRMED);
    assertThat(gathered("1").commandId()).isEqualTo("e2.connect");
    assertThat(gathered("").bridge()).as("no key in time").isEqualTo(BridgeResult.DECLINED);
  }

  private static InboundStatus gathered(String digits) {
    String event =
        """
        {"id": "e", "event_type": "call.gather.ended", "payload":
          {"call_control_id": "v3:leg", "client_state": "%s", "digits": "%s"}}
        """
            .formatted(new LegState("v3:caller", "e2.connect").base64(), digits);
    return (InboundStatus)
        TelnyxEvents.call(
            Json.read(event.getBytes(StandardCharsets.UTF_8)), "call.gather.ended", "e");
  }

  @Test
  void shouldBridgeTheLegWithTheCaller() {
    assertThat(calls.join(CALLER, LEG, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CONNECTED);

    assertThat(telnyx.asked())
        .containsExactly(
            "GET /v2/calls/v3:caller",
            "POST /v2/calls/v3:caller/actions/playback_stop",
            "POST /v2/calls/v3:caller/actions/bridge",
            "PUT /v2/calls/v3:caller/actions/client_state_update");
    assertThat(Json.text(body(2), "call_control_id")).isEqualTo("v3:leg");
    assertThat(Json.text(body(2), "park_after_unbridge")).isEqualTo("self");
  }

  /** What the platform tells of the caller's call after a join was done. */
  private String marked() {
    calls.join(CALLER, LEG, "cmd-0");
    int before = telnyx.asked().size();
    String state = Json.text(body(before - 1), "client_state");
    assertThat(LegState.read(state)).as("events of the caller stay the caller's").isNull();
    return "{\"data\":{\"is_alive\":true,\"client_state\":\"" + state + "\"}}";
  }

  @Test
  void shouldLeaveATalkAloneWhenItsJoinIsRepeated() {
    String caller = marked();
    int before = telnyx.asked().size();
    telnyx.answer(200, caller);

    assertThat(calls.join(CALLER, LEG, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CONNECTED);

    assertThat(telnyx.asked().subList(before, telnyx.asked().size()))
        .containsExactly("GET /v2/calls/v3:caller");
  }

  @Test
  void shouldLeaveATalkAloneThatBeganBesideARefusedJoin() {
    String caller = marked();
    int before = telnyx.asked().size();
    telnyx.answer(200, "{}").answer(200, "{}").answer(422, "{}").answer(200, caller);

    assertThat(calls.join(CALLER, LEG, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CONNECTED);

    assertThat(telnyx.asked().subList(before, telnyx.asked().size()))
        .last()
        .isEqualTo("GET /v2/calls/v3:caller");
  }

  @Test
  void shouldNotBringACallerToASecondLineWhileTheFirstTalks() {
    String caller = marked();
    telnyx.answer(200, caller).answer(200, "{\"data\":{\"is_alive\":true}}");
    telnyx.answer(200, "{}").answer(200, caller).answer(200, "{\"data\":{\"is_alive\":false}}");
    int before = telnyx.asked().size();

    assertThat(calls.join(CALLER, OTHER, "cmd-2").result().result())
        .isEqualTo(BridgeResult.LOST_RACE);
    assertThat(telnyx.asked().subList(before, telnyx.asked().size()))
        .containsExactly(
            "GET /v2/calls/v3:caller",
            "GET /v2/calls/v3:leg",
            "POST /v2/calls/v3:other/actions/hangup");

    assertThat(calls.join(CALLER, OTHER, "cmd-3").result().result())
        .as("a line that is gone holds nobody")
        .isEqualTo(BridgeResult.CONNECTED);
  }

  @Test
  void shouldGiveTheCallerTheMusicBackWhenTheNavigatorsLineIsGone() {
    telnyx.answer(200, "{}").answer(200, "{}");
    telnyx.answer(422, "{\"errors\":[{\"code\":\"90015\"}]}");

    assertThat(calls.join(CALLER, LEG, "cmd-1").result().result())
        .isEqualTo(BridgeResult.LOST_RACE);
    assertThat(telnyx.asked())
        .endsWith(
            "POST /v2/calls/v3:caller/actions/playback_start",
            "POST /v2/calls/v3:leg/actions/hangup");
  }

  private static String room(String action) {
    String name = Digests.sha256Hex(Digests.utf8("e1.connect")).substring(0, 24);
    return "POST /v2/conferences/haven-" + name + "/actions/" + action;
  }

  /** The account's calls, the navigator's on the second page. */
  private void calls() {
    telnyx.answer(
        200,
        "{\"data\":[{\"call_control_id\":\"v3:caller\",\"client_state\":null}],\"meta\":"
            + "{\"next\":\"/v2/connections/7/active_calls?page[after]=x\"}}");
    telnyx.answer(
        200,
        "{\"data\":[{\"call_control_id\":\"v3:leg\",\"client_state\":\"%s\"}]}"
            .formatted(new LegState("v3:caller", "e1.connect").base64()));
  }

  @Test
  void shouldMoveBothIntoARoomForTheFirstHold() {
    telnyx.answer(404, "{}");
    calls();
    telnyx.answer(200, "{}").answer(200, "{}").answer(200, "{}");
    calls();

    assertThat(calls.steer(CALLER, "e1.connect", TalkState.ON_HOLD, PLAN).succeeded()).isTrue();

    String list = "GET /v2/connections/7/active_calls?page%5Blimit%5D=250";
    String more = "GET /v2/connections/7/active_calls?page%5Bafter%5D=x";
    assertThat(telnyx.asked())
        .containsExactly(
            room("hold"),
            list,
            more,
            "POST /v2/conferences",
            room("join"),
            room("hold"),
            list,
            more,
            room("unmute"));
    assertThat(Json.text(body(3), "call_control_id")).isEqualTo("v3:leg");
    assertThat(Json.text(body(4), "call_control_id")).isEqualTo("v3:caller");
    assertThat(body(5).at("/call_control_ids/0").asText()).isEqualTo("v3:caller");
    assertThat(Json.text(body(5), "audio_url")).isEqualTo("https://m/1.mp3");
    assertThat(body(8).at("/call_control_ids/0").asText()).isEqualTo("v3:leg");
  }

  @Test
  void shouldMuteTheNavigatorOfACallThatIsInARoom() {
    calls();

    assertThat(calls.steer(CALLER, "e1.connect", TalkState.MUTED, PLAN).succeeded()).isTrue();

    assertThat(telnyx.asked()).endsWith(room("mute"), room("unhold"));
    assertThat(body(2).at("/call_control_ids/0").asText()).isEqualTo("v3:leg");
    assertThat(body(3).at("/call_control_ids/0").asText()).isEqualTo("v3:caller");
  }

  @Test
  void shouldUnmuteTheNavigatorWhoseCallerWasNotOnHold() {
    telnyx.answer(422, "{}");
    calls();

    assertThat(calls.steer(CALLER, "e1.connect", TalkState.TALKING, PLAN).succeeded()).isTrue();

    assertThat(telnyx.asked()).startsWith(room("unhold")).endsWith(room("unmute"));
    assertThat(body(3).at("/call_control_ids/0").asText()).isEqualTo("v3:leg");
  }

  @Test
  void shouldLeaveABridgeAloneThatWasNeverSteered() {
    telnyx.answer(404, "{}");
    calls();
    telnyx.answer(404, "{}");

    assertThat(calls.steer(CALLER, "e1.connect", TalkState.TALKING, PLAN).succeeded()).isTrue();

    assertThat(telnyx.asked())
        .as("what there is no room for")
        .allMatch(asked -> asked.startsWith("GET ") || asked.contains("/conferences/haven-"));
  }

  @Test
  void shouldFailToBeTriedAgainWhenTheCallsCannotBeListed() {
    telnyx.answer(404, "{}").answer(429, "{}");
    telnyx.answer(404, "{}").answer(403, "{}");

    assertThat(calls.takeBack(CALLER, "e1.connect", PLAN).failed()).as("too many").isTrue();
    assertThat(calls.takeBack(CALLER, "e1.connect", PLAN).failed()).as("refused").isTrue();

    assertThat(telnyx.asked()).as("nobody is told to wait").noneMatch(a -> a.endsWith("/speak"));
  }

  @Test
  void shouldTakeBackTheCallerOfANavigatorWhoHungUp() {
    telnyx.answer(404, "{}").answer(200, "{\"data\":[]}");

    assertThat(calls.takeBack(CALLER, "e1.connect", PLAN).succeeded()).isTrue();

    assertThat(telnyx.asked()).last().isEqualTo("POST /v2/calls/v3:caller/actions/speak");
  }

  @Test
  void shouldFailToBeTriedAgainWhenTheNavigatorsLineIsNotThere() {
    telnyx.answer(200, "{\"data\":[]}");

    assertThat(calls.steer(CALLER, "e1.connect", TalkState.MUTED, PLAN).failed()).isTrue();
  }

  @Test
  void shouldGiveACallerOnToANumberOutside() {
    telnyx.answer(404, "{}");
    calls();

    Bridge given = calls.giveOn(CALLER, "e1.connect", OTHER, "e2.connect", PLAN).result();

    assertThat(given.result()).isEqualTo(BridgeResult.CONNECTED);
    assertThat(telnyx.asked())
        .startsWith(room("leave"))
        .endsWith(
            "POST /v2/calls/v3:leg/actions/hangup",
            "POST /v2/calls/v3:caller/actions/speak",
            "GET /v2/calls/v3:caller",
            "POST /v2/calls/v3:caller/actions/playback_stop",
            "POST /v2/calls/v3:caller/actions/bridge",
            "PUT /v2/calls/v3:caller/actions/client_state_update");
    assertThat(Json.text(body(7), "call_control_id")).isEqualTo("v3:other");
  }

  @Test
  void shouldLetTheNavigatorGoWhenTheCallIsOver() {
    telnyx.answer(200, "{}").answer(200, "{}");
    telnyx.answer(422, "{\"errors\":[{\"code\":\"90018\"}]}");

    assertThat(calls.join(CALLER, LEG, "cmd-1").result().result())
        .isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(telnyx.asked()).last().isEqualTo("POST /v2/calls/v3:leg/actions/hangup");
  }

  @Test
  void shouldTellWhyAMessageWillNeverBeSent() {
    telnyx.answer(400, "{\"errors\":[{\"code\":\"40300\"}]}");
    ReplyHandle handle = new ReplyHandle(Map.of("to", "+1", "from", "+2"));

    assertThat(adapter.replies().send(handle, new OutboundMessage("x", null), "c").result())
        .isEqualTo(SendReceipt.refused("40300"));
  }
}
