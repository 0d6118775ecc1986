package dev.haven.adapter.mailgun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one mail of a route: its fields, or the whole mail in {@code body-mime}. */
final class RoutedMail {
  private RoutedMail() {}

  static InboundEvent read(Form form, @Nullable Multipart parts, RawRequest request) {
    String mime = form.filled("body-mime");
    Mail raw = mime == null ? null : MailReader.read(Digests.utf8(mime));
    Headers headers = raw == null ? headers(form) : raw.headers();
    String messageId = MailHeaders.messageId(headers);
    String field = form.filled("Message-Id");
    String known = field == null ? messageId : field;
    String id = known == null ? Digests.sha256Hex(request.body()) : known;
    String sender = form.first("sender");
    boolean nullSender = sender != null && sender.isBlank();
    if (nullSender || MailHeaders.isAutomatic(headers)) {
      return InboundSystem.of("automatic_mail", id);
    }
    if (MailThread.isOwn(headers)) {
      return InboundSystem.of("own_mail", id);
    }
    return contact(form, parts, raw, headers, id);
  }

  /** The fields' own names first, then the list of all header lines. */
  private static Headers headers(Form form) {
    List<Headers.Line> lines = new ArrayList<>();
    for (String name :
        List.of(
            "Message-Id", "In-Reply-To", "References", "Date", "Auto-Submitted", "Precedence")) {
      String value = form.filled(name);
      if (value != null) {
        lines.add(new Headers.Line(name, value));
      }
    }
    String from = form.filled("from");
    if (from != null) {
      lines.add(new Headers.Line("From", from));
    }
    String all = form.filled("message-headers");
    JsonNode pairs = all == null ? null : Json.read(all);
    if (pairs != null && pairs.isArray()) {
      for (JsonNode pair : pairs) {
        lines.add(new Headers.Line(pair.path(0).asText(), pair.path(1).asText()));
      }
    }
    return Headers.of(lines);
  }

  private static InboundContact contact(
      Form form, @Nullable Multipart parts, @Nullable Mail raw, Headers headers, String id) {
    String fromField = form.filled("from");
    Mailbox from = raw == null ? Mailbox.first(fromField) : raw.from();
    if (from == null) {
      from = Mailbox.first(fromField == null ? headers.first("From") : fromField);
    }
    String recipient = form.filled("recipient");
    String to = recipient == null ? null : recipient.split(",", 2)[0].strip();
    String answers = MailHeaders.answers(headers);
    String tag = Mailbox.tag(to);
    String subject = raw == null ? form.first("subject") : raw.subject();
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.EMAIL)
            .from(from == null ? form.filled("sender") : from.address())
            .fromName(from == null ? null : from.name())
            .to(to)
            .subject(
                subject != null
                    ? subject
                    : raw == null ? MailHeaders.subject(headers) : form.first("subject"))
            .text(raw == null ? words(form) : raw.text())
            .thread(tag == null ? answers : tag)
            .at(Times.mail(headers.first("Date")));
    if (raw != null) {
      raw.attachments().forEach(draft::attachment);
    } else if (parts != null) {
      for (Multipart.Part part : parts.parts()) {
        if (part.fileName() != null) {
          String type = MediaType.name(part.contentType());
          draft.attachment(
              Attachment.ofContent(part.content(), type.isEmpty() ? null : type, part.fileName()));
        }
      }
    }
    return MailThread.into(
            draft, headers, from == null ? form.filled("sender") : from.address(), to)
        .build();
  }

  private static String words(Form form) {
    for (String name : List.of("body-plain", "stripped-text")) {
      String text = form.filled(name);
      if (text != null) {
        return text;
      }
    }
    String html = form.filled("body-html");
    return html == null ? "" : Html.toText(html);
  }
}
