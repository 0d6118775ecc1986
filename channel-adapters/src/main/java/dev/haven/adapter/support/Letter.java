package dev.haven.adapter.support;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a mail. Everything in a header line is free of control characters, so that no one's
 * words become a line of their own.
 *
 * @param answers where answers go; null for {@code from}
 * @param messageId with its angle brackets
 * @param inReplyTo the mail it answers; null when it had no id
 * @param references the ids of the thread, a space between; null when there is none
 * @param subject as the thread has it, without {@code Re:}; null when there is none
 * @param automatic whether no person wrote it: then it says so (RFC 3834, section 5.2), so that no
 *     machine answers it
 */
record Letter(
    InternetAddress to,
    InternetAddress from,
    @Nullable String fromName,
    @Nullable String answers,
    String messageId,
    @Nullable String inReplyTo,
    @Nullable String references,
    @Nullable String subject,
    String text,
    boolean automatic,
    Instant at) {
  private static final Pattern IDS = Pattern.compile("<[!-;=?-~]{1,250}>( <[!-;=?-~]{1,250}>)*");
  private static final Pattern ANSWERED = Pattern.compile("(?i)^\\s*(re|aw|sv|rv|antw)\\s*:.*");
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final int MAX_SUBJECT = 400;

  /** Whether an address is not ASCII, so that only a server with SMTPUTF8 can carry it. */
  boolean needsUnicode() {
    return !isAscii(to.getAddress()) || !isAscii(from.getAddress());
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  SMTPMessage write(Session session) throws MessagingException {
    SMTPMessage mail = new Named(session, messageId);
    mail.setFrom(named(from));
    mail.setRecipient(jakarta.mail.Message.RecipientType.TO, to);
    mail.setEnvelopeFrom(answers == null ? from.getAddress() : answers);
    if (answers != null) {
      mail.setReplyTo(new InternetAddress[] {named(new InternetAddress(answers))});
    }
    mail.setSubject(answering(subject), UTF_8);
    mail.setSentDate(Date.from(at));
    if (inReplyTo != null && IDS.matcher(inReplyTo).matches()) {
      mail.setHeader("In-Reply-To", inReplyTo);
    }
    if (references != null && IDS.matcher(references).matches()) {
      mail.setHeader("References", references.replace(" ", "\r\n "));
    }
    if (automatic) {
      mail.setHeader("Auto-Submitted", "auto-replied");
      mail.setHeader("X-Auto-Response-Suppress", "OOF, AutoReply");
    }
    mail.setText(text.replace("\r\n", "\n").replace("\n", "\r\n"), UTF_8);
    mail.saveChanges();
    return mail;
  }

  private InternetAddress named(InternetAddress address) throws MessagingException {
    if (fromName == null) {
      return address;
    }
    try {
      return new InternetAddress(address.getAddress(), plain(fromName), UTF_8);
    } catch (UnsupportedEncodingException e) {
      throw new MessagingException("every Java platform has UTF-8", e);
    }
  }

  /** The thread's subject with one {@code Re:} before it. */
  static String answering(@Nullable String subject) {
    String plain = plain(subject == null ? "" : subject);
    if (plain.length() > MAX_SUBJECT) {
      plain = plain.substring(0, plain.offsetByCodePoints(0, plain.codePointCount(0, MAX_SUBJECT)));
    }
    return ANSWERED.matcher(plain).matches() ? plain : ("Re: " + plain).strip();
  }

  /** Control characters and line separators become spaces. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                plain.appendCodePoint(
                    Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
    return plain.toString().strip();
  }

  /** A message that keeps the id it is given. */
  private static final class Named extends SMTPMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id.toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public String toString() {
    return "Letter[***]";
  }
}
