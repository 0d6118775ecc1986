package dev.haven.adapter.emailmime;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Mail;
import dev.haven.adapter.support.MailHeaders;
import dev.haven.adapter.support.MailReader;
import dev.haven.adapter.support.Mailbox;
import dev.haven.adapter.support.Times;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundReader;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one mail with its envelope. Who may hand mail over is the mail server's affair. Mail to a
 * recipient of {@code faxRecipientPattern}, or from a {@code FAX=} sender with a TIFF, is a fax
 * (RFC 3965). Bounces and automatic answers make nothing.
 */
final class EmailMimeAdapter implements InboundReader {
  private static final Pattern FAX_SENDER =
      Pattern.compile("(?i)^<?\"?/?FAX=(\\+?[0-9]{3,20})[^@]*@.*");

  private static final Pattern NUMBER_ONLY = Pattern.compile("(\\+?[0-9]{7,15})@.*");

  private final EndpointConfig endpoint;
  private final @Nullable Pattern faxRecipient;

  EmailMimeAdapter(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    String pattern = endpoint.text("faxRecipientPattern");
    this.faxRecipient = pattern == null ? null : Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  @Override
  public EndpointConfig endpoint() {
    return endpoint;
  }

  @Override
  public Set<Channel> channels() {
    return Set.of(Channel.EMAIL, Channel.FAX);
  }

  @Override
  public int maxBodyBytes() {
    return 36 * 1024 * 1024;
  }

  @Override
  public Verdict verify(RawRequest request, Instant now) {
    return request.body().length == 0
        ? Verdict.refused(RefusalReason.MALFORMED, 554)
        : Verdict.accepted();
  }

  @Override
  public ParseResult parse(RawRequest request, Instant now) {
    Mail mail = MailReader.read(request.body());
    if (mail == null) {
      return new ParseResult.Unreadable("no_mail");
    }
    String hash = Digests.sha256Hex(request.body());
    String messageId = MailHeaders.messageId(mail.headers());
    String id = messageId == null ? hash : messageId;
    String sender = request.header("MAIL-FROM");
    boolean nullSender = sender != null && (sender.isBlank() || sender.strip().equals("<>"));
    if (nullSender || MailHeaders.isAutomatic(mail.headers())) {
      return ParseResult.of(InboundSystem.of("automatic_mail", id));
    }
    return ParseResult.of(contact(request, mail, id, sender));
  }

  private InboundContact contact(
      RawRequest request, Mail mail, String id, @Nullable String sender) {
    Mailbox from = mail.from();
    String recipient = recipient(request, mail);
    String author = from == null ? bare(sender) : from.address();
    String faxNumber = faxNumber(sender, author);
    boolean fax = isFax(recipient, faxNumber, mail.attachments());
    String answers = MailHeaders.answers(mail.headers());
    InboundContactDraft draft =
        InboundContact.draft(id, fax ? Channel.FAX : Channel.EMAIL)
            .from(fax ? (faxNumber == null ? faxParty(author) : faxNumber) : author)
            .to(fax ? faxParty(recipient) : recipient)
            .fromName(from == null ? null : from.name())
            .subject(mail.subject())
            .text(mail.text())
            .thread(answers == null ? Mailbox.tag(recipient) : answers)
            .at(Times.mail(mail.headers().first("Date")));
    mail.attachments().forEach(draft::attachment);
    return draft.build();
  }

  private static @Nullable String faxNumber(@Nullable String sender, @Nullable String author) {
    for (String address : new String[] {sender, author}) {
      Matcher matcher = FAX_SENDER.matcher(address == null ? "" : address.strip());
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  /**
   * The number of {@code FAX=+1...@host}, or of an address that is only a number; else the address.
   */
  private static @Nullable String faxParty(@Nullable String address) {
    if (address == null) {
      return null;
    }
    String number = faxNumber(address, null);
    Matcher plain = NUMBER_ONLY.matcher(address);
    return number != null ? number : plain.matches() ? plain.group(1) : address;
  }

  private boolean isFax(
      @Nullable String recipient, @Nullable String faxNumber, List<Attachment> attachments) {
    if (faxRecipient != null && recipient != null && faxRecipient.matcher(recipient).find()) {
      return true;
    }
    return faxNumber != null
        && attachments.stream().anyMatch(one -> "image/tiff".equals(one.contentType()));
  }

  private static @Nullable String recipient(RawRequest request, Mail mail) {
    String envelope = request.header("RCPT-TO");
    if (envelope != null && !envelope.isBlank()) {
      return bare(envelope.split(",", 2)[0]);
    }
    Mailbox to = Mailbox.first(mail.headers().first("To"));
    return to == null ? null : to.address();
  }

  private static @Nullable String bare(@Nullable String path) {
    if (path == null || path.isBlank()) {
      return null;
    }
    String stripped = path.strip();
    return stripped.startsWith("<") && stripped.endsWith(">")
        ? stripped.substring(1, stripped.length() - 1)
        : stripped;
  }
}
