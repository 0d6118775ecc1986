package dev.haven.adapter.plivo;

import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Xml;
import dev.haven.channel.Acceptance;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.WebhookReply;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls and messages of one application. A caller is put into a closed conference with music until
 * somebody opens it.
 */
final class PlivoAdapter extends HttpWebhook {
  private final PlivoSignature signature;

  PlivoAdapter(EndpointConfig endpoint) {
    super(endpoint, Set.of(Channel.PHONE, Channel.SMS));
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
}
