package dev.haven.adapter.sinch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Freshness;
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
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 over {@code body.nonce.timestamp}. The official library checks no age; with {@code
 * toleranceSeconds} we do.
 */
final class SinchAdapter extends HttpWebhook {
  /** Of the United States; another region is an {@code apiBaseUrl}. */
  private static final String API = "https://us.conversation.api.sinch.com";

  private static final String HEADER = "x-sinch-webhook-signature";
  private static final Set<String> BY_NUMBER = Set.of("SMS", "MMS", "WHATSAPP", "RCS", "VIBERBM");

  private final HttpSender http;

  SinchAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.SMS, Channel.CHAT));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String given = request.header(HEADER);
    String nonce = request.header(HEADER + "-nonce");
    String timestamp = request.header(HEADER + "-timestamp");
    String algorithm = request.header(HEADER + "-algorithm");
    if (given == null || nonce == null || timestamp == null || algorithm == null) {
      return RefusalReason.MISSING_HEADER;
    }
    if (!algorithm.strip().equalsIgnoreCase("HmacSHA256")) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    byte[] tail = Digests.utf8("." + nonce + "." + timestamp);
    boolean fits = false;
    for (String secret : endpoint().secrets("secret")) {
      fits |=
          Digests.same(
              Digests.base64(Digests.hmacSha256(secret, request.body(), tail)), given.strip());
    }
    if (!fits) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    return endpoint().text("toleranceSeconds") == null
        ? null
        : Freshness.check(timestamp, now, endpoint());
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    if (body == null || !body.isObject()) {
      return new ParseResult.Unreadable("no_json");
    }
    String hash = Digests.sha256Hex(request.body());
    if (body.path("message").isObject()) {
      return ParseResult.of(message(body.path("message"), Json.filled(body, "app_id")));
    }
    if (body.path("message_delivery_report").isObject()) {
      return ParseResult.of(report(body.path("message_delivery_report")));
    }
    String type = String.valueOf(Json.text(body, "type"));
    if (type.startsWith("mo_")) {
      return ParseResult.of(sms(body));
    }
    String batch = Json.filled(body, "batch_id");
    if (type.contains("delivery_report") && batch != null) {
      String word = Json.filled(body, "status");
      return ParseResult.of(
          InboundStatus.of(batch, word == null ? type : word, false).withIdempotencyKey(hash));
    }
    return ParseResult.of(InboundSystem.of("notification", hash));
  }

  private static InboundEvent message(JsonNode message, @Nullable String app) {
    String id = Json.id(message, "id");
    JsonNode said = message.path("contact_message");
    if (!"TO_APP".equals(Json.text(message, "direction")) || !said.isObject()) {
      return InboundSystem.of("own_message", id);
    }
    String kind = String.valueOf(Json.text(message, "channel_identity", "channel"));
    String identity = Json.text(message, "channel_identity", "identity");
    String sender = Json.filled(message, "sender_id");
    boolean number = BY_NUMBER.contains(kind);
    InboundContactDraft draft =
        InboundContact.draft(
                id, kind.equals("SMS") || kind.equals("MMS") ? Channel.SMS : Channel.CHAT)
            .from(number ? PhoneNumbers.normalise(identity, null) : identity)
            .to(sender == null ? app : number ? PhoneNumbers.normalise(sender, null) : sender)
            .text(text(said))
            .conversation(Json.filled(message, "conversation_id"))
            .thread(Json.filled(said, "reply_to", "message_id"))
            .at(Times.iso(Json.text(message, "accept_time")));
    for (String part : new String[] {"media_message", "media_card_message"}) {
      String url = Json.filled(said, part, "url");
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, null, null));
      }
    }
    return draft.build();
  }

  private static @Nullable String text(JsonNode said) {
    for (String[] path :
        new String[][] {
          {"text_message", "text"},
          {"media_card_message", "caption"},
          {"choice_response_message", "postback_data"},
          {"location_message", "title"}
        }) {
      String text = Json.text(said, path);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static InboundEvent report(JsonNode report) {
    String id = Json.id(report, "message_id");
    return InboundStatus.of(id, String.valueOf(Json.text(report, "status")), false)
        .in(Json.filled(report, "conversation_id"));
  }

  private static InboundEvent sms(JsonNode body) {
    String from = Json.text(body, "from");
    String to = Json.text(body, "to");
    InboundContactDraft draft =
        InboundContact.draft(Json.id(body, "id"), Channel.SMS)
            .from(PhoneNumbers.normalise(from, null))
            .to(PhoneNumbers.normalise(to, null))
            .text(
                body.path("body").isObject()
                    ? Json.text(body, "body", "message")
                    : Json.text(body, "body"))
            .conversation(Conversations.between(from, to))
            .at(Times.iso(Json.text(body, "received_at")));
    for (JsonNode media : body.path("body").path("media")) {
      String url = Json.filled(media, "url");
      if (url != null) {
        draft.attachment(Attachment.ofUrl(url, Json.text(media, "content_type"), null));
      }
    }
    return draft.build();
  }

  /** Which addresses the app's webhooks call. */
  @Override
  public Future<List<Remark>> examine() {
    String project = endpoint().text("projectId");
    String app = endpoint().text("appId");
    String key = endpoint().secretOrNull("keyId");
    String secret = endpoint().secretOrNull("keySecret");
    if (project == null || app == null || key == null || secret == null) {
      return Inquiry.needs(
          "config.projectId, config.appId and the secrets 'keyId' and 'keySecret'");
    }
    return Inquiry.at(endpoint(), http, API, Map.of("Authorization", Basic.header(key, secret)))
        .ask(
            "webhooks of the app",
            "/v1/projects/" + Form.encode(project) + "/apps/" + Form.encode(app) + "/webhooks",
            body -> Inquiry.each(body.path("webhooks"), "id", "target"))
        .end();
  }
}
