package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.channel.Acceptance;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.CallPort;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import dev.haven.channel.WebhookReply;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Twilio or SignalWire account: calls, messages and conversations all come to the one URL. A
 * caller is put into the platform's queue at once and stays there until a navigator's leg has
 * answered, so a restart of ours is not heard.
 */
final class TwilioAdapter extends HttpWebhook {
  private static final int PAUSE_SECONDS = 3;

  private final RequestSignature signature;
  private final Hold hold;
  private final TwilioCalls calls;
  private final TwilioReplies replies;
  private final TwilioRest rest;
  private final Media media;

  TwilioAdapter(EndpointConfig endpoint, AdapterContext context, Dialect dialect) {
    super(endpoint, Set.of(Channel.PHONE, Channel.SMS, Channel.CHAT));
    this.signature = new RequestSignature(dialect, endpoint);
    this.hold = new Hold(endpoint);
    this.rest = new TwilioRest(endpoint, context, dialect);
    this.calls = new TwilioCalls(endpoint, rest);
    this.replies = new TwilioReplies(endpoint, rest);
    this.media =
        Media.at(dialect.mediaHosts())
            .signedIn(rest.headers(), dialect.apiHosts())
            .byId(ConversationReader::file, ConversationReader.FILE_AT);
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
    String type = MediaType.name(request.header("Content-Type"));
    if (type.endsWith("json")) {
      return Json.read(request.body()) == null
          ? new ParseResult.Unreadable("no_json")
          : ParseResult.of(InboundSystem.of("json_event", Digests.sha256Hex(request.body())));
    }
    Form form =
        request.body().length == 0 ? Form.read(request.rawQuery()) : Form.read(request.body());
    return ParseResult.of(event(request, form));
  }

  private static InboundEvent event(RawRequest request, Form form) {
    if (form.has("EventType") && form.has("ConversationSid")) {
      return ConversationReader.read(form);
    }
    if (form.filled("CallSid") != null) {
      return VoiceReader.read(request, form);
    }
    String message = MessageReader.id(form);
    String hash = Digests.sha256Hex(request.body());
    return message == null && form.filled("Body") == null
        ? InboundSystem.of("unknown", hash)
        : MessageReader.read(request, form, message == null ? hash : message);
  }

  @Override
  protected WebhookReply stored(ParseResult.Events events, Acceptance acceptance) {
    if (events.events().isEmpty()) {
      return TwiMl.empty();
    }
    return events
        .events()
        .get(0)
        .match(
            contact -> arrived(contact, acceptance),
            status -> progressed(status, acceptance),
            system -> TwiMl.empty());
  }

  private WebhookReply arrived(InboundContact contact, Acceptance acceptance) {
    if (contact.attributes().containsKey(VoiceReader.VOICEMAIL)) {
      return Hold.messageKept(acceptance);
    }
    return contact.call() == null ? TwiMl.empty() : hold.enqueue();
  }

  private WebhookReply progressed(InboundStatus status, Acceptance acceptance) {
    return switch (status.status()) {
      case VoiceReader.WAITING -> hold.waiting(status, acceptance);
      case VoiceReader.DIGIT -> hold.pressed(status, acceptance);
      case VoiceReader.LEAVES -> hold.takeMessage(acceptance);
      case VoiceReader.JOINED -> hold.join(status);
      case VoiceReader.LEG_TAKES -> Hold.joinLeg(status);
      case VoiceReader.BRIDGE_ENDED, VoiceReader.LEG_DECLINES -> new TwiMl().hangup().reply();
      case VoiceReader.NOT_QUEUED -> hold.busy(acceptance);
      default -> TwiMl.empty();
    };
  }

  /**
   * A caller is kept on the line while nothing can be stored; for the rest 503 is the honest
   * answer.
   */
  @Override
  public WebhookReply tryLater(RawRequest request) {
    Form form = Form.read(request.body());
    boolean asksForDocument = form.has("CallSid") && !form.has("CallbackSource");
    return asksForDocument
        ? new TwiMl().pause(PAUSE_SECONDS).again().reply()
        : super.tryLater(request);
  }

  @Override
  public Future<List<Remark>> examine() {
    return rest.examine(endpoint());
  }

  @Override
  public CallPort calls() {
    return calls;
  }

  /** None without what signs in: nothing that was tried again would ever be sent. */
  @Override
  public @Nullable ReplyPort replies() {
    return rest.lacks().isEmpty() ? replies : null;
  }

  @Override
  public List<String> lacks() {
    return rest.lacks();
  }

  @Override
  public Media media() {
    return media;
  }
}
