package dev.haven.adapter.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Times;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code v0=} HMAC-SHA256 over {@code v0:timestamp:body}. A message of a person is a contact; what
 * a bot wrote, an edit or a deletion is not, and neither are slash commands and buttons.
 */
final class SlackAdapter extends HttpWebhook {
  /** Subtypes that still are something a person just said. */
  private static final Set<String> SAID = Set.of("file_share", "thread_broadcast", "me_message");

  /** The platform's id of a message within its channel. */
  private static final String TS = "ts";

  /** What the bot needs for what the set-up subscribes to, and for files. */
  private static final List<String> SCOPES =
      List.of("im:history", "app_mentions:read", "files:read");

  private final HttpSender http;

  SlackAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.CHAT));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String timestamp = request.header("X-Slack-Request-Timestamp");
    String given = request.header("X-Slack-Signature");
    if (timestamp == null || given == null) {
      return RefusalReason.MISSING_HEADER;
    }
    byte[] head = Digests.utf8("v0:" + timestamp + ":");
    boolean fits = false;
    for (String secret : endpoint().secrets("signingSecret")) {
      fits |=
          Digests.same(
              "v0=" + Digests.hex(Digests.hmacSha256(secret, head, request.body())), given.strip());
    }
    return fits ? Freshness.check(timestamp, now, endpoint()) : RefusalReason.SIGNATURE_MISMATCH;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (MediaType.name(request.header("Content-Type"))
        .equals("application/x-www-form-urlencoded")) {
      return ParseResult.of(InboundSystem.of("command", Digests.sha256Hex(request.body())));
    }
    JsonNode body = Json.read(request.body());
    if (body == null) {
      return new ParseResult.Unreadable("no_json");
    }
    String type = String.valueOf(Json.text(body, "type"));
    if (type.equals("url_verification")) {
      String challenge = Json.text(body, "challenge");
      return new ParseResult.Handshake(
          WebhookReply.of(200, "text/plain", challenge == null ? "" : challenge));
    }
    String id = Json.filled(body, "event_id");
    String key = id == null ? Digests.sha256Hex(request.body()) : id;
    return ParseResult.of(
        type.equals("event_callback")
            ? event(body.path("event"), key)
            : InboundSystem.of(type, key));
  }

  /** The platform writes three signs as HTML does, and no others. */
  private static @Nullable String plain(@Nullable String text) {
    return text == null
        ? null
        : text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static InboundEvent event(JsonNode event, String id) {
    String type = String.valueOf(Json.text(event, "type"));
    String subtype = Json.filled(event, "subtype");
    boolean bot = Json.filled(event, "bot_id") != null || Json.filled(event, "user") == null;
    boolean message = type.equals("message") || type.equals("app_mention");
    if (!message || bot || (subtype != null && !SAID.contains(subtype))) {
      return InboundSystem.of(bot && message ? "own_message" : type, id);
    }
    String channel = Json.text(event, "channel");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.CHAT)
            .from(Json.text(event, "user"))
            .to(channel)
            .text(plain(Json.text(event, "text")))
            .conversation(channel)
            .thread(Json.filled(event, "thread_ts"))
            .attribute(TS, Json.filled(event, "ts"))
            .at(Times.epochSeconds(Json.text(event, "ts")));
    for (JsonNode file : event.path("files")) {
      String url = Json.filled(file, "url_private");
      if (url != null) {
        draft.attachment(
            Attachment.ofUrl(url, Json.text(file, "mimetype"), Json.text(file, "name"))
                .sized(Json.whole(file, "size")));
      }
    }
    return draft.build();
  }

  /**
   * A text that mentions the app comes twice where both events are subscribed to, as a message and
   * as a mention, each with an event id of its own: its channel and time are its name.
   */
  @Override
  public Future<ParseResult> complete(ParseResult result) {
    return Future.succeededFuture(
        result instanceof ParseResult.Events events
            ? new ParseResult.Events(events.events().stream().map(SlackAdapter::once).toList())
            : result);
  }

  private static InboundEvent once(InboundEvent event) {
    if (!(event instanceof InboundContact contact)) {
      return event;
    }
    String ts = contact.attributes().get(TS);
    return ts == null || contact.conversationId() == null
        ? contact
        : contact.named(contact.conversationId() + ":" + ts);
  }

  /** Files want the token of the app's bot, with the scope {@code files:read}. */
  @Override
  public Media media() {
    String token = endpoint().secretOrNull("botToken");
    List<String> files = List.of("files.slack.com");
    Media media = Media.at(files);
    return token == null
        ? media
        : media.signedIn(Map.of("Authorization", "Bearer " + token), files);
  }

  /**
   * Whether the bot's token signs in. Which address events go to, the platform tells nobody; it
   * asked that address when it was entered.
   */
  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        http,
        "https://slack.com",
        "botToken",
        token -> Map.of("Authorization", "Bearer " + token),
        asks -> asks.look("bot", "/api/auth.test", SlackAdapter::signedIn));
  }

  private static List<Remark> signedIn(HttpAnswer answer) {
    JsonNode body = Json.read(answer.body());
    if (!Json.at(body, "ok").asBoolean()) {
      String error = Json.filled(body, "error");
      return List.of(
          Remark.wrong(
              "bot: the platform refuses the token ("
                  + (error == null ? "no reason" : error)
                  + ")"));
    }
    List<Remark> remarks = new ArrayList<>(List.of(Remark.good("the bot signs in")));
    String given = answer.headers().first("x-oauth-scopes");
    if (given != null) {
      List<String> has = List.of(given.split("\\s*,\\s*"));
      SCOPES.stream()
          .filter(scope -> !has.contains(scope))
          .forEach(scope -> remarks.add(Remark.unsure("bot: it has no scope " + scope)));
    }
    return List.copyOf(remarks);
  }
}
