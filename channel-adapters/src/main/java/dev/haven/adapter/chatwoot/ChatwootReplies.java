package dev.haven.adapter.chatwoot;

import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the conversation, as the agent whose access token is configured. */
final class ChatwootReplies implements ReplyPort {
  private final Rest rest;

  private ChatwootReplies(Rest rest) {
    this.rest = rest;
  }

  /** The way back that an endpoint configures; null without where and who. */
  static @Nullable ChatwootReplies of(EndpointConfig endpoint, AdapterContext context) {
    String base = endpoint.apiBaseUrl();
    String token = endpoint.secretOrNull("apiAccessToken");
    return base == null || token == null
        ? null
        : new ChatwootReplies(new Rest(context.http(), base, Map.of("api_access_token", token)));
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    String path =
        "/api/v1/accounts/%s/conversations/%s/messages"
            .formatted(to.value("account"), to.value("conversation"));
    return rest.postJson(path, Map.of("content", message.text(), "message_type", "outgoing"))
        .map(
            answer ->
                answer.isSuccess()
                    ? SendReceipt.taken(Json.text(Json.read(answer.body()), "id"))
                    : SendReceipt.refused("http_" + answer.status()));
  }
}
