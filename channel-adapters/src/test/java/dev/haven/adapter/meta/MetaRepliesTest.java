package dev.haven.adapter.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class MetaRepliesTest {
  private static final OutboundMessage WORDS = new OutboundMessage("ya voy", null);

  private final ScriptedPlatform meta = new ScriptedPlatform();
  private final ReplyPort replies =
      new MetaFactory()
          .create(
              Requests.endpoint(
                  "meta",
                  Map.of("apiBaseUrl", "https://graph.example/v1"),
                  Map.of("appSecret", "a", "verifyToken", "v", "accessToken", "T")),
              meta.context())
          .replies();

  @Test
  void shouldAnswerFromTheNumberThatWasWrittenTo() {
    meta.answer(200, "{\"messages\":[{\"id\":\"wamid.1\"}]}");

    SendReceipt receipt =
        replies.send(new ReplyHandle(Map.of("to", "1555", "number", "9")), WORDS, "cmd").result();

    assertThat(receipt).isEqualTo(SendReceipt.taken("wamid.1"));
    assertThat(meta.asked()).containsExactly("POST /v1/9/messages");
    assertThat(Json.text(Json.read(meta.call(0).body()), "text", "body")).isEqualTo("ya voy");
  }

  @Test
  void shouldTellTheCodeWhenTheWindowIsClosed() {
    meta.answer(400, "{\"error\":{\"code\":131047}}");

    assertThat(replies.send(new ReplyHandle(Map.of("to", "1", "number", "9")), WORDS, "c").result())
        .isEqualTo(SendReceipt.refused("131047"));
  }

  @Test
  void shouldFailWhenItMayBeTriedAgain() {
    meta.answer(503, "");

    Future<SendReceipt> sent = replies.send(new ReplyHandle(Map.of("recipient", "1")), WORDS, "c");

    assertThat(sent.failed()).isTrue();
    assertThat(sent.cause()).hasMessageContaining("503").hasMessageNotContaining("ya voy");
  }
}
