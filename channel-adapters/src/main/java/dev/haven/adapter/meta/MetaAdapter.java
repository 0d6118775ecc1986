package dev.haven.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Hub-Signature-256} is the HMAC-SHA256 of the bytes as they came, with escapes and all;
 * the older SHA-1 header is not looked at. One request may carry many messages.
 */
final class MetaAdapter extends HttpWebhook {
  private static final int MAX_BODY = 3 * 1024 * 1024;

  private final MetaReplies replies;
  private final HttpSender http;

  MetaAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.CHAT));
    this.replies = new MetaReplies(endpoint, context);
    this.http = context.http();
  }

  @Override
  public int maxBodyBytes() {
    return MAX_BODY;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (request.method().equals("GET")) {
      Form query = Form.read(request.rawQuery());
      boolean subscribes =
          "subscribe".equals(query.first("hub.mode")) && query.has("hub.challenge");
      return subscribes
              && Digests.sameAsAny(
                  endpoint().secrets("verifyToken"), query.first("hub.verify_token"))
          ? null
          : RefusalReason.VERIFY_TOKEN_MISMATCH;
    }
    String given = request.header("X-Hub-Signature-256");
    if (given == null || given.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    boolean fits = false;
    for (String secret : endpoint().secrets("appSecret")) {
      fits |=
          Digests.same(
              "sha256=" + Digests.hex(Digests.hmacSha256(secret, request.body())), given.strip());
    }
    return fits ? null : RefusalReason.SIGNATURE_MISMATCH;
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return reason == RefusalReason.VERIFY_TOKEN_MISMATCH ? 403 : 401;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (request.method().equals("GET")) {
      String challenge = Form.read(request.rawQuery()).first("hub.challenge", "");
      return new ParseResult.Handshake(WebhookReply.of(200, "text/plain", challenge));
    }
    JsonNode body = Json.read(request.body());
    if (body == null || !body.path("entry").isArray()) {
      return new ParseResult.Unreadable("no_entries");
    }
    List<InboundEvent> events = new ArrayList<>();
    boolean whatsApp = "whatsapp_business_account".equals(Json.text(body, "object"));
    for (JsonNode entry : body.path("entry")) {
      if (whatsApp) {
        WhatsApp.read(entry, events);
      } else {
        Messenger.read(entry, events);
      }
    }
    return new ParseResult.Events(events);
  }

  /** Which addresses the app's subscriptions call; signs in as the app. */
  @Override
  public Future<List<Remark>> examine() {
    String app = endpoint().text("appId");
    String secret = endpoint().secretOrNull("appSecret");
    if (app == null || secret == null || !app.matches("[0-9]{1,40}")) {
      return Inquiry.needs("config.appId and the secret 'appSecret'");
    }
    String base = endpoint().apiBaseUrl() == null ? MetaReplies.GRAPH : endpoint().apiBaseUrl();
    Rest rest = new Rest(http, base, Map.of("Authorization", "Bearer " + app + "|" + secret));
    return new Inquiry(endpoint(), rest)
        .ask(
            "subscriptions",
            "/" + app + "/subscriptions",
            body -> Inquiry.each(body.path("data"), "object", "callback_url"))
        .end();
  }

  /** None without what signs in: every answer would be refused. */
  @Override
  public @Nullable ReplyPort replies() {
    return lacks().isEmpty() ? replies : null;
  }

  @Override
  public List<String> lacks() {
    return endpoint().secretOrNull("accessToken") == null
        ? List.of("the secret 'accessToken' is needed to answer")
        : List.of();
  }

  /** Messenger's by URL; WhatsApp tells for an id where its file is, for five minutes. */
  @Override
  public Media media() {
    String base = endpoint().apiBaseUrl() == null ? MetaReplies.GRAPH : endpoint().apiBaseUrl();
    String graph = String.valueOf(URI.create(base).getHost());
    String token = endpoint().secretOrNull("accessToken");
    Media media = Media.at(List.of(graph, ".fbcdn.net", ".fbsbx.com", ".cdninstagram.com"));
    return token == null
        ? media
        : media
            .signedIn(
                Map.of("Authorization", "Bearer " + token), List.of(graph, "lookaside.fbsbx.com"))
            .byId(id -> id.matches("[0-9]{1,40}") ? URI.create(base + "/" + id) : null, "url");
  }
}
