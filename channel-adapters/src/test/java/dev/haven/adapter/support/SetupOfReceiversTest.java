package dev.haven.adapter.support;

import static dev.haven.channel.Remark.Standing.GOOD;
import static dev.haven.channel.Remark.Standing.UNSURE;
import static dev.haven.channel.Remark.Standing.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.Headers;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.Remark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What adapters that only receive find out about how their platforms are set up. */
@NullUnmarked
class SetupOfReceiversTest {
  private static final Remark NOTHING_CALLS =
      Remark.wrong("nothing there calls the URL of this endpoint");

  private final ScriptedPlatform platform = new ScriptedPlatform();

  @Test
  void shouldLookAtTheApplicationsOfPlivo() {
    platform.answer(
        "{'objects':[{'app_name':'line','answer_url':'URL','message_url':'URL/messages'},"
            + "{'app_name':'other','answer_url':'https://x.example'}]}");

    assertThat(platform.examine("plivo", Map.of("authId", "MA1"), Map.of("authTokens", "t")))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.text())
                    .startsWith("applications call this endpoint: ")
                    .contains("calls of line", "messages of line")
                    .doesNotContain("other"));
    assertThat(platform.asked()).containsExactly("GET /v1/Account/MA1/Application/?limit=20");
    assertThat(platform.call(0).headers()).containsEntry("Authorization", "Basic TUExOnQ=");
  }

  @Test
  void shouldLookAtTheWebhooksOfMessageBird() {
    platform.answer("{'items':[{'id':'w1','url':'URL'}]}");

    assertThat(
            platform.examine(
                "messagebird", Map.of(), Map.of("signingKey", "s", "accessKey", "live")))
        .containsExactly(Remark.good("webhooks of conversations call this endpoint: w1"));
    assertThat(platform.call(0).headers()).containsEntry("Authorization", "AccessKey live");
  }

  @Test
  void shouldLookAtTheWebhooksOfASinchApp() {
    platform.answer("{'webhooks':[{'id':'01W','target':'https://elsewhere.example'}]}");

    assertThat(
            platform.examine(
                "sinch",
                Map.of("projectId", "p", "appId", "01APP"),
                Map.of("secret", "s", "keyId", "k", "keySecret", "z")))
        .containsExactly(NOTHING_CALLS);
    assertThat(platform.asked()).containsExactly("GET /v1/projects/p/apps/01APP/webhooks");
  }

  @Test
  void shouldLookAtTheFaxServicesOfSinch() {
    platform.answer(
        "{'services':[{'name':'fax','incomingWebhookUrl':"
            + "'https://u:p@haven.example.org/hooks/door'}]}");

    assertThat(
            platform.examine(
                "sinch-fax",
                Map.of("projectId", "p"),
                Map.of("basicUser", "u", "basicPassword", "p", "apiKey", "k", "apiSecret", "s")))
        .containsExactly(Remark.good("fax services call this endpoint: fax"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{'phone_number':'+1','callback_url':'URL'}]                   | GOOD
          [{'phone_number':'+1','callback_url':null}]                    | UNSURE
          [{'phone_number':'+1','callback_url':'https://other.example'}] | WRONG
          {}                                                             | UNSURE
          """)
  void shouldTellOfPhaxioOnlyWhatItTells(String numbers, Remark.Standing standing) {
    platform.answer("{'success':true,'data':" + numbers + "}");

    assertThat(
            platform.examine(
                "phaxio", Map.of(), Map.of("callbackToken", "t", "apiKey", "k", "apiSecret", "s")))
        .extracting(Remark::standing)
        .containsExactly(standing);
  }

  @Test
  void shouldLookAtTheApplicationsOfBandwidth() {
    platform.answer(
        "<ApplicationProvisioningResponse><ApplicationList><Application><AppName>help</AppName>"
            + "<InboundCallbackUrl>URL</InboundCallbackUrl></Application><Application>"
            + "<AppName>x</AppName><CallInitiatedCallbackUrl>https://x.example"
            + "</CallInitiatedCallbackUrl></Application></ApplicationList>"
            + "</ApplicationProvisioningResponse>");

    assertThat(
            platform.examine(
                "bandwidth",
                Map.of("accountId", "55"),
                Map.of("basicUser", "u", "basicPassword", "p", "apiToken", "a", "apiSecret", "b")))
        .containsExactly(
            Remark.good("applications call this endpoint: InboundCallbackUrl of help"));
    assertThat(platform.asked()).containsExactly("GET /api/accounts/55/applications");
  }

  @Test
  void shouldSignInAtSlack() {
    Map<String, String> secrets = Map.of("signingSecret", "s", "botToken", "xoxb-1");
    platform.answer("{'ok':true,'team':'T'}");
    assertThat(platform.examine("slack", Map.of(), secrets))
        .containsExactly(Remark.good("the bot signs in"));

    platform.answer(
        new HttpAnswer(
            200,
            Headers.of(Map.of("x-oauth-scopes", "im:history,app_mentions:read")),
            "{\"ok\":true}".getBytes(StandardCharsets.UTF_8)));
    assertThat(platform.examine("slack", Map.of(), secrets))
        .containsExactly(
            Remark.good("the bot signs in"), Remark.unsure("bot: it has no scope files:read"));

    platform.answer("{'ok':false,'error':'invalid_auth'}");
    assertThat(platform.examine("slack", Map.of(), secrets))
        .containsExactly(Remark.wrong("bot: the platform refuses the token (invalid_auth)"));
  }

  @Test
  void shouldSignInAtIntercom() {
    Map<String, String> secrets = Map.of("clientSecret", "s", "accessToken", "t");
    platform.answer("{'type':'admin','app':{'id_code':'a86dr8yl'}}");
    assertThat(platform.examine("intercom", Map.of(), secrets))
        .containsExactly(Remark.good("the token is of app a86dr8yl"));

    platform.answer(401, "{}");
    assertThat(platform.examine("intercom", Map.of(), secrets))
        .extracting(Remark::standing)
        .containsExactly(WRONG);
  }

  @Test
  void shouldCompareTheTokenOfRocketChat() {
    platform.answer("{'_id':'Livechat_webhookUrl','value':'URL'}");
    platform.answer("{'_id':'Livechat_secret_token','value':'another'}");

    assertThat(
            platform.examine(
                "rocketchat",
                Map.of("apiBaseUrl", "https://chat.example"),
                Map.of("token", "t", "userId", "u", "authToken", "a")))
        .containsExactly(
            Remark.good("the workspace calls this endpoint"),
            Remark.wrong("secret token is not the workspace's"));
  }

  @Test
  void shouldLookAtTheSubscriptionsOfGraph() {
    Map<String, Object> config = Map.of("tenantId", "t", "clientId", "c");
    Map<String, String> secrets = Map.of("clientState", "s", "clientSecret", "z");
    platform.answer("{'access_token':'tok'}");
    platform.answer(
        "{'value':[{'notificationUrl':'URL','expirationDateTime':'2026-01-03T00:00:00Z'}]}");

    assertThat(platform.examine("msgraph", config, secrets))
        .containsExactly(
            Remark.good("subscriptions call this endpoint: until 2026-01-03T00:00:00Z"));
    assertThat(platform.asked())
        .containsExactly("POST /t/oauth2/v2.0/token", "GET /v1.0/subscriptions");
    assertThat(platform.call(1).headers()).containsEntry("Authorization", "Bearer tok");

    platform.answer(401, "{}");
    assertThat(platform.examine("msgraph", config, secrets))
        .containsExactly(Remark.wrong("the platform refuses the app or its secret"));
  }

  @Test
  void shouldLookAtTheNamesOfTopics() {
    assertThat(
            platform.examine(
                "aws-sns",
                Map.of("topicArns", List.of("arn:aws:sns:us-east-1:012345678912:in", "in")),
                Map.of()))
        .extracting(Remark::standing)
        .containsExactly(GOOD, WRONG);
    assertThat(platform.examine("aws-sns", Map.of(), Map.of()))
        .extracting(Remark::standing)
        .containsExactly(UNSURE);
  }

  @Test
  void shouldLookAtTheFormOfStablesSecret() {
    assertThat(
            platform.examine(
                "stable", Map.of(), Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
        .extracting(Remark::standing)
        .containsExactly(GOOD);
    assertThat(platform.examine("stable", Map.of(), Map.of("secret", "whsec_AAAA")))
        .extracting(Remark::standing)
        .containsExactly(UNSURE);
  }

  @Test
  void shouldWantAKeyForTheHookOfAFaxServer() {
    assertThat(
            platform.examine(
                "hylafax", Map.of(), Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")))
        .extracting(Remark::standing)
        .containsExactly(GOOD);
    assertThat(platform.examine("hylafax", Map.of(), Map.of()))
        .extracting(Remark::standing)
        .containsExactly(WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "plivo,authToken", "messagebird,signingKey", "sinch,secret", "phaxio,callbackToken",
    "slack,signingSecret", "intercom,clientSecret", "rocketchat,token", "msgraph,clientState"
  })
  void shouldSayWhatIsMissingToAsk(String adapter, String secret) {
    assertThat(platform.examine(adapter, Map.of(), Map.of(secret, "s")))
        .extracting(Remark::standing)
        .containsExactly(UNSURE);
    assertThat(platform.asked()).isEmpty();
  }
}
