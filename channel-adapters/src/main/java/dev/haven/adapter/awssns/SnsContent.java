package dev.haven.adapter.awssns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Conversations;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Mail;
import dev.haven.adapter.support.MailHeaders;
import dev.haven.adapter.support.MailReader;
import dev.haven.adapter.support.MailThread;
import dev.haven.adapter.support.Mailbox;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Channel;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a notification carries: a mail received by SES, what became of one sent by SES, or an
 * SMS.
 */
final class SnsContent {
  private SnsContent() {}

  static ParseResult read(String content, String key) {
    JsonNode message = Json.read(content);
    if (message == null || !message.isObject()) {
      return ParseResult.of(InboundSystem.of("text", key));
    }
    if (Json.filled(message, "originationNumber") != null) {
      return ParseResult.of(sms(message, key));
    }
    String type = Json.filled(message, "notificationType");
    String kind = type == null ? Json.filled(message, "eventType") : type;
    if ("Received".equals(kind)) {
      return ParseResult.of(received(message, key));
    }
    String id = Json.filled(message, "mail", "messageId");
    return ParseResult.of(
        id == null || kind == null
            ? InboundSystem.of(kind == null ? "notification" : kind, key)
            : InboundStatus.of(id, kind, false).withIdempotencyKey(key));
  }

  private static InboundEvent sms(JsonNode message, String key) {
    String from = Json.text(message, "originationNumber");
    String to = Json.text(message, "destinationNumber");
    String id = Json.filled(message, "inboundMessageId");
    return InboundContact.draft(id == null ? key : id, Channel.SMS)
        .from(PhoneNumbers.normalise(from, null))
        .to(PhoneNumbers.normalise(to, null))
        .text(Json.text(message, "messageBody"))
        .conversation(Conversations.between(from, to))
        .attribute("keyword", Json.text(message, "messageKeyword"))
        .build();
  }

  private static InboundEvent received(JsonNode message, String key) {
    JsonNode about = message.path("mail");
    String sesId = Json.filled(about, "messageId");
    String id = sesId == null ? key : sesId;
    Mail mail = mail(message);
    Headers headers = mail == null ? headers(about) : mail.headers();
    String source = Json.text(about, "source");
    boolean nullSender = source != null && (source.isBlank() || source.strip().equals("<>"));
    if (nullSender || MailHeaders.isAutomatic(headers)) {
      return InboundSystem.of("automatic_mail", id);
    }
    if (MailThread.isOwn(headers)) {
      return InboundSystem.of("own_mail", id);
    }
    JsonNode common = about.path("commonHeaders");
    Mailbox from = mail == null ? null : mail.from();
    if (from == null) {
      from = Mailbox.first(Json.text(common.path("from").path(0)));
    }
    String recipient = Json.filled(Json.at(message, "receipt", "recipients").path(0));
    String to = recipient == null ? Json.filled(about.path("destination").path(0)) : recipient;
    String subject = mail == null ? null : mail.subject();
    String answers = MailHeaders.answers(headers);
    String tag = Mailbox.tag(to);
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.EMAIL)
            .from(from == null ? source : from.address())
            .fromName(from == null ? null : from.name())
            .to(to)
            .subject(subject == null ? Json.text(common, "subject") : subject)
            .text(mail == null ? null : mail.text())
            .thread(tag == null ? answers : tag)
            .at(Times.iso(Json.text(about, "timestamp")))
            .attribute("fetch", stored(message))
            .attribute("spam", Json.text(message, "receipt", "spamVerdict", "status"))
            .attribute("virus", Json.text(message, "receipt", "virusVerdict", "status"));
    if (mail != null) {
      mail.attachments().forEach(draft::attachment);
    }
    return MailThread.into(draft, headers, from == null ? source : from.address(), to).build();
  }

  private static @Nullable Mail mail(JsonNode message) {
    String content = Json.text(message, "content");
    if (content == null || content.isBlank()) {
      return null;
    }
    boolean base64 = "BASE64".equalsIgnoreCase(Json.text(message, "receipt", "action", "encoding"));
    byte[] bytes = base64 ? Digests.fromMimeBase64(content) : Digests.utf8(content);
    return bytes == null ? null : MailReader.read(bytes);
  }

  private static Headers headers(JsonNode about) {
    List<Headers.Line> lines = new ArrayList<>();
    for (JsonNode header : about.path("headers")) {
      lines.add(new Headers.Line(header.path("name").asText(), header.path("value").asText()));
    }
    return Headers.of(lines);
  }

  /** Where a mail too large for a notification was put; null when it came whole. */
  private static @Nullable String stored(JsonNode message) {
    String bucket = Json.filled(message, "receipt", "action", "bucketName");
    String object = Json.filled(message, "receipt", "action", "objectKey");
    return bucket == null || object == null ? null : "s3://" + bucket + "/" + object;
  }
}
