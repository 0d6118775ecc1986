package dev.haven.adapter.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.Acceptance;
import dev.haven.channel.BridgeResult;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class TwilioAdapterTest {
  private static final String URL = "https://h.example.org/hooks/door";
  private static final Map<String, String> CALL =
      Map.of(
          "CallSid", "CA1",
          "From", "+15551230001",
          "To", "+12025550100",
          "CallStatus", "ringing",
          "Direction", "inbound");

  private final WebhookAdapter adapter =
      (WebhookAdapter)
          new TwilioFactory()
              .create(
                  Requests.endpoint(
                      "twilio",
                      Map.of("publicUrl", URL),
                      Map.of("authTokens", List.of("another", FakeTwilio.TOKEN))),
                  Requests.offline());

  private final WebhookAdapter takesMessages =
      (WebhookAdapter)
          new TwilioFactory()
              .create(
                  Requests.endpoint(
                      "twilio",
                      Map.of("publicUrl", URL, "voicemailDigit", "2"),
                      Map.of("authTokens", List.of(FakeTwilio.TOKEN))),
                  Requests.offline());

  private String withVoicemail(String query, Map<String, String> form) {
    ParseResult read = takesMessages.parse(signed(query, form), Requests.NOW);
    return takesMessages.acknowledge(read, Acceptance.stored()).bodyAsUtf8();
  }

  private static RawRequest signed(String query, Map<String, String> form) {
    String body = new String(Form.of(form).encoded(), StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Twilio-Signature",
            FakeTwilio.sign(URL + query, form));
    return Requests.post("/hooks/door" + query, headers, body);
  }

  private static Map<String, String> with(Map<String, String> form, String... more) {
    Map<String, String> all = new LinkedHashMap<>(form);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private InboundEvent event(String query, Map<String, String> form) {
    RawRequest request = signed(query, form);
    assertThat(adapter.verify(request, Requests.NOW)).isEqualTo(Verdict.accepted());
    return ((ParseResult.Events) adapter.parse(request, Requests.NOW)).events().get(0);
  }

  private String answer(String query, Map<String, String> form, Acceptance acceptance) {
    return adapter.acknowledge(ParseResult.of(event(query, form)), acceptance).bodyAsUtf8();
  }

  @Test
  void shouldQueueACallerWithTheFirstAnswer() {
    assertThat(event("", CALL))
        .isInstanceOfSatisfying(
            InboundContact.class,
            contact -> {
              assertThat(contact.channel()).isEqualTo(Channel.PHONE);
              assertThat(contact.call()).isNotNull();
            });
    assertThat(answer("", CALL, Acceptance.stored()))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Enqueue waitUrl=\""
                + URL
                + "?haven=wait\" waitUrlMethod=\"POST\" action=\""
                + URL
                + "?haven=left\" method=\"POST\">haven-door</Enqueue></Response>");
  }

  @Test
  void shouldSpeakPlaceAndWaitInTheCallersLanguage() {
    Acceptance waiting =
        new Acceptance(List.of("c"), true, 3, Duration.ofSeconds(200), "es", false);

    String spoken = answer("?haven=wait", with(CALL, "QueueTime", "30"), waiting);

    assertThat(spoken)
        .contains("<Say language=\"es-MX\">Usted es el número 3 en la fila. ")
        .contains("de unos 4 minutos.")
        .contains("<Play>")
        .doesNotContain("Gracias por llamar");
  }

  @Test
  void shouldTellAPressedKey() {
    assertThat(event("?haven=digit", with(CALL, "Digits", "1")))
        .isInstanceOfSatisfying(
            InboundStatus.class, status -> assertThat(status.digits()).isEqualTo("1"));
  }

  @Test
  void shouldEndTheContactWhenTheCallerHangsUpInTheQueue() {
    InboundStatus status =
        (InboundStatus) event("?haven=left", with(CALL, "QueueResult", "hangup"));

    assertThat(status.terminal()).isTrue();
    assertThat(status.externalId()).isEqualTo("CA1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue-full", "error", "system-error"})
  void shouldTryAgainWhenTheQueueWouldNotTakeTheCaller(String result) {
    String answer = answer("?haven=left", with(CALL, "QueueResult", result), Acceptance.stored());

    assertThat(answer).contains("<Pause").contains("<Enqueue");
  }

  @Test
  void shouldTakeAMessageOnlyOfACallerWhoAskedForIt() {
    String offered = withVoicemail("?haven=wait", with(CALL, "QueueTime", "20"));
    assertThat(offered).contains("To leave a message and be called back, press 2.");
    String left = withVoicemail("?haven=digit", with(CALL, "Digits", "2"));
    assertThat(left).contains("<Leave/>");

    String recorded = withVoicemail("?haven=left", with(CALL, "QueueResult", "leave"));
    String without = answer("?haven=left", with(CALL, "QueueResult", "leave"), Acceptance.stored());

    assertThat(recorded)
        .contains("<Record playBeep=\"true\" finishOnKey=\"#\" maxLength=\"300\"")
        .contains("haven=message");
    assertThat(without).doesNotContain("<Record");
  }

  @Test
  void shouldMakeAMessageAContactOfItsOwn() {
    Map<String, String> form = new HashMap<>(CALL);
    form.put("RecordingSid", "RE1");
    form.put("RecordingUrl", "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1");
    form.put("RecordingDuration", "12");

    InboundContact contact = (InboundContact) event("?haven=message", form);

    assertThat(contact.externalId()).isEqualTo("RE1");
    assertThat(contact.call()).isNull();
    assertThat(contact.attributes()).containsEntry("voicemailSeconds", "12");
    assertThat(contact.attachments()).hasSize(1);
    assertThat(answer("?haven=message", form, Acceptance.stored()))
        .contains("We have your message")
        .contains("<Hangup/>");
    form.put("RecordingDuration", "0");
    assertThat(event("?haven=message", form)).isInstanceOf(InboundStatus.class);
  }

  @ParameterizedTest
  @CsvSource({
    "in-progress,ANSWERED",
    "busy,NO_ANSWER",
    "no-answer,NO_ANSWER",
    "failed,NO_ANSWER",
    "completed,HUNG_UP"
  })
  void shouldTellWhatBecameOfTheNavigatorsLeg(String status, BridgeResult bridge) {
    Map<String, String> leg =
        Map.of("CallSid", "CA2", "CallStatus", status, "Direction", "outbound-api");

    InboundStatus told = (InboundStatus) event("?haven=leg&c=CA1&k=cmd-1", leg);

    assertThat(told.bridge()).isEqualTo(bridge);
    assertThat(told.externalId()).isEqualTo("CA1");
    assertThat(told.commandId()).isEqualTo("cmd-1");
    assertThat(told.terminal()).isFalse();
    assertThat(told.leg().value("callSid")).isEqualTo("CA2");
  }

  @Test
  void shouldBringTheCallerToTheRoomOfTheCommand() {
    String answer = answer("?haven=join&c=CA1&k=cmd-1", CALL, Acceptance.stored());

    assertThat(answer)
        .contains("startConferenceOnEnter=\"true\"")
        .contains(">" + VoiceReader.room("CA1", "cmd-1") + "</Conference>");
  }

  @Test
  void shouldLetWhoeverAnsweredOutsideInByTheKeyOnly() {
    Map<String, String> leg =
        Map.of("CallSid", "CA2", "CallStatus", "in-progress", "Direction", "outbound-api");
    String url = "?haven=answer&c=CA1&k=cmd-1";

    InboundStatus told = (InboundStatus) event(url, with(leg, "Digits", "1"));
    assertThat(told.bridge()).isEqualTo(BridgeResult.CONFIRMED);
    assertThat(told.commandId()).isEqualTo("cmd-1");
    assertThat(told.leg().value("callSid")).isEqualTo("CA2");
    assertThat(answer(url, with(leg, "Digits", "1"), Acceptance.stored()))
        .contains("startConferenceOnEnter=\"false\"")
        .contains(">" + VoiceReader.room("CA1", "cmd-1") + "</Conference>");

    assertThat(((InboundStatus) event(url, with(leg, "Digits", "2"))).bridge())
        .isEqualTo(BridgeResult.DECLINED);
    assertThat(answer(url, with(leg, "Digits", "2"), Acceptance.stored()))
        .contains("<Hangup/>")
        .doesNotContain("Conference");
  }

  @Test
  void shouldMakeNothingOfOurOwnCall() {
    assertThat(event("", with(CALL, "Direction", "outbound-api")))
        .isInstanceOf(InboundSystem.class);
  }

  @Test
  void shouldReadAMessageWithMediaOfAnotherPlatform() {
    Map<String, String> message =
        Map.of(
            "MessageSid", "MM1",
            "From", "whatsapp:+15551230001",
            "To", "whatsapp:+12025550100",
            "Body", "",
            "NumMedia", "1",
            "MediaUrl0", "https://api.twilio.com/m/1",
            "MediaContentType0", "image/jpeg");

    assertThat(event("", message))
        .isInstanceOfSatisfying(
            InboundContact.class,
            contact -> {
              assertThat(contact.channel()).isEqualTo(Channel.CHAT);
              assertThat(contact.from().value()).isEqualTo("+15551230001");
              assertThat(contact.reply().value("to")).isEqualTo("whatsapp:+15551230001");
              assertThat(contact.attachments()).hasSize(1);
              assertThat(contact.text()).isEmpty();
            });
  }

  @Test
  void shouldTellHowOurMessageFares() {
    InboundStatus status =
        (InboundStatus)
            event("?haven=sent&c=&k=cmd-9", Map.of("MessageSid", "SM1", "MessageStatus", "failed"));

    assertThat(status.commandId()).isEqualTo("cmd-9");
    assertThat(status.status()).isEqualTo("failed");
  }

  @Test
  void shouldRefuseAQueryThatWasNotSigned() {
    RawRequest signed = signed("", CALL);
    RawRequest moved =
        new RawRequest("POST", "/hooks/door?haven=left", signed.headers(), signed.body(), null);

    assertThat(adapter.verify(moved, Requests.NOW))
        .isEqualTo(Verdict.refused(RefusalReason.SIGNATURE_MISMATCH, 403));
  }

  @Test
  void shouldKeepTheCallerOnTheLineWhenNothingCanBeStored() {
    assertThat(adapter.tryLater(signed("", CALL)).bodyAsUtf8()).contains("<Redirect/>");
    assertThat(adapter.tryLater(signed("", Map.of("MessageSid", "SM1"))).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/p, https://a.org:443/p",
    "https://a.org:8443/p?x=1:2, https://a.org/p?x=1:2",
    "http://[::1]/p, http://[::1]:80/p",
    "http://[::1]:8080/p, http://[::1]/p",
    "https://u:p@a.org/p, https://u:p@a.org:443/p",
    "https://a.org?x=1, https://a.org:443?x=1"
  })
  void shouldTryTheUrlWithAndWithoutPort(String url, String other) {
    assertThat(RequestSignature.withAndWithoutPort(url)).containsExactly(url, other);
  }
}
