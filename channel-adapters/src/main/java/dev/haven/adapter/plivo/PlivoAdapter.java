package dev.haven.adapter.plivo;

import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Xml;
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
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls and messages of one application. A caller is put into a closed conference with music until
 * somebody opens it.
 */
final class PlivoAdapter extends HttpWebhook {
  private static final String API = "https://api.plivo.com";

  private final PlivoSignature signature;

  private final HttpSender http;

  PlivoAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.PHONE, Channel.SMS));
    this.http = context.http();
    this.signature = new PlivoSignature(endpoint);
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return signature.check(request);
  }

  @Override
  protected int statusFor(RefusalReason reason) {
    return 403;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    Form form =
        request.body().length == 0 ? Form.read(request.rawQuery()) : Form.read(request.body());
    return ParseResult.of(PlivoEvents.read(form, request));
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    boolean call =
        !events.events().isEmpty()
            && events.events().get(0) instanceof InboundContact contact
            && contact.call() != null;
    if (!call) {
      return xml("<Response></Response>");
    }
    boolean spanish = acceptance.language().startsWith("es");
    String room = "haven-" + ((InboundContact) events.events().get(0)).externalId();
    String music = endpoint().text("holdMusicUrl");
    String wait = music == null ? "" : " waitSound=\"" + Xml.escape(music) + "\"";
    return xml(
        "<Response><Speak language=\""
            + (spanish ? "es-US" : "en-US")
            + "\">"
            + (spanish
                ? "Gracias por llamar. Por favor no cuelgue, un navegador le atenderá."
                : "Thank you for calling. Please stay on the line, a navigator will be with you.")
            + "</Speak><Conference startConferenceOnEnter=\"false\""
            + wait
            + ">"
            + Xml.escape(room)
            + "</Conference></Response>");
  }

  private static WebhookReply xml(String document) {
    return WebhookReply.of(200, "text/xml", document);
  }

  @Override
  public Media media() {
    return Media.at(List.of(".plivo.com"));
  }

  /** Which addresses the account's applications call. */
  @Override
  public Future<List<Remark>> examine() {
    String account = endpoint().text("authId");
    List<String> tokens = endpoint().secrets("authToken");
    String token = tokens.isEmpty() ? endpoint().secretOrNull("authTokens") : tokens.get(0);
    if (account == null || token == null) {
      return Inquiry.needs("config.authId");
    }
    return Inquiry.at(endpoint(), http, API, Map.of("Authorization", Basic.header(account, token)))
        .ask(
            "applications",
            "/v1/Account/" + Form.encode(account) + "/Application/?limit=20",
            body ->
                Inquiry.each(
                    body.path("objects"),
                    "app_name",
                    Map.of("calls of ", "answer_url", "messages of ", "message_url")))
        .end();
  }
}
