package dev.haven.adapter.support;

import org.jspecify.annotations.Nullable;

/**
 * A mail address with the name shown beside it. Reads what is sent, not only what RFC 5322 allows:
 * names that are not ASCII, commas in names without quotes, names in comments.
 *
 * @param address never empty
 * @param name decoded; null when none is shown
 */
public record Mailbox(String address, @Nullable String name) {
  private static final int MAX_HEADER = 20_000;

  /** The first mailbox of a header such as {@code From} or {@code To}; null when there is none. */
  public static @Nullable Mailbox first(@Nullable String header) {
    if (header == null || header.length() > MAX_HEADER) {
      return null;
    }
    int from = 0;
    int next = 0;
    while (next < header.length()) {
      int end = endOfElement(header, next);
      Mailbox found = element(header.substring(from, end));
      if (found != null) {
        return found;
      }
      // An element without an address is the first half of a name with a comma, unless it opened a
      // group.
      if (end < header.length() && header.charAt(end) != ',') {
        from = end + 1;
      }
      next = end + 1;
    }
    return null;
  }

  /**
   * Where the next comma, semicolon or group's colon stands outside quotes, comments and angle
   * brackets.
   */
  private static int endOfElement(String header, int start) {
    boolean quoted = false;
    int comments = 0;
    boolean angle = false;
    for (int i = start; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' && comments == 0) {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        comments++;
      } else if (!quoted && c == ')' && comments > 0) {
        comments--;
      } else if (!quoted && comments == 0) {
        if (c == '<') {
          angle = true;
        } else if (c == '>') {
          angle = false;
        } else if (!angle && (c == ',' || c == ';' || c == ':')) {
          return i;
        }
      }
    }
    return header.length();
  }

  private static @Nullable Mailbox element(String text) {
    int close = text.lastIndexOf('>');
    int open = close < 0 ? -1 : text.lastIndexOf('<', close);
    if (open >= 0) {
      String address = text.substring(open + 1, close).strip();
      return isAddress(address) ? new Mailbox(address, name(text.substring(0, open))) : null;
    }
    int comment = text.indexOf('(');
    String bare = (comment < 0 ? text : text.substring(0, comment)).strip();
    if (!isAddress(bare)) {
      return null;
    }
    int end = text.lastIndexOf(')');
    return new Mailbox(
        bare, comment < 0 || end < comment ? null : name(text.substring(comment + 1, end)));
  }

  private static boolean isAddress(String text) {
    return text.indexOf('@') > 0
        && text.length() <= 320
        && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '<' || c == ',');
  }

  private static @Nullable String name(String raw) {
    String text = raw.strip();
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    String decoded = MailHeaders.decoded(text);
    return decoded.isBlank() ? null : decoded.strip();
  }

  /** What stands behind the {@code +} of the part before the {@code @}; null when nothing does. */
  public static @Nullable String tag(@Nullable String address) {
    if (address == null) {
      return null;
    }
    int at = address.lastIndexOf('@');
    int plus = address.indexOf('+');
    return plus > 0 && at > plus + 1 ? address.substring(plus + 1, at) : null;
  }

  @Override
  public String toString() {
    return "Mailbox[***]";
  }
}
