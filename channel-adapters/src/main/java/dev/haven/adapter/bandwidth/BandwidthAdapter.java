package dev.haven.adapter.bandwidth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Times;
import dev.haven.adapter.support.Xml;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Attachment;
import dev.haven.channel.CallRef;
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
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is signed: Basic credentials of the application. Messages come as a JSON array, calls as
 * one object each.
 */
final class BandwidthAdapter extends HttpWebhook {
  private static final String API = "https://dashboard.bandwidth.com";
  private static final String CALLBACKS =
      "InboundCallbackUrl, OutboundCallbackUrl, CallbackUrl, CallInitiatedCallbackUrl,"
          + " CallStatusCallbackUrl";

  private static final String REDIRECT = "redirect";

  private final HttpSender http;

  BandwidthAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.SMS, Channel.PHONE));
    this.http = context.http();
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return Basic.check(request, endpoint());
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    if (body == null) {
      return new ParseResult.Unreadable("no_json");
    }
    List<InboundEvent> events = new ArrayList<>();
    if (body.isArray()) {
      body.forEach(one -> events.add(event(one)));
    } else {
      events.add(event(body));
    }
    return new ParseResult.Events(events);
  }

  private static InboundEvent event(JsonNode event) {
    if (Json.filled(event, "eventType") != null) {
      return call(event, String.valueOf(Json.text(event, "eventType")));
    }
    String type = String.valueOf(Json.text(event, "type"));
    JsonNode message = event.path("message");
    String id = Json.filled(message, "id");
    String hash = Digests.sha256Hex(Digests.utf8(event.toString()));
    if (id == null && Json.filled(message, "text") == null) {
      return InboundSystem.of(type, hash);
    }
    boolean incoming =
        type.equals("message-received") && !"out".equals(Json.text(message, "direction"));
    if (incoming) {
      return message(event, message, id == null ? hash : id);
    }
    String code = Json.text(event, "errorCode");
    return InboundStatus.of(id == null ? hash : id, type, false)
        .withCommand(Json.filled(message, "tag"), null, null)
        .with(code == null ? Map.of() : Map.of("errorCode", code));
  }

  private static InboundContact message(JsonNode event, JsonNode message, String id) {
    String from = Json.text(message, "from");
    String owner = Json.filled(message, "owner");
    String to = owner == null ? Json.text(event, "to") : owner;
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.SMS)
            .from(PhoneNumbers.normalise(from, null))
            .to(PhoneNumbers.normalise(to, null))
            .text(Json.text(message, "text"))
            .conversation(Conversations.between(from, to))
            .at(Times.iso(Json.text(message, "time")));
    for (JsonNode media : message.path("media")) {
      draft.attachment(Attachment.ofUrl(media.asText(), null, null));
    }
    return draft.build();
  }

  private static InboundEvent call(JsonNode event, String type) {
    String id = Json.filled(event, "callId");
    String time = String.valueOf(Json.text(event, "eventTime"));
    if (id == null) {
      return InboundSystem.of(type, type + ":" + time);
    }
    if ("outbound".equals(Json.text(event, "direction"))) {
      return type.equals(REDIRECT)
          ? InboundSystem.of("own_call", id + ":" + type + ":" + time)
          : InboundStatus.of(id, type, false).withIdempotencyKey(id + ":" + type + ":" + time);
    }
    if (!type.equals("initiate")) {
      boolean over = type.equals("disconnect");
      InboundStatus status = InboundStatus.of(id, type, over).in(id).at(Times.iso(time));
      if (!over) {
        status = status.withIdempotencyKey(id + ":" + type + ":" + time);
      }
      String digits = Json.filled(event, "digits");
      return digits == null ? status : status.withDigits(digits);
    }
    return InboundContact.draft(id, Channel.PHONE)
        .from(PhoneNumbers.normalise(Json.text(event, "from"), null))
        .to(PhoneNumbers.normalise(Json.text(event, "to"), null))
        .conversation(id)
        .at(Times.iso(time))
        .call(new CallRef(Map.of("callId", id)))
        .build();
  }

  /**
   * A call gets words and music, and asks again when they are over; nothing else expects an answer.
   */
  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    InboundEvent first = events.events().isEmpty() ? null : events.events().get(0);
    if (first instanceof InboundContact contact && contact.call() != null) {
      return hold(acceptance, true);
    }
    if (first instanceof InboundStatus status && status.status().equals(REDIRECT)) {
      return hold(acceptance, false);
    }
    return WebhookReply.empty(200);
  }

  private WebhookReply hold(Acceptance acceptance, boolean first) {
    boolean spanish = acceptance.language().startsWith("es");
    String music = endpoint().text("holdMusicUrl");
    StringBuilder verbs = new StringBuilder();
    if (first) {
      verbs
          .append("<SpeakSentence locale=\"")
          .append(spanish ? "es_MX" : "en_US")
          .append("\">")
          .append(
              spanish
                  ? "Gracias por llamar. Por favor no cuelgue, un navegador le atenderá."
                  : "Thank you for calling. Please stay on the line, a navigator will be with you.")
          .append("</SpeakSentence>");
    }
    verbs.append(
        music == null
            ? "<Pause duration=\"20\"/>"
            : "<PlayAudio>" + Xml.escape(music) + "</PlayAudio>");
    String url = endpoint().publicUrl();
    verbs
        .append("<Redirect redirectUrl=\"")
        .append(url == null ? "" : Xml.escape(url))
        .append("\"/>");
    return WebhookReply.of(
        200,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>");
  }

  @Override
  public Media media() {
    String user = endpoint().secretOrNull("apiToken");
    String password = endpoint().secretOrNull("apiSecret");
    List<String> hosts = List.of("messaging.bandwidth.com");
    return user == null || password == null
        ? Media.at(hosts)
        : Media.at(hosts).signedIn(Map.of("Authorization", Basic.header(user, password)), hosts);
  }

  /** Which addresses the account's applications call; the platform tells it in XML. */
  @Override
  public Future<List<Remark>> examine() {
    String account = endpoint().text("accountId");
    String user = endpoint().secretOrNull("apiToken");
    String password = endpoint().secretOrNull("apiSecret");
    if (account == null || user == null || password == null) {
      return Inquiry.needs("config.accountId and the secrets 'apiToken' and 'apiSecret'");
    }
    return Inquiry.at(endpoint(), http, API, Map.of("Authorization", Basic.header(user, password)))
        .askXml(
            "applications",
            "/api/accounts/" + Form.encode(account) + "/applications",
            BandwidthAdapter::addresses)
        .end();
  }

  private static Map<String, String> addresses(Document answer) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Element application : answer.select("Application")) {
      String name = application.select("AppName").text();
      for (Element address : application.select(CALLBACKS)) {
        found.put(address.tagName() + " of " + name, address.text());
      }
    }
    return found;
  }
}
