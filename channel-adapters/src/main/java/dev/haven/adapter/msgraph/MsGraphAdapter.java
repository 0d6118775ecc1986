package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
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
 * Nothing is signed: each notification repeats the subscription's {@code clientState}. It tells
 * only that a mail is there; the contact carries in attribute {@code fetch} what is to be got.
 * Items with another state are passed over.
 */
final class MsGraphAdapter extends HttpWebhook {
  private static final String TOKEN = "validationToken";

  private final HttpSender http;

  MsGraphAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.EMAIL));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (Form.read(request.rawQuery()).has(TOKEN)) {
      return null;
    }
    JsonNode items = Json.at(Json.read(request.body()), "value");
    if (!items.isArray()) {
      return RefusalReason.MALFORMED;
    }
    boolean any = items.isEmpty();
    for (JsonNode item : items) {
      any |= isOurs(item);
    }
    return any ? null : RefusalReason.TOKEN_MISMATCH;
  }

  private boolean isOurs(JsonNode item) {
    return Digests.sameAsAny(endpoint().secrets("clientState"), Json.text(item, "clientState"));
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    Form query = Form.read(request.rawQuery());
    if (query.has(TOKEN)) {
      return new ParseResult.Handshake(WebhookReply.of(200, "text/plain", query.first(TOKEN, "")));
    }
    List<InboundEvent> events = new ArrayList<>();
    for (JsonNode item : Json.at(Json.read(request.body()), "value")) {
      if (isOurs(item)) {
        events.add(event(item));
      }
    }
    return new ParseResult.Events(events);
  }

  private static InboundEvent event(JsonNode item) {
    String lifecycle = Json.filled(item, "lifecycleEvent");
    String subscription = String.valueOf(Json.text(item, "subscriptionId"));
    if (lifecycle != null) {
      String until = Json.text(item, "subscriptionExpirationDateTime");
      return InboundSystem.of(lifecycle, subscription + ":" + lifecycle + ":" + until);
    }
    String change = String.valueOf(Json.text(item, "changeType"));
    String id = Json.filled(item, "resourceData", "id");
    String etag = Json.text(item, "resourceData", "@odata.etag");
    if (!change.equals("created") || id == null) {
      return InboundSystem.of(change, (id == null ? subscription : id) + ":" + change + ":" + etag);
    }
    return InboundContact.draft(id, Channel.EMAIL)
        .attribute("fetch", Json.text(item, "resource"))
        .build();
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    return WebhookReply.empty(202);
  }

  /** Which addresses the app's subscriptions call, and whether they run out. */
  @Override
  public Future<List<Remark>> examine() {
    GraphAccess access = GraphAccess.of(endpoint(), http);
    if (access == null) {
      return Inquiry.needs("config.tenantId, config.clientId and the secret 'clientSecret'");
    }
    return access
        .token()
        .compose(
            token ->
                token == null
                    ? Future.succeededFuture(
                        List.of(Remark.wrong("the platform refuses the app or its secret")))
                    : subscriptions(token))
        .otherwise(e -> List.of(Remark.wrong("signing in: " + e.getMessage())));
  }

  private Future<List<Remark>> subscriptions(String token) {
    return Inquiry.at(
            endpoint(), http, GraphAccess.GRAPH, Map.of("Authorization", "Bearer " + token))
        .ask("subscriptions", "/v1.0/subscriptions", MsGraphAdapter::running)
        .end();
  }

  /** By the time they run out: a subscription of mail lives less than seven days. */
  private static @Nullable Map<String, String> running(JsonNode body) {
    return Inquiry.each(
        body.path("value"), "expirationDateTime", Map.of("until ", "notificationUrl"));
  }
}
