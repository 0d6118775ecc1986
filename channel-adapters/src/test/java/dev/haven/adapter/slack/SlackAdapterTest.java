package dev.haven.adapter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.WebhookAdapter;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SlackAdapterTest {
  private final WebhookAdapter slack =
      (WebhookAdapter)
          new SlackFactory()
              .create(
                  Requests.endpoint("slack", Map.of(), Map.of("signingSecret", "s")),
                  Requests.offline());

  @Test
  void shouldKnowAMentionForTheMessageItIs() {
    InboundContact message = stored("message", "Ev1", "1767225598.000100");
    InboundContact mention = stored("app_mention", "Ev2", "1767225598.000100");
    InboundContact next = stored("message", "Ev3", "1767225598.000200");

    assertThat(mention).isEqualTo(message);
    assertThat(message.idempotencyKey()).isEqualTo("C1:1767225598.000100");
    assertThat(next.idempotencyKey()).isNotEqualTo(message.idempotencyKey());
  }

  private InboundContact stored(String type, String id, String ts) {
    String body =
        """
        {"type":"event_callback","event_id":"%s","event":
          {"type":"%s","channel":"C1","user":"U1","text":"<@B1> please call me","ts":"%s"}}
        """
            .formatted(id, type, ts);
    ParseResult read =
        slack.parse(
            Requests.post("/hooks/door", Map.of("Content-Type", "application/json"), body),
            Requests.NOW);
    assertThat(((InboundContact) ((ParseResult.Events) read).events().get(0)).idempotencyKey())
        .isEqualTo(id);
    return (InboundContact) ((ParseResult.Events) slack.complete(read).result()).events().get(0);
  }
}
