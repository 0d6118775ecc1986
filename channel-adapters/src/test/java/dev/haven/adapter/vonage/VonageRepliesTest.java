package dev.haven.adapter.vonage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NullUnmarked
class VonageRepliesTest {
  private static KeyPair keys;

  private final ScriptedPlatform vonage = new ScriptedPlatform();

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    keys = generator.generateKeyPair();
  }

  @Test
  void shouldAnswerTheWayTheMessageCameSignedByTheApplication() throws Exception {
    vonage.answer(202, "{\"message_uuid\":\"u-1\"}");
    InboundContact asked =
        (InboundContact)
            VonageEvents.message(
                Json.read(
                    Digests.utf8(
                        "{\"channel\":\"sms\",\"message_uuid\":\"m\",\"from\":\"15551230001\","
                            + "\"to\":\"12025550100\",\"message_type\":\"text\",\"text\":\"hi\"}")));

    SendReceipt receipt =
        port().send(asked.reply(), new OutboundMessage("¿Cómo está?", null), "cmd1").result();

    assertThat(receipt).isEqualTo(SendReceipt.taken("u-1"));
    assertThat(vonage.asked()).containsExactly("POST /v1/messages");
    JsonNode body = Json.read(vonage.call(0).body());
    assertThat(Json.text(body, "channel")).isEqualTo("sms");
    assertThat(Json.text(body, "from")).isEqualTo("12025550100");
    assertThat(Json.text(body, "to")).isEqualTo("15551230001");
    assertThat(Json.text(body, "text")).isEqualTo("¿Cómo está?");
    assertThat(Json.text(body, "client_ref")).isEqualTo("cmd1");
    String[] token = vonage.call(0).headers().get("Authorization").substring(7).split("\\.");
    assertThat(
            Digests.verify(
                "SHA256withRSA",
                keys.getPublic(),
                Base64.getUrlDecoder().decode(token[2]),
                (token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII)))
        .isTrue();
    JsonNode claims = Json.read(Base64.getUrlDecoder().decode(token[1]));
    assertThat(Json.text(claims, "application_id")).isEqualTo("app");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
    assertThat(Json.text(claims, "jti")).hasSize(32);
  }

  @Test
  void shouldSayWhetherItIsRefusedOrMayBeTriedAgain() {
    ReplyHandle person = new ReplyHandle(Map.of("channel", "sms", "to", "1", "from", "2"));
    vonage.answer(422, "{\"title\":\"Invalid params\"}").answer(500, "");

    assertThat(port().send(person, new OutboundMessage("x", null), "c").result())
        .isEqualTo(SendReceipt.refused("invalid_params"));
    assertThat(port().send(person, new OutboundMessage("x", null), "c").failed()).isTrue();
  }

  @Test
  void shouldReadHowFarAMessageIs() {
    InboundStatus status =
        (InboundStatus)
            VonageEvents.message(
                Json.read(
                    Digests.utf8(
                        "{\"message_uuid\":\"u-1\",\"status\":\"delivered\",\"client_ref\":\"cmd1\"}")));

    assertThat(status.delivery()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(status.commandId()).isEqualTo("cmd1");
    assertThat(status.externalId()).isEqualTo("u-1");
  }

  @Test
  void shouldHaveNoWayBackWithoutAKeyAndRefuseWhatIsNone() {
    assertThat(VonageReplies.of(Requests.endpoint("vonage", Map.of(), Map.of()), vonage.context()))
        .isNull();
    assertThatThrownBy(
            () ->
                VonageReplies.of(
                    Requests.endpoint(
                        "vonage", Map.of(), Map.of("applicationId", "a", "privateKey", "x")),
                    vonage.context()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret.privateKey");
  }

  private ReplyPort port() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return VonageReplies.of(
        Requests.endpoint(
            "vonage",
            Map.of("apiBaseUrl", "https://vonage.example"),
            Map.of("applicationId", "app", "privateKey", pem)),
        vonage.context());
  }
}
