package dev.haven.adapter.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
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
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import io.vertx.core.Future;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA P-256 over timestamp and body, the bytes as they came. Without a key configured, Basic
 * credentials of the webhook's URL are asked for instead.
 */
final class SendGridAdapter extends HttpWebhook {
  private static final String HEADER = "X-Twilio-Email-Event-Webhook-";

  private final List<PublicKey> keys = new ArrayList<>();

  private static final String API = "https://api.sendgrid.com";

  private final @Nullable ReplyPort replies;
  private final AdapterContext context;

  SendGridAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.EMAIL));
    this.replies = MailReplies.of(endpoint, context);
    this.context = context;
    for (String text : endpoint.secrets("publicKeyBase64")) {
      byte[] der = Digests.fromBase64(text);
      PublicKey key = der == null ? null : Digests.publicKey("EC", der);
      if (key == null) {
        throw new IllegalArgumentException(
            "'publicKeyBase64' is a P-256 key in base64, as SendGrid shows it");
      }
      keys.add(key);
    }
    if (keys.isEmpty() && endpoint.secrets("basicUser").isEmpty()) {
      throw new IllegalArgumentException("the secret 'publicKeyBase64' or 'basicUser' is needed");
    }
  }

  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        context.http(),
        API,
        "apiKey",
        key -> Map.of("Authorization", "Bearer " + key),
        asks ->
            asks.ask(
                "parse settings",
                "/v3/user/webhooks/parse/settings",
                body -> Inquiry.each(body.path("result"), "hostname", "url")));
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public int maxBodyBytes() {
    return 31 * 1024 * 1024;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (keys.isEmpty()) {
      return Basic.check(request, endpoint());
    }
    String given = request.header(HEADER + "Signature");
    String timestamp = request.header(HEADER + "Timestamp");
    if (given == null || timestamp == null) {
      return RefusalReason.MISSING_HEADER;
    }
    byte[] signature = Digests.fromBase64(given);
    boolean fits = false;
    for (PublicKey key : keys) {
      fits |=
          signature != null
              && Digests.verify(
                  "SHA256withECDSA", key, signature, Digests.utf8(timestamp), request.body());
    }
    return fits ? Freshness.check(timestamp, now, endpoint()) : RefusalReason.SIGNATURE_MISMATCH;
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return 403;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    if (MediaType.name(request.header("Content-Type")).equals("application/json")) {
      return events(Json.read(request.body()));
    }
    Multipart parts = Multipart.of(request);
    return parts == null || parts.parts().isEmpty()
        ? new ParseResult.Unreadable("no_parts")
        : ParseResult.of(InboundParse.read(parts, request));
  }

  private static ParseResult events(@Nullable JsonNode body) {
    if (body == null || !body.isArray()) {
      return new ParseResult.Unreadable("no_events");
    }
    List<InboundEvent> events = new ArrayList<>();
    for (JsonNode event : body) {
      String key = Json.filled(event, "sg_event_id");
      String message = Json.filled(event, "sg_message_id");
      String word = String.valueOf(Json.text(event, "event"));
      String known = key == null ? Digests.sha256Hex(Digests.utf8(event.toString())) : key;
      events.add(
          message == null
              ? InboundSystem.of(word, known)
              : InboundStatus.of(message, word, false).withIdempotencyKey(known));
    }
    return new ParseResult.Events(events);
  }
}
