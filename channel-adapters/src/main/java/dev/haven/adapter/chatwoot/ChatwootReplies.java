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
  private final @Nullable Rest rest;

  ChatwootReplies(EndpointConfig endpoint, AdapterContext context) {
    String base = endpoint.apiBaseUrl();
    String token = endpoint.secretOrNull("apiAccessToken");
    this.rest =
        base == null || token == null
            ? null
            : new Rest(context.http(), base, Map.of("api_access_token", token));
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    if (rest == null) {
      return Future.failedFuture(
          new IllegalStateException("apiBaseUrl and secret.apiAccessToken are needed to answer"));
    }
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
