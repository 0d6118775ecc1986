package dev.haven.adapter.msgraph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MailReplies;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
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
 * Nothing is signed: each notification repeats the subscription's {@code clientState}. It tells
 * only that a mail is there; the contact carries in attribute {@code fetch} what is to be got.
 * Items with another state are passed over. With an app registration the mail is got before the
 * notification is answered, or afterwards in the background.
 */
class MsGraphAdapter extends HttpWebhook {
  private static final String TOKEN = "validationToken";

  /** Most mails of one notification that are got before it is answered: Graph allows so many. */
  private static final int MOST_AT_ONCE = 4;

  private final HttpSender http;
  private final @Nullable GraphAccess access;
  private final @Nullable GraphMail mail;
  private final @Nullable ReplyPort replies;

  /**
   * @param access null without an app registration
   * @param mailbox the mailbox; null when the configuration names none
   */
  MsGraphAdapter(
      EndpointConfig endpoint,
      AdapterContext context,
      @Nullable GraphAccess access,
      @Nullable String mailbox) {
    super(endpoint, Set.of(Channel.EMAIL));
    this.http = context.http();
    this.access = access;
    this.mail = access == null ? null : new GraphMail(access, endpoint, context.network(), mailbox);
    this.replies = MailReplies.of(endpoint, context);
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  /** The mail as it is to be stored; as announced when it cannot be got now. Never fails. */
  final Future<InboundEvent> got(InboundContact announced) {
    return mail == null ? Future.succeededFuture(announced) : mail.got(announced);
  }

  @Override
  public Future<ParseResult> complete(ParseResult result) {
    return mail == null || !(result instanceof ParseResult.Events events)
        ? Future.succeededFuture(result)
        : completed(events.events()).map(ParseResult.Events::new);
  }

  /** All at once; what is beyond a bound is got in the background. */
  final Future<List<InboundEvent>> completed(List<InboundEvent> events) {
    List<Future<InboundEvent>> all = new ArrayList<>();
    for (InboundEvent event : events) {
      all.add(
          event instanceof InboundContact announced
              ? all.size() < MOST_AT_ONCE
                  ? got(announced)
                  : Future.succeededFuture(GraphMail.later(announced))
              : Future.succeededFuture(event));
    }
    return Future.all(all).map(v -> all.stream().map(Future::result).toList());
  }

  @Override
  public Future<Media> signedInMedia() {
    GraphAccess signsIn = access;
    GraphMail mails = mail;
    if (signsIn == null || mails == null) {
      return Future.succeededFuture(Media.NONE);
    }
    String host = String.valueOf(URI.create(signsIn.base()).getHost());
    return signsIn
        .headers()
        .map(
            headers ->
                Media.at(List.of(host)).signedIn(headers, List.of(host)).byId(mails::where, null));
  }

  @Override
  public boolean isAnnounced(String fileName) {
    return mail != null && GraphMail.FILE.equals(fileName);
  }

  @Override
  public @Nullable InboundContact announced(byte[] content) {
    return mail != null && mail.event(content) instanceof InboundContact contact ? contact : null;
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
    return GraphMail.announced(id, Json.text(item, "resource"));
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    return WebhookReply.empty(202);
  }

  /** Which addresses the app's subscriptions call, and whether they run out. */
  @Override
  public Future<List<Remark>> examine() {
    GraphAccess signsIn = access;
    if (signsIn == null) {
      return Inquiry.needs("config.tenantId, config.clientId and the secret 'clientSecret'");
    }
    return signsIn
        .headers()
        .compose(headers -> asks(new Inquiry(endpoint(), rest(signsIn, headers))).end())
        .otherwise(
            e ->
                List.of(
                    Remark.wrong(
                        e instanceof GraphAccess.RefusedException
                            ? String.valueOf(e.getMessage())
                            : "signing in: " + e.getMessage())));
  }

  private Rest rest(GraphAccess signsIn, Map<String, String> headers) {
    return new Rest(http, signsIn.base(), headers);
  }

  /** What is looked at. */
  Inquiry asks(Inquiry inquiry) {
    return inquiry.ask("subscriptions", "/v1.0/subscriptions", MsGraphAdapter::running);
  }

  /** By the time they run out: a subscription of mail lives less than seven days. */
  private static @Nullable Map<String, String> running(JsonNode body) {
    return Inquiry.each(
        body.path("value"), "expirationDateTime", Map.of("until ", "notificationUrl"));
  }
}
