package dev.haven.adapter.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.channel.InboundContact;
import dev.haven.channel.Media;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.SendReceipt;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A message of a conversation, the answer to it, and its files. */
@NullUnmarked
class ConversationsTest {
  private static final String SERVICE = "IS" + "a".repeat(32);
  private static final String FILE = "ME" + "b".repeat(32);

  private final ScriptedPlatform platform = new ScriptedPlatform();
  private final TwilioAdapter adapter =
      new TwilioAdapter(
          Requests.endpoint("twilio", Map.of("accountSid", "AC1"), Map.of("authToken", "t")),
          platform.context(),
          Dialect.TWILIO);

  private static InboundContact message(Map<String, String> more) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("EventType", "onMessageAdded");
    fields.put("ConversationSid", "CH1");
    fields.put("MessageSid", "IM1");
    fields.put("Author", "+15551230001");
    fields.put("Body", "hola");
    fields.putAll(more);
    return (InboundContact) ConversationReader.read(Form.of(fields));
  }

  private SendReceipt answer(InboundContact to) {
    platform.answer(201, "{\"sid\":\"IM9\"}");
    return adapter
        .replies()
        .send(to.reply(), new OutboundMessage("Estamos aquí", null), "c1")
        .result();
  }

  @Test
  void shouldAnswerInTheConversationByWayOfItsService() {
    assertThat(answer(message(Map.of("ChatServiceSid", SERVICE))))
        .isEqualTo(SendReceipt.taken("IM9"));

    assertThat(platform.asked())
        .containsExactly("POST /v1/Services/" + SERVICE + "/Conversations/CH1/Messages");
    assertThat(platform.call(0).uri().getHost()).isEqualTo("conversations.twilio.com");
    assertThat(platform.call(0).bodyAsUtf8()).isEqualTo("Body=Estamos+aqu%C3%AD");
    assertThat(platform.call(0).headers()).containsEntry("Authorization", "Basic QUMxOnQ=");
  }

  @Test
  void shouldAnswerInTheDefaultServiceWhereNoneIsTold() {
    answer(message(Map.of()));

    assertThat(platform.asked()).containsExactly("POST /v1/Conversations/CH1/Messages");
  }

  @Test
  void shouldKnowWhereTheFilesOfAConversationAre() {
    InboundContact contact =
        message(
            Map.of(
                "ChatServiceSid",
                SERVICE,
                "Media",
                "[{\"Sid\":\"" + FILE + "\",\"ContentType\":\"image/png\",\"Size\":12}]"));
    Media media = adapter.media();

    URI where = media.byId().apply(contact.attachments().get(0).mediaId());

    assertThat(where)
        .hasToString("https://mcs.us1.twilio.com/v1/Services/" + SERVICE + "/Media/" + FILE);
    assertThat(Media.has(media.own(), where.getHost())).isTrue();
    assertThat(Media.has(media.hosts(), "media.us1.twilio.com")).isTrue();
    assertThat(Media.has(media.own(), "media.us1.twilio.com")).isFalse();
    assertThat(media.urlField()).isEqualTo("links.content_direct_temporary");
    assertThat(media.byId().apply("../" + FILE)).isNull();
  }
}
