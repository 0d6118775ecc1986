package dev.haven.adapter.vonage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages, voice and the older SMS API come to the one URL. The sender may rarely forget the
 * signature: 503 makes it send again, signed (Vonage, "signed webhooks").
 */
final class VonageAdapter extends HttpWebhook {
  private static final String API = "https://api.nexmo.com";
  private static final String MUSIC =
      "https://nexmo-community.github.io/ncco-examples/assets/voice_api_audio_streaming.mp3";

  private final SignedToken token;
  private final SignedParameters parameters;
  private final @Nullable VonageReplies replies;
  private final HttpSender http;

  VonageAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.PHONE, Channel.SMS, Channel.CHAT));
    this.token = new SignedToken(endpoint);
    this.parameters = new SignedParameters(endpoint);
    this.replies = VonageReplies.of(endpoint, context);
    this.http = context.http();
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public List<String> lacks() {
    return replies == null
        ? List.of("the secrets 'applicationId' and 'privateKey' are needed to answer")
        : List.of();
  }

  @Override
  public boolean signedInBody() {
    return true;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    if (request.header("Authorization") != null) {
      return token.check(request, now);
    }
    Map<String, String> values = values(request);
    return values.containsKey("sig") ? parameters.check(values, now) : RefusalReason.MISSING_HEADER;
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return reason == RefusalReason.MISSING_HEADER ? 503 : 401;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = json(request);
    if (body != null && body.has("message_uuid")) {
      return ParseResult.of(VonageEvents.message(body));
    }
    boolean declaredJson = MediaType.name(request.header("Content-Type")).endsWith("json");
    if (body == null && declaredJson && request.body().length > 0) {
      return new ParseResult.Unreadable("no_json");
    }
    return ParseResult.of(VonageEvents.parameters(values(request), request));
  }

  /** The query's, the form's or the JSON's plain values by name. */
  private static Map<String, String> values(RawRequest request) {
    Map<String, String> values = new LinkedHashMap<>();
    Form.read(request.rawQuery()).fields().forEach(f -> values.put(f.name(), f.value()));
    JsonNode body = json(request);
    if (body != null) {
      body.properties()
          .forEach(
              e -> put(values, e.getKey(), e.getValue().isObject() ? "" : Json.text(e.getValue())));
      String digits = Json.filled(body, "dtmf", "digits");
      put(values, "dtmf.digits", digits);
    } else if (request.body().length > 0) {
      Form.read(request.body()).fields().forEach(f -> values.put(f.name(), f.value()));
    }
    return values;
  }

  private static void put(Map<String, String> into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  private static @Nullable JsonNode json(RawRequest request) {
    JsonNode body = request.body().length == 0 ? null : Json.read(request.body());
    return body != null && body.isObject() ? body : null;
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    boolean call =
        !events.events().isEmpty()
            && events.events().get(0) instanceof InboundContact contact
            && contact.channel() == Channel.PHONE;
    return call
        ? hold((InboundContact) events.events().get(0), acceptance)
        : WebhookReply.empty(200);
  }

  /**
   * Words in the caller's language, then a conversation that opens when a navigator's leg enters
   * it.
   */
  private WebhookReply hold(InboundContact contact, Acceptance acceptance) {
    boolean spanish = acceptance.language().startsWith("es");
    String music = endpoint().text("holdMusicUrl");
    List<Map<String, Object>> actions = new ArrayList<>();
    actions.add(
        Map.of(
            "action", "talk",
            "language", spanish ? "es-MX" : "en-US",
            "text",
                spanish
                    ? "Gracias por llamar. Por favor no cuelgue, un navegador le atenderá."
                    : "Thank you for calling. Please stay on the line, a navigator will be with"
                        + " you."));
    actions.add(
        Map.of(
            "action",
            "conversation",
            "name",
            "haven-" + contact.externalId(),
            "startOnEnter",
            false,
            "musicOnHoldUrl",
            List.of(music == null ? MUSIC : music)));
    return new WebhookReply(200, "application/json", Json.write(actions), Map.of());
  }

  /** Which addresses the application calls. */
  @Override
  public Future<List<Remark>> examine() {
    String application = VonageReplies.application(endpoint());
    String key = endpoint().secretOrNull("apiKey");
    String secret = endpoint().secretOrNull("apiSecret");
    if (application == null || key == null || secret == null) {
      return Inquiry.needs("the secrets 'applicationId', 'apiKey' and 'apiSecret'");
    }
    String base = endpoint().apiBaseUrl() == null ? API : endpoint().apiBaseUrl();
    Rest rest = new Rest(http, base, Map.of("Authorization", Basic.header(key, secret)));
    return new Inquiry(endpoint(), rest)
        .ask(
            "the application's",
            "/v2/applications/" + Form.encode(application),
            VonageAdapter::addresses)
        .end();
  }

  /** The addresses by capability and kind. */
  private static Map<String, String> addresses(JsonNode application) {
    Map<String, String> found = new LinkedHashMap<>();
    application
        .path("capabilities")
        .properties()
        .forEach(
            capability ->
                capability
                    .getValue()
                    .path("webhooks")
                    .properties()
                    .forEach(
                        hook -> {
                          String address = Json.filled(hook.getValue(), "address");
                          if (address != null) {
                            found.put(capability.getKey() + " " + hook.getKey(), address);
                          }
                        }));
    return found;
  }

  @Override
  public Media media() {
    List<String> hosts = List.of(".nexmo.com", ".vonage.com");
    Media media = Media.at(hosts);
    return replies == null ? media : media.signedIn(replies.headers(), hosts);
  }
}
