package dev.haven.adapter.meta;

import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers by the Graph API. Free text is taken only within the platform's window after the person's
 * last message.
 */
final class MetaReplies implements ReplyPort {
  static final String GRAPH = "https://graph.facebook.com/v21.0";

  private final Rest rest;

  MetaReplies(EndpointConfig endpoint, AdapterContext context) {
    String base = endpoint.apiBaseUrl() == null ? GRAPH : endpoint.apiBaseUrl();
    String token = endpoint.secretOrNull("accessToken");
    this.rest =
        new Rest(
            context.http(),
            base,
            token == null ? Map.of() : Map.of("Authorization", "Bearer " + token));
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    String number = to.values().get("number");
    if (number == null) {
      return rest.postJson(
              "/me/messages",
              Map.of(
                  "recipient", Map.of("id", to.value("recipient")),
                  "messaging_type", "RESPONSE",
                  "message", Map.of("text", message.text())))
          .map(answer -> receipt(answer, Json.text(Json.read(answer.body()), "message_id")));
    }
    return rest.postJson(
            "/" + number + "/messages",
            Map.of(
                "messaging_product",
                "whatsapp",
                "to",
                to.value("to"),
                "type",
                "text",
                "biz_opaque_callback_data",
                commandId,
                "text",
                Map.of("body", message.text())))
        .map(
            answer ->
                receipt(
                    answer,
                    Json.text(Json.at(Json.read(answer.body()), "messages").path(0), "id")));
  }

  private static SendReceipt receipt(HttpAnswer answer, @Nullable String id) {
    if (answer.isSuccess()) {
      return SendReceipt.taken(id);
    }
    String code = Json.text(Json.read(answer.body()), "error", "code");
    return SendReceipt.refused(code == null ? "http_" + answer.status() : code);
  }
}
