package dev.haven.adapter.standardwebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import dev.haven.channel.WebhookReply;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class StandardWebhooksAdapterTest {
  private static final String OLD = "whsec_b2xkIHNlY3JldCBvZiB0aGUgZG9vcg==";
  private static final String NEW = "whsec_bmV3IHNlY3JldCBvZiB0aGUgZG9vcg==";
  private static final Instant NOW = Requests.NOW;
  private static final String CREATED =
      "{\"type\":\"contact.created\",\"data\":{\"channel\":\"sms\",\"from\":\"+1 555 123 0001\","
          + "\"text\":\"ayuda\",\"language\":\"es\",\"attributes\":{\"a\":1}}}";

  private final WebhookAdapter adapter = adapter(Map.of("secret", List.of(NEW, OLD)));

  private static WebhookAdapter adapter(Map<String, ?> secrets) {
    return (WebhookAdapter)
        new StandardWebhooksFactory()
            .create(Requests.endpoint("standard-webhooks", Map.of(), secrets), Requests.offline());
  }

  /** Signed by the scheme's own library. */
  private static RawRequest signed(String secret, String id, Instant at, String body) {
    try {
      String signature = new Webhook(secret).sign(id, at.getEpochSecond(), body);
      return request(id, at, signature, body);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static RawRequest request(String id, Instant at, String signature, String body) {
    Map<String, String> headers =
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", String.valueOf(at.getEpochSecond()),
            "webhook-signature", signature);
    return Requests.post("/hooks/door", headers, body);
  }

  private RefusalReason refusal(RawRequest request) {
    return adapter
        .verify(request, NOW)
        .match(
            ok -> {
              throw new AssertionError("accepted");
            },
            Verdict.Refused::reason,
            needs -> {
              throw new AssertionError("needs");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW})
  void shouldAcceptWhatTheLibrarySignedWithAnyValidSecret(String secret) {
    assertThat(adapter.verify(signed(secret, "msg_1", NOW, CREATED), NOW))
        .isEqualTo(Verdict.accepted());
  }

  @Test
  void shouldRefuseASecretThatIsNotConfigured() {
    RawRequest request = signed("whsec_c29tZWJvZHkgZWxzZQ==", "msg_1", NOW, CREATED);

    assertThat(refusal(request)).isEqualTo(RefusalReason.SIGNATURE_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({"300,", "301,STALE_TIMESTAMP", "-300,", "-301,FUTURE_TIMESTAMP"})
  void shouldAcceptFiveMinutesEitherWay(long age, RefusalReason reason) {
    RawRequest request = signed(NEW, "msg_1", NOW.minus(Duration.ofSeconds(age)), CREATED);

    Verdict expected = reason == null ? Verdict.accepted() : Verdict.refused(reason, 401);
    assertThat(adapter.verify(request, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "", "a\tb", "ñ"})
  void shouldRefuseAnIdThatCouldMoveTheBorder(String id) {
    assertThat(refusal(request(id, NOW, "v1,AAAA", CREATED))).isEqualTo(RefusalReason.MALFORMED);
  }

  @Test
  void shouldRefuseWhenTheSignatureIsMissing() {
    RawRequest request = Requests.post("/hooks/door", Map.of("webhook-id", "a"), CREATED);

    assertThat(refusal(request)).isEqualTo(RefusalReason.MISSING_HEADER);
    WebhookReply reply = adapter.refuse(new Verdict.Refused(RefusalReason.MISSING_HEADER, 401));
    assertThat(reply.bodyAsUtf8()).contains("signature-missing");
  }

  @Test
  void shouldAcceptAnAsymmetricSignatureBesideUnknownOnes() throws GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(("msg_2." + NOW.getEpochSecond() + ".{}").getBytes());
    String signature = Base64.getEncoder().encodeToString(signer.sign());
    WebhookAdapter asymmetric =
        adapter(Map.of("publicKey", "whpk_" + Base64.getEncoder().encodeToString(raw)));

    RawRequest request = request("msg_2", NOW, "v9,xx v1,AAAA v1a," + signature, "{}");

    assertThat(asymmetric.verify(request, NOW)).isEqualTo(Verdict.accepted());
  }

  @Test
  void shouldReadACreatedContact() {
    ParseResult result = adapter.parse(signed(NEW, "msg_1", NOW, CREATED), NOW);

    assertThat(((ParseResult.Events) result).events())
        .singleElement()
        .isInstanceOfSatisfying(
            InboundContact.class,
            contact -> {
              assertThat(contact.channel()).isEqualTo(Channel.SMS);
              assertThat(contact.idempotencyKey()).isEqualTo("msg_1");
              assertThat(contact.from().value()).isEqualTo("+15551230001");
              assertThat(contact.text()).isEqualTo("ayuda");
              assertThat(contact.attributes()).containsEntry("a", "1");
              assertThat(contact.toString()).doesNotContain("ayuda").doesNotContain("555");
            });
  }

  @Test
  void shouldReadThatAPersonIsGone() {
    String body = "{\"type\":\"contact.abandoned\",\"data\":{\"idempotencyKey\":\"abc\"}}";

    ParseResult result = adapter.parse(signed(NEW, "msg_3", NOW, body), NOW);

    assertThat(((ParseResult.Events) result).events())
        .singleElement()
        .isInstanceOfSatisfying(
            InboundStatus.class,
            status -> {
              assertThat(status.terminal()).isTrue();
              assertThat(status.externalId()).isEqualTo("abc");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"contact.created\"}",
        "{\"type\":\"contact.abandoned\",\"data\":{\"text\":\"x\",\"contactId\":\"c\"}}",
        "{\"type\":\"contact.created\",\"type\":\"x\",\"data\":{}}",
        "no json"
      })
  void shouldCallAnAuthenticOddBodyUnreadable(String body) {
    assertThat(adapter.parse(signed(NEW, "msg_4", NOW, body), NOW))
        .isInstanceOf(ParseResult.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "created|'channel':'sms','text':'WORDS','nme':1|unknown_field",
        "created|'channel':'sms','text':'x','nme':{'a':['WORDS']}|unknown_field",
        "created|'channel':'sms','text':['WORDS']|text_expected",
        "created|'channel':'sms','text':'WORDS','from':7|text_expected",
        "created|'channel':'sms','text':'WORDS','attributes':[1]|attributes_shape",
        "created|'channel':'pigeon','text':'WORDS'|unknown_channel",
        "created|'text':'WORDS'|unknown_channel",
        "message|'text':'WORDS'|message_without_conversation",
        "noted|'text':'WORDS'|unknown_type",
        "message|'conversationId':'k','text':'WORDS'|",
        "message|'contactId':'k','text':'WORDS'|",
      })
  void shouldReadTheWordsOfWhatIsNotAsAgreed(String kind, String data, @Nullable String why) {
    String words = "I want to kill myself";
    String body =
        "{'type':'contact.%s','data':{%s}}"
            .formatted(kind, data.replace("WORDS", words))
            .replace('\'', '"');

    ParseResult result = adapter.parse(signed(NEW, "msg_6", NOW, body), NOW);

    assertThat(((ParseResult.Events) result).events())
        .singleElement()
        .isInstanceOfSatisfying(
            InboundContact.class,
            contact -> {
              assertThat(contact.text()).contains(words);
              assertThat(contact.idempotencyKey()).isEqualTo("msg_6");
              assertThat(contact.attributes().get(InboundContact.UNREADABLE)).isEqualTo(why);
            });
    String answer = adapter.acknowledge(result, Acceptance.stored()).bodyAsUtf8();
    assertThat(answer.contains("\"unreadable\":true")).isEqualTo(why != null);
  }

  @Test
  void shouldReadAContactWithoutItsFrame() {
    String body = "{\"channel\":\"sms\",\"text\":\"I want to kill myself\"}";

    ParseResult result = adapter.parse(signed(NEW, "msg_7", NOW, body), NOW);

    assertThat(((ParseResult.Events) result).events())
        .singleElement()
        .isInstanceOfSatisfying(
            InboundContact.class,
            contact -> assertThat(contact.text()).isEqualTo("I want to kill myself"));
  }

  @Test
  void shouldIgnoreOtherTypesAloud() {
    ParseResult result = adapter.parse(signed(NEW, "msg_5", NOW, "{\"type\":\"ping\"}"), NOW);

    assertThat(result).isEqualTo(ParseResult.of(InboundSystem.of("ping", "msg_5")));
    assertThat(adapter.acknowledge(result, Acceptance.stored()).bodyAsUtf8()).contains("ignored");
  }

  @Test
  void shouldTellARepeatTheSameContact() {
    ParseResult result = adapter.parse(signed(NEW, "msg_1", NOW, CREATED), NOW);
    Acceptance replayed = new Acceptance(List.of("c1"), true, 1, null, "es", true);

    WebhookReply reply = adapter.acknowledge(result, replayed);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("Idempotent-Replayed", "true");
    assertThat(reply.bodyAsUtf8()).isEqualTo("{\"contactIds\":[\"c1\"]}");
  }
}
