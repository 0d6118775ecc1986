package dev.haven.adapter.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs nothing: a secret token stands in a header. The visitor's messages are contacts of the
 * room; the agents' come back too and are ours.
 */
final class RocketChatAdapter extends HttpWebhook {
  private static final String SETTINGS = "/api/v1/settings/";

  private final HttpSender http;

  RocketChatAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.CHAT));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String given = request.header("X-RocketChat-Livechat-Token");
    if (given == null) {
      return RefusalReason.MISSING_HEADER;
    }
    return Digests.sameAsAny(endpoint().secrets("token"), given)
        ? null
        : RefusalReason.TOKEN_MISMATCH;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    if (body == null || !body.isObject()) {
      return new ParseResult.Unreadable("no_json");
    }
    String type = String.valueOf(Json.text(body, "type"));
    String room = Json.filled(body, "_id");
    String hash = Digests.sha256Hex(request.body());
    return switch (type) {
      case "Message" -> messages(body, room);
      case "LivechatOfflineMessage" -> ParseResult.of(offline(body, hash));
      case "LivechatSession" ->
          room == null
              ? ParseResult.of(InboundSystem.of(type, hash))
              : ParseResult.of(InboundStatus.of(room, "closed", true).in(room));
      default ->
          room == null || !type.startsWith("Livechat")
              ? ParseResult.of(InboundSystem.of(type, room == null ? hash : room + ":" + type))
              : ParseResult.of(InboundStatus.of(room, type, false).in(room));
    };
  }

  private static ParseResult messages(JsonNode body, @Nullable String room) {
    JsonNode visitor = body.path("visitor");
    List<InboundEvent> events = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      String id = Json.id(message, "_id");
      events.add(
          isVisitors(message, visitor)
              ? contact(body, message, id, room)
              : InboundSystem.of("own_message", id));
    }
    return new ParseResult.Events(events);
  }

  private static boolean isVisitors(JsonNode message, JsonNode visitor) {
    if (Json.filled(message, "agentId") != null || Json.filled(message, "t") != null) {
      return false;
    }
    String author = Json.text(message, "u", "_id");
    String id = Json.text(visitor, "_id");
    if (author != null && id != null && author.equals(id)) {
      return true;
    }
    String name = Json.text(message, "username");
    return name != null && name.equals(Json.text(visitor, "username"));
  }

  private static InboundContact contact(
      JsonNode body, JsonNode message, String id, @Nullable String room) {
    JsonNode visitor = body.path("visitor");
    String name = Json.filled(visitor, "username");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.CHAT)
            .from(name == null ? Json.text(visitor, "_id") : name)
            .fromName(Json.text(visitor, "name"))
            .text(Json.text(message, "msg"))
            .conversation(room)
            .attribute("email", Json.filled(visitor.path("email").path(0), "address"))
            .at(Times.iso(Json.text(message, "ts")));
    String file = Json.filled(message, "fileUpload", "publicFilePath");
    if (file != null) {
      draft.attachment(
          Attachment.ofUrl(
                  file,
                  Json.text(message, "fileUpload", "type"),
                  Json.text(message, "file", "name"))
              .sized(Json.whole(message, "fileUpload", "size")));
    }
    return draft.build();
  }

  /**
   * Written when nobody was on duty; the platform gives it no id, so equal bytes are the same
   * message.
   */
  private static InboundContact offline(JsonNode body, String hash) {
    JsonNode visitor = body.path("visitor");
    String text = Json.text(body, "message");
    return InboundContact.draft(hash, Channel.CHAT)
        .from(Json.text(visitor, "email"))
        .fromName(Json.text(visitor, "name"))
        .text(text == null ? Json.text(visitor, "message") : text)
        .at(Times.iso(Json.text(body, "sentAt")))
        .build();
  }

  /** Which address the workspace's webhooks call, and with which token. */
  @Override
  public Future<List<Remark>> examine() {
    String base = endpoint().apiBaseUrl();
    String user = endpoint().secretOrNull("userId");
    String token = endpoint().secretOrNull("authToken");
    if (base == null || user == null || token == null) {
      return Inquiry.needs("apiBaseUrl and the secrets 'userId' and 'authToken'");
    }
    return Inquiry.at(endpoint(), http, base, Map.of("X-User-Id", user, "X-Auth-Token", token))
        .ask(
            "the workspace",
            SETTINGS + "Livechat_webhookUrl",
            body -> Map.of("", String.valueOf(Json.text(body, "value"))))
        .check(
            "secret token",
            SETTINGS + "Livechat_secret_token",
            body ->
                Digests.sameAsAny(endpoint().secrets("token"), Json.filled(body, "value"))
                    ? Remark.good("secret token is the workspace's")
                    : Remark.wrong("secret token is not the workspace's"))
        .end();
  }
}
