package dev.haven.adapter.standardwebhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.ContactIn;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.NotAContact;
import dev.haven.adapter.support.StandardSignature;
import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookReply;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The generic signed webhook. Its body is {@code {"type": "contact.created", "data": ...}} with a
 * contact as the REST interface takes it, or {@code contact.message} or {@code contact.abandoned};
 * any other authentic body is no business of ours and only acknowledged. The webhook's id is the
 * idempotency key, unless the contact brings its own.
 */
final class StandardWebhooksAdapter extends HttpWebhook {
  private final StandardSignature signature;

  StandardWebhooksAdapter(EndpointConfig endpoint) {
    super(endpoint, Set.of(Channel.values()));
    this.signature =
        new StandardSignature(
            "webhook-",
            endpoint.secrets("secret"),
            endpoint.secrets("publicKey"),
            endpoint.number("toleranceSeconds", Freshness.DEFAULT_TOLERANCE_SECONDS));
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return signature.check(request, now);
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    String id = signature.id(request);
    String webhookId = id == null ? "none" : id;
    JsonNode body = Json.readStrictly(request.body());
    if (body == null) {
      return new ParseResult.Unreadable("no_json");
    }
    String type = Json.text(body, "type");
    JsonNode data = body.path("data");
    try {
      return switch (type == null ? "" : type) {
        case "contact.created" -> ParseResult.of(ContactIn.created(data, webhookId));
        case "contact.message" -> ParseResult.of(ContactIn.message(data, webhookId));
        case "contact.abandoned" -> ParseResult.of(ContactIn.abandoned(data, webhookId));
        default -> ParseResult.of(InboundSystem.of(type == null ? "untyped" : type, webhookId));
      };
    } catch (NotAContact e) {
      return new ParseResult.Unreadable(e.code());
    }
  }

  @Override
  public WebhookReply acknowledge(ParseResult result, Acceptance acceptance) {
    return result.match(
        events -> stored(events, acceptance),
        ParseResult.Handshake::reply,
        unreadable -> WebhookReply.of(202, "application/json", "{\"unreadable\":true}"));
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    if (events.events().stream().allMatch(InboundSystem.class::isInstance)) {
      return WebhookReply.of(202, "application/json", "{\"ignored\":true}");
    }
    Map<String, Object> body = Map.of("contactIds", acceptance.contactIds());
    WebhookReply reply =
        new WebhookReply(
            acceptance.replayed() ? 200 : 202, "application/json", Json.write(body), Map.of());
    return acceptance.replayed() ? reply.with(Map.of("Idempotent-Replayed", "true")) : reply;
  }

  /** The same words whatever is wrong with a signature, so that nobody learns from them. */
  @Override
  public WebhookReply refuse(Verdict.Refused refused) {
    String code =
        switch (refused.reason()) {
          case MISSING_HEADER -> "signature-missing";
          case MALFORMED -> "webhook-id-invalid";
          default -> "signature-invalid";
        };
    Map<String, Object> problem =
        Map.of("type", "about:blank", "title", code, "status", refused.status(), "code", code);
    return new WebhookReply(
        refused.status(), "application/problem+json", Json.write(problem), Map.of());
  }
}
