package dev.haven.adapter.postmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Html;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MailHeaders;
import dev.haven.adapter.support.MailReplies;
import dev.haven.adapter.support.MailThread;
import dev.haven.adapter.support.Mailbox;
import dev.haven.adapter.support.Times;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import dev.haven.channel.ReplyPort;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is signed: Basic credentials of the webhook's URL. A refusal is 401, which is tried
 * again; 403 would make the sender give the mail up.
 */
final class PostmarkAdapter extends HttpWebhook {
  private static final String API = "https://api.postmarkapp.com";

  private final @Nullable ReplyPort replies;
  private final AdapterContext context;

  PostmarkAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.EMAIL));
    this.replies = MailReplies.of(endpoint, context);
    this.context = context;
  }

  @Override
  public Future<List<Remark>> examine() {
    return Inquiry.with(
        endpoint(),
        context.http(),
        API,
        "serverToken",
        token -> Map.of("X-Postmark-Server-Token", token),
        asks ->
            asks.ask(
                "the server's inbound stream",
                "/server",
                body -> Map.of("", String.valueOf(Json.text(body, "InboundHookUrl")))));
  }

  @Override
  public @Nullable ReplyPort replies() {
    return replies;
  }

  @Override
  public int maxBodyBytes() {
    return 50 * 1024 * 1024;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return Basic.check(request, endpoint());
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    JsonNode body = Json.read(request.body());
    if (body == null || !body.isObject()) {
      return new ParseResult.Unreadable("no_json");
    }
    String record = Json.filled(body, "RecordType");
    String id = Json.filled(body, "MessageID");
    if (record != null && !record.equals("Inbound")) {
      return ParseResult.of(status(body, record, id, Digests.sha256Hex(request.body())));
    }
    if (id == null) {
      return new ParseResult.Unreadable("no_message_id");
    }
    return ParseResult.of(mail(body, id));
  }

  private static InboundEvent status(
      JsonNode body, String record, @Nullable String id, String hash) {
    return id == null
        ? InboundSystem.of(record, hash)
        : InboundStatus.of(id, record, false).at(Times.iso(Json.text(body, "DeliveredAt")));
  }

  private static InboundEvent mail(JsonNode body, String id) {
    List<Headers.Line> lines = new ArrayList<>();
    for (JsonNode header : body.path("Headers")) {
      lines.add(new Headers.Line(header.path("Name").asText(), header.path("Value").asText()));
    }
    String shown = Json.filled(body, "From");
    if (shown != null) {
      lines.add(new Headers.Line("From", shown));
    }
    Headers headers = Headers.of(lines);
    String sender = Json.filled(body, "FromFull", "Email");
    Mailbox header = Mailbox.first(shown);
    String from = sender == null && header != null ? header.address() : sender;
    if (from == null || MailHeaders.isAutomatic(headers)) {
      return InboundSystem.of("automatic_mail", id);
    }
    if (MailThread.isOwn(headers)) {
      return InboundSystem.of("own_mail", id);
    }
    String original = Json.filled(body, "OriginalRecipient");
    String to = original == null ? Json.filled(body.path("ToFull").path(0), "Email") : original;
    String hash = Json.filled(body, "MailboxHash");
    String name = Json.filled(body, "FromFull", "Name");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.EMAIL)
            .from(from)
            .fromName(name == null ? Json.filled(body, "FromName") : name)
            .to(to)
            .subject(Json.text(body, "Subject"))
            .text(words(body))
            .thread(hash == null ? MailHeaders.answers(headers) : hash)
            .attribute("messageId", MailHeaders.messageId(headers))
            .at(Times.mail(Json.text(body, "Date")));
    for (JsonNode attachment : body.path("Attachments")) {
      byte[] content = Digests.fromMimeBase64(attachment.path("Content").asText());
      if (content != null) {
        draft.attachment(
            Attachment.ofContent(
                content, Json.text(attachment, "ContentType"), Json.text(attachment, "Name")));
      }
    }
    return MailThread.into(draft, headers, from, to).build();
  }

  private static String words(JsonNode body) {
    for (String name : List.of("TextBody", "StrippedTextReply")) {
      String text = Json.filled(body, name);
      if (text != null) {
        return text;
      }
    }
    String html = Json.filled(body, "HtmlBody");
    return html == null ? "" : Html.toText(html);
  }
}
