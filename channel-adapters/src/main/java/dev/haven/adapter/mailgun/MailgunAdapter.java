package dev.haven.adapter.mailgun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MailReplies;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Multipart;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature covers a timestamp and a token, not the message: so a token counts once. A refusal
 * is 401; 406 would make the sender drop the mail for good.
 */
final class MailgunAdapter extends HttpWebhook {
  private static final Pattern FORWARD = Pattern.compile("forward\\(\\s*[\"']([^\"']+)");
  private static final String API = "https://api.mailgun.net";

  private final @Nullable ReplyPort replies;
  private final AdapterContext context;

  MailgunAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.EMAIL));
    this.replies = MailReplies.of(endpoint, context);
    this.context = context;
  }

  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        context.http(),
        API,
        "apiKey",
        key -> Map.of("Authorization", Basic.header("api", key)),
        asks -> asks.ask("routes", "/v3/routes?limit=1000", MailgunAdapter::forwards));
  }

  /** The addresses that routes forward to, by what the route is for. */
  private static @Nullable Map<String, String> forwards(JsonNode body) {
    JsonNode routes = body.path("items");
    if (!routes.isArray()) {
      return null;
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (JsonNode route : routes) {
      for (JsonNode action : route.path("actions")) {
        Matcher forward = FORWARD.matcher(action.asText());
        if (forward.find()) {
          found.put(String.valueOf(Json.text(route, "description")), forward.group(1));
        }
      }
    }
    return found;
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public boolean signedInBody() {
    return true;
  }

  @Override
  public int maxBodyBytes() {
    return 31 * 1024 * 1024;
  }

  @Override
  protected @Nullable Verdict judge(RawRequest request, Instant now) {
    Map<String, String> signed = signed(request);
    String token = signed.get("token");
    return token == null || refusal(signed, now) != null
        ? null
        : new Verdict.Accepted(token, false);
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return refusal(signed(request), now);
  }

  private @Nullable RefusalReason refusal(Map<String, String> signed, Instant now) {
    String timestamp = signed.get("timestamp");
    String token = signed.get("token");
    String given = signed.get("signature");
    if (timestamp == null || token == null || given == null) {
      return RefusalReason.MISSING_HEADER;
    }
    boolean fits = false;
    for (String key : endpoint().secrets("signingKey")) {
      fits |=
          Digests.same(
              Digests.hex(Digests.hmacSha256(key, Digests.utf8(timestamp + token))), given.strip());
    }
    return fits ? Freshness.check(timestamp, now, endpoint()) : RefusalReason.SIGNATURE_MISMATCH;
  }

  /** Timestamp, token and signature: fields of a route's mail, an object in an event. */
  private static Map<String, String> signed(RawRequest request) {
    Map<String, String> signed = new LinkedHashMap<>();
    if (isJson(request)) {
      JsonNode signature = Json.at(Json.read(request.body()), "signature");
      for (String name : List.of("timestamp", "token", "signature")) {
        String value = Json.filled(signature, name);
        if (value != null) {
          signed.put(name, value);
        }
      }
      return signed;
    }
    Form form = form(request);
    for (String name : List.of("timestamp", "token", "signature")) {
      String value = form.filled(name);
      if (value != null) {
        signed.put(name, value);
      }
    }
    return signed;
  }

  private static boolean isJson(RawRequest request) {
    return MediaType.name(request.header("Content-Type")).equals("application/json");
  }

  private static Form form(RawRequest request) {
    Multipart parts = Multipart.of(request);
    return parts == null ? Form.read(request.body()) : parts.form();
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (isJson(request)) {
      JsonNode event = Json.at(Json.read(request.body()), "event-data");
      String message = Json.filled(event, "message", "headers", "message-id");
      String id = Json.filled(event, "id");
      String word = String.valueOf(Json.text(event, "event"));
      String about = message == null ? word : message;
      return ParseResult.of(
          InboundStatus.of(about, word, false)
              .withIdempotencyKey(id == null ? about + ":" + word : id));
    }
    Multipart parts = Multipart.of(request);
    Form form = form(request);
    return form.filled("recipient") == null && form.filled("body-mime") == null
        ? new ParseResult.Unreadable("no_recipient")
        : ParseResult.of(RoutedMail.read(form, parts, request));
  }
}
