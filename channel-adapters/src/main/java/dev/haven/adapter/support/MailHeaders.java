package dev.haven.adapter.support;

import dev.haven.channel.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a mail's header lines say beyond their words: who wrote it, and what it answers. Values are
 * unfolded and decoded.
 */
public final class MailHeaders {
  private static final Set<String> BULK = Set.of("bulk", "junk", "list", "auto_reply");
  private static final Pattern LANGUAGE =
      Pattern.compile("=\\?([^?*\\s]{1,40})\\*[^?\\s]{0,40}\\?");
  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,500}>");

  private MailHeaders() {}

  /**
   * Whether a program wrote it: an automatic answer, a bounce, a list (RFC 3834). Such mail is
   * never a contact, or two machines would answer each other.
   */
  public static boolean isAutomatic(Headers headers) {
    String submitted = headers.first("Auto-Submitted");
    if (submitted != null && !MediaType.name(submitted).equals("no")) {
      return true;
    }
    String precedence = headers.first("Precedence");
    if (precedence != null && BULK.contains(precedence.strip().toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (headers.first("X-Autoreply") != null || headers.first("X-Autorespond") != null) {
      return true;
    }
    Mailbox from = Mailbox.first(headers.first("From"));
    if (from != null && from.address().toLowerCase(Locale.ROOT).startsWith("mailer-daemon@")) {
      return true;
    }
    String returnPath = headers.first("Return-Path");
    return (returnPath != null && returnPath.strip().equals("<>"))
        || MediaType.name(headers.first("Content-Type")).equals("multipart/report");
  }

  /** The subject with its encoded words decoded (RFC 2047); null when there is none. */
  public static @Nullable String subject(Headers headers) {
    String value = headers.first("Subject");
    return value == null ? null : decoded(value);
  }

  /** Text with its encoded words decoded, also those that name a language (RFC 2231, section 5). */
  static String decoded(String text) {
    return text.contains("=?")
        ? DecoderUtil.decodeEncodedWords(
            LANGUAGE.matcher(text).replaceAll("=?$1?"), DecodeMonitor.SILENT)
        : text;
  }

  /** The mail's own id with its angle brackets; null when it has none. */
  public static @Nullable String messageId(Headers headers) {
    return first(headers.first("Message-ID"));
  }

  /**
   * The id of the mail it answers: of {@code In-Reply-To}, else the last of {@code References};
   * null when it answers none.
   */
  public static @Nullable String answers(Headers headers) {
    String direct = first(headers.first("In-Reply-To"));
    if (direct != null) {
      return direct;
    }
    String references = headers.first("References");
    String last = null;
    Matcher ids = MESSAGE_ID.matcher(references == null ? "" : references);
    while (ids.find()) {
      last = ids.group();
    }
    return last;
  }

  private static @Nullable String first(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher ids = MESSAGE_ID.matcher(header);
    if (ids.find()) {
      return ids.group();
    }
    String bare = header.strip();
    return bare.isEmpty() || bare.length() > 500 ? null : bare;
  }
}
