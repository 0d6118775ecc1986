package dev.haven.adapter.support;

import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one whole mail, however it came. Mail to a recipient of {@code faxRecipientPattern}, or
 * from a {@code FAX=} sender with a TIFF, is a fax (RFC 3965). Bounces, automatic answers and our
 * own mail make nothing.
 */
public final class MailIntake {
  /** The largest mail that is read, in bytes. */
  public static final int MAX_BYTES = 36 * 1024 * 1024;

  private static final Pattern FAX_SENDER =
      Pattern.compile("(?i)^<?\"?/?FAX=(\\+?[0-9]{3,20})[^@]*@.*");
  private static final Pattern NUMBER_ONLY = Pattern.compile("(\\+?[0-9]{7,15})@.*");

  /** Where mail servers write for whom they put a mail into a mailbox. */
  private static final List<String> DELIVERED =
      List.of("X-Original-To", "Delivered-To", "Envelope-To");

  private final @Nullable Pattern faxRecipient;

  /**
   * @throws IllegalArgumentException when {@code faxRecipientPattern} is no regular expression
   */
  public MailIntake(EndpointConfig endpoint) {
    String pattern = endpoint.text("faxRecipientPattern");
    try {
      this.faxRecipient =
          pattern == null ? null : Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "config.faxRecipientPattern is a regular expression, such as ^fax@", e);
    }
  }

  /**
   * What it says. Never throws, whatever the bytes are.
   *
   * @param sender of the envelope; empty or {@code <>} for a mail that wants no answer, null when
   *     not known
   * @param recipients the centre's addresses it was handed over for; empty when not known
   */
  public ParseResult read(byte[] content, @Nullable String sender, List<String> recipients) {
    Mail mail = MailReader.read(content);
    return mail == null
        ? new ParseResult.Unreadable("no_mail")
        : read(mail, content, sender, recipients);
  }

  /**
   * What a mail says that lies in a mailbox: sender and recipients are what its header lines tell
   * of its delivery. Never throws, whatever the bytes are.
   *
   * @param mailbox the mailbox's own address; null when it has several
   */
  public ParseResult readStored(byte[] content, @Nullable String mailbox) {
    Mail mail = MailReader.read(content);
    if (mail == null) {
      return new ParseResult.Unreadable("no_mail");
    }
    List<String> recipients = new ArrayList<>();
    for (String name : DELIVERED) {
      recipients.addAll(mail.headers().all(name));
    }
    if (mailbox != null) {
      recipients.add(0, mailbox);
    }
    for (String name : List.of("To", "Cc")) {
      for (String line : mail.headers().all(name)) {
        Mailbox shown = Mailbox.first(line);
        if (shown != null) {
          recipients.add(shown.address());
        }
      }
    }
    return read(mail, content, mail.headers().first("Return-Path"), recipients);
  }

  private ParseResult read(
      Mail mail, byte[] content, @Nullable String sender, List<String> recipients) {
    String messageId = MailHeaders.messageId(mail.headers());
    String id = messageId == null ? Digests.sha256Hex(content) : messageId;
    boolean nullSender = sender != null && (sender.isBlank() || sender.strip().equals("<>"));
    if (nullSender || MailHeaders.isAutomatic(mail.headers())) {
      String undelivered = Bounce.undelivered(mail.headers(), content);
      return ParseResult.of(
          undelivered == null
              ? InboundSystem.of("automatic_mail", id)
              : InboundStatus.of(undelivered, "bounced", false).of(DeliveryStatus.FAILED));
    }
    if (MailThread.isOwn(mail.headers())) {
      return ParseResult.of(InboundSystem.of("own_mail", id));
    }
    return ParseResult.of(contact(mail, id, sender, recipient(recipients, mail)));
  }

  private InboundContact contact(
      Mail mail, String id, @Nullable String sender, @Nullable String recipient) {
    Mailbox from = mail.from();
    String author = from == null ? bare(sender) : from.address();
    String faxNumber = faxNumber(sender, author);
    boolean fax = isFax(recipient, faxNumber, mail.attachments());
    String answers = MailHeaders.answers(mail.headers());
    String tag = Mailbox.tag(recipient);
    InboundContactDraft draft =
        InboundContact.draft(id, fax ? Channel.FAX : Channel.EMAIL)
            .from(fax ? (faxNumber == null ? faxParty(author) : faxNumber) : author)
            .to(fax ? dialled(recipient) : recipient)
            .fromName(from == null ? null : from.name())
            .subject(mail.subject())
            .text(mail.text())
            .thread(tag == null ? answers : tag)
            .at(Times.mail(mail.headers().first("Date")));
    if (!fax) {
      MailThread.into(draft, mail.headers(), author, recipient);
    }
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

  /** The number that {@code faxRecipientPattern} catches in its first group, else as above. */
  private @Nullable String dialled(@Nullable String recipient) {
    Matcher caught =
        faxRecipient == null || recipient == null ? null : faxRecipient.matcher(recipient);
    String group =
        caught != null && caught.groupCount() > 0 && caught.find() ? caught.group(1) : null;
    return group != null && group.matches("\\+?[0-9]{3,20}") ? group : faxParty(recipient);
  }

  private boolean isFax(
      @Nullable String recipient, @Nullable String faxNumber, List<Attachment> attachments) {
    if (faxRecipient != null && recipient != null && faxRecipient.matcher(recipient).find()) {
      return true;
    }
    return faxNumber != null
        && attachments.stream().anyMatch(one -> "image/tiff".equals(one.contentType()));
  }

  /** The recipient that names a contact, else the first one, else the one the mail shows. */
  private static @Nullable String recipient(List<String> recipients, Mail mail) {
    String first = null;
    for (String one : recipients) {
      String address = bare(one);
      if (MailThread.contactOf(address) != null) {
        return address;
      }
      first = first == null ? address : first;
    }
    Mailbox to = first == null ? Mailbox.first(mail.headers().first("To")) : null;
    return to == null ? first : to.address();
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
