package dev.haven.adapter.support;

import static dev.haven.channel.Remark.Standing.GOOD;
import static dev.haven.channel.Remark.Standing.UNSURE;
import static dev.haven.channel.Remark.Standing.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.SendReceipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What adapters find out by asking platforms how they are set up. */
@NullUnmarked
class SetupTest {
  private final ScriptedPlatform platform = new ScriptedPlatform();

  private List<Remark> examine(String adapter, Map<String, Object> config, Map<String, ?> secrets) {
    return platform.examine(adapter, config, secrets);
  }

  private void answer(String body) {
    platform.answer(body);
  }

  @Test
  void shouldNameTheNumbersOfTwilioThatCallTheEndpoint() {
    answer(
        "{'incoming_phone_numbers':[{'phone_number':'+12025550100','voice_url':'URL#rc=2',"
            + "'sms_url':'https://elsewhere.example/sms'},{'phone_number':'+12025550199'}]}");
    answer("{'applications':[]}");

    assertThat(examine("twilio", Map.of("accountSid", "AC1"), Map.of("authToken", "t")))
        .containsExactly(Remark.good("numbers call this endpoint: calls of +12025550100"));
    assertThat(platform.asked().get(0))
        .isEqualTo("GET /2010-04-01/Accounts/AC1/IncomingPhoneNumbers.json?PageSize=1000");
    assertThat(platform.call(0).headers()).containsEntry("Authorization", "Basic QUMxOnQ=");
  }

  @Test
  void shouldSayThatNothingCallsTheEndpoint() {
    answer(
        "{'incoming_phone_numbers':[{'phone_number':'+1','voice_url':'https://other.example'}]}");
    answer("{'applications':[{'friendly_name':'a','voice_url':'URL-of-another'}]}");

    assertThat(examine("twilio", Map.of("accountSid", "AC1"), Map.of("authToken", "t")))
        .containsExactly(Remark.wrong("nothing there calls the URL of this endpoint"));
  }

  @Test
  void shouldCompareTheKeyTelnyxSignsWith() {
    answer("{'data':{'public':'d3bocLkzVPKgskwj8qNsxOgOIjIYwbl5Jv3QGDlqK5s='}}");
    answer("{'data':[{'application_name':'hot line','webhook_event_url':'URL'}]}");
    answer("{'data':[{'name':'sms','webhook_url':'URL/'}]}");
    answer("{'data':[]}");

    assertThat(examineTelnyx())
        .containsExactly(
            Remark.good("secret publicKeyBase64 is the account's"),
            Remark.good("call control applications call this endpoint: hot line"),
            Remark.good("messaging profiles call this endpoint: sms"));

    answer("{'data':{'public':'another'}}");
    assertThat(examineTelnyx())
        .contains(Remark.wrong("secret publicKeyBase64 is not the account's"));
  }

  private List<Remark> examineTelnyx() {
    return examine(
        "telnyx",
        Map.of(),
        Map.of("publicKeyBase64", "d3bocLkzVPKgskwj8qNsxOgOIjIYwbl5Jv3QGDlqK5s=", "apiKey", "K"));
  }

  @Test
  void shouldLookAtMetasSubscriptionsAsTheApp() {
    answer("{'data':[{'object':'whatsapp_business_account','callback_url':'URL','active':true}]}");

    assertThat(examine("meta", Map.of("appId", "77"), Map.of("appSecret", "s", "verifyToken", "v")))
        .containsExactly(
            Remark.good("subscriptions call this endpoint: whatsapp_business_account"));
    assertThat(platform.asked()).containsExactly("GET /v21.0/77/subscriptions");
    assertThat(platform.call(0).headers()).containsEntry("Authorization", "Bearer 77|s");
  }

  @Test
  void shouldLookAtTheApplicationOfVonage() {
    answer(
        "{'capabilities':{'messages':{'webhooks':{'inbound_url':{'address':'URL'}}},"
            + "'voice':{'webhooks':{'answer_url':{'address':'https://x.example'}}}}}");

    assertThat(
            examine(
                "vonage",
                Map.of(),
                Map.of(
                    "signatureSecret", "s", "apiKey", "k", "apiSecret", "z", "applicationId", "a")))
        .containsExactly(Remark.good("the application's call this endpoint: messages inbound_url"));
  }

  @Test
  void shouldLookAtTheWebhooksOfChatwoot() {
    answer("{'payload':{'webhooks':[{'id':4,'url':'URL?token=abc'}]}}");

    assertThat(
            examine(
                "chatwoot",
                Map.of("apiBaseUrl", "https://chat.example", "account", 3),
                Map.of("secret", "s", "apiAccessToken", "t")))
        .containsExactly(Remark.good("webhooks call this endpoint: 4"));
    assertThat(platform.asked()).containsExactly("GET /api/v1/accounts/3/webhooks");
  }

  @Test
  void shouldLookWhereHostedMailParsersSendMail() {
    Map<String, String> basic = Map.of("basicUser", "u", "basicPassword", "p");
    answer(
        "{'result':[{'hostname':'in.example.org','url':'https://u:p@haven.example.org/hooks/door'}]}");
    assertThat(examine("sendgrid", Map.of(), with(basic, "apiKey", "k")))
        .containsExactly(Remark.good("parse settings call this endpoint: in.example.org"));

    answer("{'items':[{'description':'help','actions':['forward(\\'URL\\')','stop()']}]}");
    assertThat(examine("mailgun", Map.of(), Map.of("signingKey", "s", "apiKey", "k")))
        .containsExactly(Remark.good("routes call this endpoint: help"));

    answer("{'InboundHookUrl':''}");
    assertThat(examine("postmark", Map.of(), with(basic, "serverToken", "t")))
        .containsExactly(Remark.wrong("nothing there calls the URL of this endpoint"));
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> all = new HashMap<>(map);
    all.put(name, value);
    return all;
  }

  @Test
  void shouldSignInAtAsteriskWithoutTakingItsEvents() {
    Map<String, String> secrets = Map.of("user", "u", "password", "p");
    answer("{}");
    platform.answer(404, "{}");
    platform.answer(404, "{}");

    assertThat(examine("asterisk-ari", Map.of("app", "router"), secrets))
        .extracting(Remark::standing)
        .containsExactly(GOOD, UNSURE);
    assertThat(platform.asked())
        .containsExactly(
            "GET /ari/asterisk/info?only=system",
            "DELETE /ari/channels/haven-none",
            "GET /ari/applications/router");

    answer("{}");
    platform.answer(403, "{}");
    assertThat(examine("asterisk-ari", Map.of("app", "router"), secrets))
        .containsExactly(Remark.wrong("the user may only read: read_only=no is needed"));

    platform.answer(401, "{}");
    assertThat(examine("asterisk-ari", Map.of("app", "router"), secrets))
        .containsExactly(Remark.wrong("Asterisk refuses user or password"));
  }

  @Test
  void shouldSayWhatIsMissingToAsk() {
    assertThat(examine("twilio", Map.of(), Map.of("authToken", "t")))
        .extracting(Remark::standing)
        .containsExactly(UNSURE);
    assertThat(examine("cloudevents", Map.of(), Map.of("bearerToken", "t"))).isEmpty();
    assertThat(platform.asked()).isEmpty();
  }

  @Test
  void shouldTellRefusedCredentialsFromAnAnswerOfAnotherForm() {
    Map<String, String> secrets =
        Map.of("basicUser", "u", "basicPassword", "p", "apiKey", "the-key");
    platform.answer(403, "no");
    assertThat(examine("sendgrid", Map.of(), secrets))
        .containsExactly(
            Remark.wrong("parse settings: the platform refuses the credentials (HTTP 403)"));

    answer("{'result':{}}");
    assertThat(examine("sendgrid", Map.of(), secrets))
        .extracting(Remark::standing)
        .containsExactly(UNSURE);

    platform.answer(503, "");
    assertThat(examine("sendgrid", Map.of(), secrets))
        .extracting(Remark::standing)
        .containsExactly(WRONG);
  }

  @Test
  void shouldCompareNothingWithoutAUrl() {
    answer("{'result':[]}");

    assertThat(
            examine(
                "sendgrid",
                Map.of("publicUrl", "/hooks/door"),
                Map.of("basicUser", "u", "basicPassword", "p", "apiKey", "k")))
        .containsExactly(Remark.unsure("http.publicUrl is not set: there is no URL to look for"));
  }

  @Test
  void shouldSignInAtTwilioWithTheNewestOfItsTokens() {
    ChannelAdapter adapter =
        platform.adapter(
            "twilio",
            Map.of("accountSid", "AC1"),
            Map.of("authTokens", List.of("new-token", "old-token")));
    platform.answer(201, "{\"sid\":\"SM1\"}");

    SendReceipt receipt =
        adapter
            .replies()
            .send(
                new ReplyHandle(Map.of("to", "+15551230001", "from", "+12025550100")),
                new OutboundMessage("here", null),
                "m1")
            .result();

    assertThat(receipt).isEqualTo(SendReceipt.taken("SM1"));
    assertThat(adapter.lacks()).isEmpty();
    assertThat(platform.call(0).headers())
        .containsEntry("Authorization", "Basic QUMxOm5ldy10b2tlbg==");
  }

  @Test
  void shouldNotSignInAtSignalWireWithWhatSigns() {
    Map<String, Object> project =
        Map.of("accountSid", "P", "apiBaseUrl", "https://s.signalwire.com/api/laml");

    ChannelAdapter receives =
        platform.adapter("signalwire", project, Map.of("signingKeys", List.of("PSK_1")));
    ChannelAdapter answers =
        platform.adapter(
            "signalwire",
            project,
            Map.of("signingKey", "PSK_1", "apiKey", "P", "apiKeySecret", "t"));

    assertThat(receives.replies()).isNull();
    assertThat(receives.lacks()).singleElement().asString().contains("apiKeySecret");
    assertThat(answers.replies()).isNotNull();
    assertThat(answers.lacks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "twilio,authToken,t,config.accountSid",
    "telnyx,publicKeyBase64,d3bocLkzVPKgskwj8qNsxOgOIjIYwbl5Jv3QGDlqK5s=,apiKey",
    "vonage,signatureSecret,s,privateKey",
    "meta,appSecret,s,accessToken",
    "chatwoot,secret,s,apiAccessToken"
  })
  void shouldNameWhatIsMissingToAnswerAndTakeNone(
      String adapter, String secret, String value, String missing) {
    ChannelAdapter made = platform.adapter(adapter, Map.of(), Map.of(secret, value));

    assertThat(made.replies()).isNull();
    assertThat(made.lacks()).singleElement().asString().contains(missing, "needed to answer");
  }
}
