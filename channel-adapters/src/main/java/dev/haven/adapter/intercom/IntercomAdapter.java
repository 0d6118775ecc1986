package dev.haven.adapter.intercom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Html;
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
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sha1=} HMAC-SHA1 of the body, without any time. A new conversation of a user and a user's
 * reply are contacts of that conversation; what admins do is ours, and their closing ends it.
 */
final class IntercomAdapter extends HttpWebhook {
  private final HttpSender http;

  IntercomAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.CHAT));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (looksForUs(request)) {
      return null;
    }
    String given = request.header("X-Hub-Signature");
    if (given == null || given.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    boolean fits = false;
    for (String secret : endpoint().secrets("clientSecret")) {
      fits |=
          Digests.same(
              "sha1=" + Digests.hex(Digests.hmacSha1(secret, request.body())), given.strip());
    }
    return fits ? null : RefusalReason.SIGNATURE_MISMATCH;
  }

  /**
   * Whether it only asks if the URL is there, as is done before a URL is taken
   * (developers.intercom.com, "Set up Webhooks"). It is not signed and carries nothing.
   */
  private static boolean looksForUs(RawRequest request) {
    return request.method().equals("HEAD") && request.body().length == 0;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (looksForUs(request)) {
      return new ParseResult.Handshake(WebhookReply.empty(200));
    }
    JsonNode body = Json.read(request.body());
    String topic = Json.filled(body, "topic");
    if (body == null || topic == null) {
      return new ParseResult.Unreadable("no_topic");
    }
    if (topic.equals("ping")) {
      return new ParseResult.Handshake(WebhookReply.empty(200));
    }
    String notification = Json.filled(body, "id");
    JsonNode item = Json.at(body, "data", "item");
    String conversation = Json.filled(item, "id");
    String key = notification == null ? topic + ":" + conversation : notification;
    return ParseResult.of(event(body, item, topic, conversation, key));
  }

  private static InboundEvent event(
      JsonNode body, JsonNode item, String topic, @Nullable String conversation, String key) {
    if (conversation == null) {
      return InboundSystem.of(topic, key);
    }
    return switch (topic) {
      case "conversation.user.created" ->
          said(body, item, conversation, item.path("source")).idempotencyKey(key).build();
      case "conversation.user.replied" -> replied(body, item, conversation, key);
      case "conversation.admin.closed" ->
          InboundStatus.of(conversation, "closed", true).withIdempotencyKey(key).in(conversation);
      default -> InboundSystem.of(topic, key);
    };
  }

  private static InboundEvent replied(
      JsonNode body, JsonNode item, String conversation, String key) {
    JsonNode parts = Json.at(item, "conversation_parts", "conversation_parts");
    JsonNode last =
        parts.isArray() && !parts.isEmpty() ? parts.get(parts.size() - 1) : item.path("source");
    String author = Json.text(last, "author", "type");
    if ("admin".equals(author) || "bot".equals(author)) {
      return InboundSystem.of("own_message", key);
    }
    return said(body, item, conversation, last).idempotencyKey(key).build();
  }

  private static InboundContactDraft said(
      JsonNode body, JsonNode item, String conversation, JsonNode message) {
    String html = Json.text(message, "body");
    InboundContactDraft draft =
        InboundContact.draft(conversation, Channel.CHAT)
            .from(Json.text(message, "author", "id"))
            .to(Json.text(body, "app_id"))
            .fromName(Json.text(message, "author", "name"))
            .subject(Json.filled(message, "subject"))
            .text(html == null ? null : Html.toText(html))
            .conversation(conversation)
            .attribute("email", Json.filled(message, "author", "email"))
            .at(Times.epochSeconds(Json.text(item, "created_at")));
    for (JsonNode attachment : message.path("attachments")) {
      String url = Json.filled(attachment, "url");
      if (url != null) {
        draft.attachment(
            Attachment.ofUrl(
                    url, Json.text(attachment, "content_type"), Json.text(attachment, "name"))
                .sized(Json.whole(attachment, "filesize")));
      }
    }
    return draft;
  }

  @Override
  public Media media() {
    return Media.at(List.of(".intercomcdn.com", ".intercom-attachments-1.com"));
  }

  /** Whether the app's token signs in; its webhooks are seen in the Developer Hub alone. */
  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        http,
        "https://api.intercom.io",
        "accessToken",
        token -> Map.of("Authorization", "Bearer " + token),
        asks ->
            asks.check(
                "app",
                "/me",
                body -> {
                  String app = Json.filled(body, "app", "id_code");
                  return app == null
                      ? Remark.unsure("app: the answer has another form")
                      : Remark.good("the token is of app " + app);
                }));
  }
}
