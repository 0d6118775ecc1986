package dev.haven.adapter.standardwebhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.ContactIn;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.StandardSignature;
import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookReply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The generic signed webhook. Its body is {@code {"type": "contact.created", "data": ...}} with a
 * contact as the REST interface takes it, or {@code contact.message} or {@code contact.abandoned};
 * any other authentic body without a contact's text is no business of ours and only acknowledged.
 * The webhook's id is the idempotency key, unless the contact brings its own.
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
    String type = Json.filled(body, "type");
    boolean bare = type == null && !body.has("data");
    ParseResult read =
        ContactIn.read(
            type == null ? "" : type.strip().toLowerCase(Locale.ROOT),
            bare ? body : body.path("data"),
            webhookId,
            endpoint().channel());
    return read == null
        ? ParseResult.of(InboundSystem.of(type == null ? "untyped" : type, webhookId))
        : read;
  }

  @Override
  public WebhookReply acknowledge(ParseResult result, Acceptance acceptance) {
    return result.match(
        events -> stored(events, acceptance),
        ParseResult.Handshake::reply,
        unreadable -> stored(acceptance, true));
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    if (events.events().stream().allMatch(InboundSystem.class::isInstance)) {
      return WebhookReply.of(202, "application/json", "{\"ignored\":true}");
    }
    return stored(acceptance, events.events().stream().anyMatch(StandardWebhooksAdapter::isPartly));
  }

  private static WebhookReply stored(Acceptance acceptance, boolean unreadable) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("contactIds", acceptance.contactIds());
    if (unreadable) {
      body.put("unreadable", true);
    }
    WebhookReply reply =
        new WebhookReply(
            acceptance.replayed() ? 200 : 202, "application/json", Json.write(body), Map.of());
    return acceptance.replayed() ? reply.with(Map.of("Idempotent-Replayed", "true")) : reply;
  }

  private static boolean isPartly(InboundEvent event) {
    return event instanceof InboundContact contact
        && contact.attributes().containsKey(InboundContact.UNREADABLE);
  }

  /** The same words whatever is wrong with a signature, so that nobody learns from them. */
  @Override
  public WebhookReply refuse(Verdict.Refused refused) {
    return switch (refused.reason()) {
      case MISSING_HEADER ->
          problem(refused, "signature-missing", "The signature is missing", "Sign the request.");
      case MALFORMED ->
          problem(
              refused,
              "webhook-id-invalid",
              "The webhook id is not valid",
              "Send a webhook-id of visible characters without a dot.");
      default ->
          problem(
              refused,
              "signature-invalid",
              "The signature is not valid",
              "The signature does not fit.");
    };
  }

  private static WebhookReply problem(
      Verdict.Refused refused, String code, String title, String detail) {
    Map<String, Object> problem =
        Map.of(
            "type",
            "/problems/" + code,
            "title",
            title,
            "status",
            refused.status(),
            "detail",
            detail,
            "code",
            code);
    return new WebhookReply(
        refused.status(), "application/problem+json", Json.write(problem), Map.of());
  }
}
