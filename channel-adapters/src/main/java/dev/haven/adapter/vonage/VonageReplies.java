package dev.haven.adapter.vonage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import dev.haven.channel.OutboundMessage;
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.SendReceipt;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers by the Messages interface, on the channel and number the message came by. The command
 * goes along as {@code client_ref}, by which statuses name it; there is no key against repeats.
 */
final class VonageReplies implements ReplyPort {
  private static final String API = "https://api.nexmo.com";

  private final HttpSender http;
  private final InstantSource clock;
  private final String base;
  private final ApplicationToken token;

  private VonageReplies(EndpointConfig endpoint, AdapterContext context, ApplicationToken token) {
    this.http = context.http();
    this.clock = context.clock();
    this.base = endpoint.apiBaseUrl() == null ? API : endpoint.apiBaseUrl();
    this.token = token;
  }

  /**
   * The way back that an endpoint configures; null without {@code applicationId} and {@code
   * privateKey}.
   *
   * @throws IllegalArgumentException when the key is none
   */
  static @Nullable VonageReplies of(EndpointConfig endpoint, AdapterContext context) {
    String application = application(endpoint);
    String pem = endpoint.secretOrNull("privateKey");
    return application == null || pem == null
        ? null
        : new VonageReplies(endpoint, context, new ApplicationToken(application, pem));
  }

  /** The application that signs in, set as a secret or as plain text; null when it is not. */
  static @Nullable String application(EndpointConfig endpoint) {
    String secret = endpoint.secretOrNull("applicationId");
    return secret == null ? endpoint.text("applicationId") : secret;
  }

  @Override
  public Future<SendReceipt> send(ReplyHandle to, OutboundMessage message, String commandId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("channel", to.value("channel"));
    body.put("from", to.value("from"));
    body.put("to", to.value("to"));
    body.put("message_type", "text");
    body.put("text", message.text());
    body.put("client_ref", commandId);
    return new Rest(http, base, headers(commandId))
        .postJson("/v1/messages", body)
        .map(VonageReplies::receipt);
  }

  /** What signs in for the next minutes. */
  Map<String, String> headers() {
    return headers("media-" + clock.instant().toEpochMilli());
  }

  private Map<String, String> headers(String id) {
    return Map.of("Authorization", "Bearer " + token.sign(clock.instant(), id));
  }

  private static SendReceipt receipt(HttpAnswer answer) {
    JsonNode body = Json.read(answer.body());
    if (answer.isSuccess()) {
      return SendReceipt.taken(Json.text(body, "message_uuid"));
    }
    String title = Json.text(body, "title");
    return SendReceipt.refused(
        title != null && title.matches("[A-Za-z ]{1,60}")
            ? title.toLowerCase(Locale.ROOT).replace(' ', '_')
            : "http_" + answer.status());
  }
}
