package dev.haven.adapter.support;

import dev.haven.channel.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail server's report that a mail of ours will not arrive (RFC 3464). */
final class Bounce {
  /** Reports come before what they return, which may be long. */
  private static final int MAX_READ = 128 * 1024;

  private static final Pattern FAILED = Pattern.compile("(?im)^action:\\s*failed\\b");

  private Bounce() {}

  /** The id of the answer that failed; null when it is no such report, or of another's mail. */
  static @Nullable String undelivered(Headers headers, byte[] content) {
    String type = headers.first("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).contains("delivery-status")) {
      return null;
    }
    String text =
        new String(content, 0, Math.min(content.length, MAX_READ), StandardCharsets.ISO_8859_1);
    return FAILED.matcher(text).find() ? MailThread.ownId(text) : null;
  }
}
