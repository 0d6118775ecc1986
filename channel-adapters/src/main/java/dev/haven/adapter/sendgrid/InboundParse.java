package dev.haven.adapter.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Html;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Mail;
import dev.haven.adapter.support.MailHeaders;
import dev.haven.adapter.support.MailReader;
import dev.haven.adapter.support.MailThread;
import dev.haven.adapter.support.Mailbox;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Multipart;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of one mail. Each part is in the charset that {@code charsets} names for it,
 * which need not be UTF-8; or the whole mail comes raw in {@code email}.
 */
final class InboundParse {
  /** A file's part, also when it names no file. */
  private static final Pattern ATTACHMENT = Pattern.compile("attachment[0-9]{1,3}");

  private final Multipart parts;
  private final @Nullable JsonNode charsets;

  private InboundParse(Multipart parts) {
    this.parts = parts;
    Multipart.Part names = parts.first("charsets");
    this.charsets = names == null ? null : Json.read(names.content());
  }

  static InboundEvent read(Multipart parts, RawRequest request) {
    InboundParse parse = new InboundParse(parts);
    Multipart.Part raw = parts.first("email");
    Mail mail = MailReader.read(raw == null ? parse.headers() : raw.content());
    Headers headers = mail == null ? Headers.none() : mail.headers();
    String messageId = MailHeaders.messageId(headers);
    String id = messageId == null ? Digests.sha256Hex(request.body()) : messageId;
    if (parse.isNullSender() || MailHeaders.isAutomatic(headers)) {
      return InboundSystem.of("automatic_mail", id);
    }
    if (MailThread.isOwn(headers)) {
      return InboundSystem.of("own_mail", id);
    }
    return parse.contact(headers, id, raw == null ? null : mail);
  }

  private byte[] headers() {
    Multipart.Part part = parts.first("headers");
    byte[] lines = part == null ? new byte[0] : part.content();
    byte[] whole = Arrays.copyOf(lines, lines.length + 2);
    whole[lines.length] = '\n';
    whole[lines.length + 1] = '\n';
    return whole;
  }

  private InboundContact contact(Headers headers, String id, @Nullable Mail raw) {
    String fromHeader = headers.first("From");
    String fromPart = text("from");
    Mailbox shown = raw == null ? Mailbox.first(fromPart) : null;
    Mailbox from = shown == null ? Mailbox.first(fromHeader) : shown;
    if (from == null) {
      from = Mailbox.first(fromPart);
    }
    String to = recipient(headers);
    String answers = MailHeaders.answers(headers);
    String tag = Mailbox.tag(to);
    String subject = raw == null ? text("subject") : MailHeaders.subject(headers);
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.EMAIL)
            .from(from == null ? envelope("from") : from.address())
            .fromName(from == null ? null : from.name())
            .to(to)
            .subject(
                subject != null
                    ? subject
                    : raw == null ? MailHeaders.subject(headers) : text("subject"))
            .text(raw == null ? words() : raw.text())
            .thread(tag == null ? answers : tag)
            .at(Times.mail(headers.first("Date")))
            .attribute("spf", text("SPF"))
            .attribute("dkim", text("dkim"))
            .attribute("spamScore", text("spam_score"));
    (raw == null ? attachments() : raw.attachments()).forEach(draft::attachment);
    return MailThread.into(draft, headers, from == null ? envelope("from") : from.address(), to)
        .build();
  }

  private @Nullable String recipient(Headers headers) {
    String envelope = envelope("to");
    if (envelope != null) {
      return envelope;
    }
    String part = text("to");
    Mailbox to = Mailbox.first(part == null ? headers.first("To") : part);
    return to == null ? null : to.address();
  }

  /** Whether the envelope names nobody to answer: reports of mail servers do so. */
  private boolean isNullSender() {
    Multipart.Part part = parts.first("envelope");
    String from = Json.text(part == null ? null : Json.read(part.content()), "from");
    return from != null && (from.isBlank() || from.strip().equals("<>"));
  }

  /** The first address of the envelope under that name. */
  private @Nullable String envelope(String name) {
    Multipart.Part part = parts.first("envelope");
    JsonNode node = Json.at(part == null ? null : Json.read(part.content()), name);
    return node.isArray() ? Json.filled(node.path(0)) : Json.filled(node);
  }

  private String words() {
    String text = text("text");
    if (text != null && !text.isBlank()) {
      return text;
    }
    String html = text("html");
    return html == null ? "" : Html.toText(html);
  }

  private @Nullable String text(String name) {
    Multipart.Part part = parts.first(name);
    if (part == null) {
      return null;
    }
    String charset = Json.filled(charsets, name);
    return part.text(charset == null ? StandardCharsets.UTF_8 : MediaType.charset(charset));
  }

  private List<Attachment> attachments() {
    Multipart.Part info = parts.first("attachment-info");
    JsonNode names = info == null ? null : Json.read(info.content());
    List<Attachment> found = new ArrayList<>();
    for (Multipart.Part part : parts.parts()) {
      if (part.fileName() != null || ATTACHMENT.matcher(part.name()).matches()) {
        String name = Json.filled(names, part.name(), "filename");
        String declared = Json.filled(names, part.name(), "type");
        String type = declared == null ? MediaType.name(part.contentType()) : declared;
        found.add(
            Attachment.ofContent(part.content(), type, name == null ? part.fileName() : name));
      }
    }
    return found;
  }
}
