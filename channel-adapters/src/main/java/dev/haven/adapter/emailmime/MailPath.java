package dev.haven.adapter.emailmime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The path of MAIL or RCPT with its parameters (RFC 5321, 4.1.2).
 *
 * @param address without angle brackets and source route; empty for the null sender
 * @param parameters as they came, upper case
 */
record MailPath(String address, String[] parameters) {
  private static final int MAX_ADDRESS = 320;

  /**
   * Reads what stands behind {@code MAIL} or {@code RCPT}.
   *
   * @param word {@code FROM:} or {@code TO:}
   * @return null when it is none
   */
  static @Nullable MailPath read(String text, String word) {
    String rest = text.strip();
    if (!rest.regionMatches(true, 0, word, 0, word.length())) {
      return null;
    }
    rest = rest.substring(word.length()).strip();
    int end = rest.startsWith("<") ? close(rest) : -1;
    if (end < 0) {
      return null;
    }
    String address = rest.substring(1, end);
    if (address.startsWith("@") && address.indexOf(':') > 0) {
      address = address.substring(address.indexOf(':') + 1);
    }
    boolean wrong =
        address.length() > MAX_ADDRESS
            || address.chars().anyMatch(c -> c <= ' ' || c == 127 || c == ',' || c == '<');
    String tail = rest.substring(end + 1).strip();
    return wrong
        ? null
        : new MailPath(
            address, tail.isEmpty() ? new String[0] : tail.toUpperCase(Locale.ROOT).split(" +"));
  }

  /** Where the bracket closes, outside quotes. */
  private static int close(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return "MailPath[***]";
  }
}
