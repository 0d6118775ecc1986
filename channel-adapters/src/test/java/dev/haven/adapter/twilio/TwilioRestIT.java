package dev.haven.adapter.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.VertxHttpSender;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Bridge;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.CallRef;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.HoldPlan;
import dev.haven.channel.NavigatorEndpoint;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.Question;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.SendReceipt;
import dev.haven.channel.TalkState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class TwilioRestIT {
  private static final String CALLER = "CA0000000000000000000000000000beef";
  private static final CallRef CALL = new CallRef(Map.of("callSid", CALLER, "to", "+12025550100"));
  private static final CallRef LEG = new CallRef(Map.of("callSid", "CAleg"));
  private static final NavigatorEndpoint NAVIGATOR =
      new NavigatorEndpoint("nav-1", "sip:nav-1@example.org", Duration.ofSeconds(15));

  private final Vertx vertx = Vertx.vertx();
  private FakeTwilio twilio;
  private ChannelAdapter adapter;

  @BeforeEach
  void start() throws Exception {
    twilio = await(new FakeTwilio(vertx, "haven-door").start());
    adapter =
        new TwilioFactory()
            .create(
                Requests.endpoint(
                    "twilio",
                    Map.of(
                        "publicUrl",
                        "https://h.example.org/hooks/door",
                        "apiBaseUrl",
                        twilio.baseUrl(),
                        "holdMusicUrl",
                        "https://h.example.org/music.mp3",
                        "accountSid",
                        FakeTwilio.ACCOUNT),
                    Map.of("authToken", FakeTwilio.TOKEN)),
                AdapterContext.of(new VertxHttpSender(vertx, 100_000), () -> Requests.NOW));
  }

  @AfterEach
  void stop() throws Exception {
    await(twilio.stop());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldRingTheNavigatorIntoARoomTheCallerOpens() throws Exception {
    Bridge bridge = await(adapter.calls().connect(CALL, NAVIGATOR, "cmd-1"));

    assertThat(bridge.result()).isEqualTo(BridgeResult.RINGING);
    assertThat(bridge.navigatorLeg().value("callSid")).startsWith("CA");
    FakeTwilio.Call call = twilio.calls().get(0);
    assertThat(call.resource()).isEqualTo("Calls.json");
    assertThat(call.form().get("To")).isEqualTo("sip:nav-1@example.org");
    assertThat(call.form().get("From")).isEqualTo("+12025550100");
    assertThat(call.form().get("Timeout")).isEqualTo("15");
    assertThat(call.form().get("Twiml"))
        .contains(VoiceReader.room(CALLER, "cmd-1"))
        .contains("startConferenceOnEnter=\"false\"");
    assertThat(call.form().getAll("StatusCallbackEvent"))
        .isEqualTo(List.of("answered", "completed"));
    assertThat(call.form().get("StatusCallback"))
        .isEqualTo("https://h.example.org/hooks/door?haven=leg&c=" + CALLER + "&k=cmd-1");
  }

  @Test
  void shouldAnswerNoAnswerWhenTheLegIsRefused() throws Exception {
    NavigatorEndpoint wrong = new NavigatorEndpoint("n", "nobody", Duration.ofSeconds(15));

    assertThat(await(adapter.calls().connect(CALL, wrong, "cmd-1")).result())
        .isEqualTo(BridgeResult.NO_ANSWER);
  }

  @Test
  void shouldMoveTheCallerOnceWhateverIsRepeated() throws Exception {
    twilio.enqueue(CALLER);

    Bridge first = await(adapter.calls().join(CALL, LEG, "cmd-1"));
    twilio.openRoom(VoiceReader.room(CALLER, "cmd-1"));
    Bridge repeated = await(adapter.calls().join(CALL, LEG, "cmd-1"));

    assertThat(first.result()).isEqualTo(BridgeResult.CONNECTED);
    assertThat(repeated.result()).isEqualTo(BridgeResult.CONNECTED);
    assertThat(twilio.statusOf("CAleg")).isEqualTo("unknown");
    assertThat(twilio.calls().get(1).form().get("Url"))
        .isEqualTo("https://h.example.org/hooks/door?haven=join&c=" + CALLER + "&k=cmd-1");
  }

  @Test
  void shouldBringTheCallerToTheRoomTheNavigatorIsIn() throws Exception {
    twilio.enqueue(CALLER);
    CallRef leg = await(adapter.calls().connect(CALL, NAVIGATOR, "e1.connect")).navigatorLeg();

    await(adapter.calls().join(CALL, leg, "e1.connect.join"));

    assertThat(twilio.calls().get(2).form().get("Url")).endsWith("&k=e1.connect");
  }

  @Test
  void shouldLetTheSecondNavigatorGoWhenAnotherCommandWasFaster() throws Exception {
    twilio.enqueue(CALLER);
    CallRef second = await(adapter.calls().connect(CALL, NAVIGATOR, "cmd-2")).navigatorLeg();
    await(adapter.calls().join(CALL, LEG, "cmd-1"));
    twilio.openRoom(VoiceReader.room(CALLER, "cmd-1"));

    Bridge lost = await(adapter.calls().join(CALL, second, "cmd-2"));

    assertThat(lost.result()).isEqualTo(BridgeResult.LOST_RACE);
    assertThat(twilio.statusOf(second.value("callSid"))).isEqualTo("completed");
    assertThat(twilio.statusOf(CALLER)).isEqualTo("in-progress");
  }

  @Test
  void shouldLetTheNavigatorGoWhenTheCallerIsGone() throws Exception {
    twilio.enqueue(CALLER);
    CallRef leg = await(adapter.calls().connect(CALL, NAVIGATOR, "cmd-1")).navigatorLeg();
    twilio.hangUp(CALLER);

    Bridge gone = await(adapter.calls().join(CALL, leg, "cmd-1"));

    assertThat(gone.result()).isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(twilio.statusOf(leg.value("callSid"))).isEqualTo("completed");
  }

  @Test
  void shouldHoldTheCallerAndMuteTheNavigatorInTheirRoom() throws Exception {
    HoldPlan plan = new HoldPlan("en", 0, null);
    twilio.openRoom(VoiceReader.room(CALLER, "e1.connect"), "CAleg", CALLER);

    await(adapter.calls().steer(CALL, "e1.connect", TalkState.MUTED, plan));
    assertThat(twilio.participant("CAleg")).containsEntry("Muted", "true");
    assertThat(twilio.participant(CALLER)).containsEntry("Hold", "false");

    await(adapter.calls().steer(CALL, "e1.connect", TalkState.ON_HOLD, plan));
    assertThat(twilio.participant("CAleg")).containsEntry("Muted", "false");
    assertThat(twilio.participant(CALLER))
        .containsEntry("Hold", "true")
        .containsEntry("HoldUrl", "https://h.example.org/music.mp3")
        .containsEntry("HoldMethod", "GET");

    await(adapter.calls().steer(CALL, "e1.connect", TalkState.TALKING, plan));
    assertThat(twilio.participant(CALLER)).containsEntry("Hold", "false");
  }

  @Test
  void shouldSendTheCallerOnFromRoomToRoom() throws Exception {
    twilio.enqueue(CALLER);
    NavigatorEndpoint hospital =
        new NavigatorEndpoint("hospital", "+12025550111", Duration.ofSeconds(25), true, null);
    CallRef leg = await(adapter.calls().connect(CALL, hospital, "e2.connect")).navigatorLeg();

    Bridge given =
        await(
            adapter
                .calls()
                .giveOn(CALL, "e1.connect", leg, "e2.join", new HoldPlan("en", 0, null)));

    assertThat(given.result()).isEqualTo(BridgeResult.CONNECTED);
    assertThat(twilio.calls().get(0).form().get("To")).isEqualTo("+12025550111");
    FakeTwilio.Call sent = twilio.calls().get(1);
    assertThat(sent.resource()).isEqualTo("Calls/" + CALLER + ".json");
    assertThat(sent.form().get("Url")).contains("haven=join").endsWith("&k=e2.connect");
  }

  @Test
  void shouldAskWhoeverAnswersOutsideBeforeTheyEnterTheRoom() throws Exception {
    NavigatorEndpoint onCall =
        new NavigatorEndpoint(
            "on_call",
            "+12025550122",
            Duration.ofSeconds(25),
            true,
            new Question("es", Duration.ofSeconds(20)));

    await(adapter.calls().connect(CALL, onCall, "e2.connect"));

    assertThat(twilio.calls().get(0).form().get("Twiml"))
        .contains("<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"20\"")
        .contains("haven=answer&amp;c=" + CALLER + "&amp;k=e2.connect")
        .contains("oprima 1")
        .endsWith("<Hangup/></Response>")
        .doesNotContain("Conference");
  }

  @Test
  void shouldBringAnInterpreterIntoTheRoomOfBothWithoutEndingIt() throws Exception {
    NavigatorEndpoint interpreter =
        new NavigatorEndpoint("interpreter.fr", "+12025550133", Duration.ofSeconds(25), true, null);
    CallRef leg = await(adapter.calls().connect(CALL, interpreter, "e1.2.connect")).navigatorLeg();

    Bridge joined = await(adapter.calls().bringIn(CALL, "e1.1.connect", leg));

    assertThat(joined.result()).isEqualTo(BridgeResult.CONNECTED);
    FakeTwilio.Call moved = twilio.calls().get(1);
    assertThat(moved.resource()).isEqualTo("Calls/" + leg.value("callSid") + ".json");
    assertThat(moved.form().get("Twiml"))
        .contains(">" + VoiceReader.room(CALLER, "e1.1.connect") + "</Conference>")
        .contains("endConferenceOnExit=\"false\"");
  }

  @Test
  void shouldLetTheOtherLineGoWhenTheCallerIsGoneOnTheWay() throws Exception {
    CallRef leg = await(adapter.calls().connect(CALL, NAVIGATOR, "e2.connect")).navigatorLeg();

    Bridge given =
        await(
            adapter
                .calls()
                .giveOn(CALL, "e1.connect", leg, "e2.join", new HoldPlan("en", 0, null)));

    assertThat(given.result()).isEqualTo(BridgeResult.CALLER_GONE);
    assertThat(twilio.statusOf(leg.value("callSid"))).isEqualTo("completed");
  }

  @Test
  void shouldSteerNobodyWhenTheRoomIsOver() throws Exception {
    HoldPlan plan = new HoldPlan("en", 0, null);

    await(adapter.calls().steer(CALL, "e1.connect", TalkState.ON_HOLD, plan));

    assertThat(twilio.calls()).hasSize(1);
  }

  @Test
  void shouldSendAnAnswerFromTheNumberItCameTo() throws Exception {
    ReplyHandle handle = new ReplyHandle(Map.of("to", "+15551230001", "from", "+12025550100"));

    SendReceipt receipt =
        await(adapter.replies().send(handle, new OutboundMessage("ya voy", null), "cmd-9"));

    assertThat(receipt.externalId()).startsWith("SM");
    FakeTwilio.Call call = twilio.calls().get(0);
    assertThat(call.form().get("Body")).isEqualTo("ya voy");
    assertThat(call.form().get("StatusCallback")).endsWith("?haven=sent&c=&k=cmd-9");
  }

  @Test
  void shouldTellThePlatformsCodeWhenItWillNeverBeSent() throws Exception {
    ReplyHandle handle = new ReplyHandle(Map.of("to", "nowhere", "from", "+12025550100"));

    SendReceipt receipt =
        await(adapter.replies().send(handle, new OutboundMessage("ya voy", null), "cmd-9"));

    assertThat(receipt).isEqualTo(SendReceipt.refused("21211"));
  }

  @Test
  void shouldFailWithoutWordsWhenThePlatformIsDown() {
    twilio.failNext(500);
    ReplyHandle handle = new ReplyHandle(Map.of("to", "+15551230001", "from", "+12025550100"));

    Future<SendReceipt> sent =
        adapter.replies().send(handle, new OutboundMessage("ya voy", null), "cmd-9");

    assertThatThrownBy(() -> await(sent))
        .hasMessageContaining("500")
        .message()
        .doesNotContain("ya voy")
        .doesNotContain("555");
  }
}
