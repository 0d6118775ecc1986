package dev.haven.adapter.chatwoot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
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
import dev.haven.channel.ReplyHandle;
import dev.haven.channel.ReplyPort;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sha256=} HMAC-SHA256 over {@code timestamp.body}. Versions before 4.11 sign nothing: for
 * them, and only where {@code urlToken} is set, the webhook's URL carries that token. Only
 * incoming, public messages are contacts; what agents, bots and templates write comes back too and
 * is ours.
 */
final class ChatwootAdapter extends HttpWebhook {
  private final @Nullable ChatwootReplies replies;
  private final HttpSender http;

  ChatwootAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.CHAT, Channel.SMS, Channel.EMAIL));
    this.replies = ChatwootReplies.of(endpoint, context);
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String timestamp = request.header("X-Chatwoot-Timestamp");
    String given = request.header("X-Chatwoot-Signature");
    if (timestamp == null || given == null) {
      return unsigned(request);
    }
    byte[] head = Digests.utf8(timestamp + ".");
    boolean fits = false;
    for (String secret : endpoint().secrets("secret")) {
      fits |=
          Digests.same(
              "sha256=" + Digests.hex(Digests.hmacSha256(secret, head, request.body())),
              given.strip());
    }
    return fits ? Freshness.check(timestamp, now, endpoint()) : RefusalReason.SIGNATURE_MISMATCH;
  }

  private @Nullable RefusalReason unsigned(RawRequest request) {
    String token = Form.read(request.rawQuery()).first("token");
    if (token == null) {
      return RefusalReason.MISSING_HEADER;
    }
    return Digests.sameAsAny(endpoint().secrets("urlToken"), token)
        ? null
        : RefusalReason.TOKEN_MISMATCH;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    if (body == null || Json.filled(body, "event") == null) {
      return new ParseResult.Unreadable("no_event");
    }
    String event = String.valueOf(Json.text(body, "event"));
    String id = Json.id(body, "id");
    return ParseResult.of(
        event.equals("message_created")
            ? message(body, id, event + ":" + id)
            : other(body, event, id));
  }

  private static InboundEvent message(JsonNode body, String id, String key) {
    String direction = Json.text(body, "message_type");
    boolean incoming = "incoming".equals(direction) || "0".equals(direction);
    boolean fromContact =
        !"agent_bot".equals(Json.text(body, "sender", "type"))
            && !"user".equals(Json.text(body, "sender", "type"));
    if (!incoming || !fromContact || body.path("private").asBoolean()) {
      return InboundSystem.of("own_message", key);
    }
    JsonNode conversation = body.path("conversation");
    String number = Json.text(conversation, "id");
    InboundContactDraft draft =
        InboundContact.draft(id, channel(Json.text(conversation, "channel")))
            .idempotencyKey(key)
            .from(Json.text(body, "sender", "id"))
            .to(Json.text(body, "inbox", "id"))
            .fromName(Json.text(body, "sender", "name"))
            .text(Json.text(body, "content"))
            .conversation(number)
            .at(at(Json.text(body, "created_at")))
            .attribute("email", Json.filled(body, "sender", "email"))
            .attribute("phone", Json.filled(body, "sender", "phone_number"));
    String account = Json.text(body, "account", "id");
    if (account != null && number != null) {
      draft.reply(new ReplyHandle(Map.of("account", account, "conversation", number)));
    }
    for (JsonNode attachment : body.path("attachments")) {
      String url = Json.filled(attachment, "data_url");
      if (url != null) {
        draft.attachment(
            Attachment.ofUrl(url, null, null).sized(Json.whole(attachment, "file_size")));
      }
    }
    return draft.build();
  }

  private static @Nullable Instant at(@Nullable String text) {
    Instant iso = Times.iso(text);
    return iso == null ? Times.epochSeconds(text) : iso;
  }

  private static Channel channel(@Nullable String inbox) {
    return switch (inbox == null ? "" : inbox) {
      case "Channel::Email" -> Channel.EMAIL;
      case "Channel::Sms", "Channel::TwilioSms" -> Channel.SMS;
      default -> Channel.CHAT;
    };
  }

  private static InboundEvent other(JsonNode body, String event, String id) {
    boolean resolved = "resolved".equals(Json.text(body, "status"));
    if (event.equals("conversation_resolved")
        || (event.equals("conversation_status_changed") && resolved)) {
      return InboundStatus.of(id, "resolved", true).withIdempotencyKey(event + ":" + id).in(id);
    }
    if (event.equals("conversation_status_changed")) {
      String status = String.valueOf(Json.text(body, "status"));
      return InboundStatus.of(id, status, false)
          .withIdempotencyKey(event + ":" + id + ":" + status)
          .in(id);
    }
    return InboundSystem.of(event, event + ":" + id);
  }

  /** Which addresses the account's webhooks call. */
  @Override
  public Future<List<Remark>> examine() {
    String base = endpoint().apiBaseUrl();
    String token = endpoint().secretOrNull("apiAccessToken");
    long account = endpoint().number("account", 0);
    if (base == null || token == null || account < 1) {
      return Inquiry.needs("apiBaseUrl, config.account and the secret 'apiAccessToken'");
    }
    return new Inquiry(endpoint(), new Rest(http, base, Map.of("api_access_token", token)))
        .ask(
            "webhooks",
            "/api/v1/accounts/" + account + "/webhooks",
            body -> Inquiry.each(body.path("payload").path("webhooks"), "id", "url"))
        .end();
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public List<String> lacks() {
    return replies == null
        ? List.of("apiBaseUrl and the secret 'apiAccessToken' are needed to answer")
        : List.of();
  }

  /** Where the desk itself is; a store elsewhere is named in {@code mediaHosts}. */
  @Override
  public Media media() {
    String base = endpoint().apiBaseUrl();
    String host = base == null ? null : URI.create(base).getHost();
    return host == null ? Media.NONE : Media.at(List.of(host));
  }
}
