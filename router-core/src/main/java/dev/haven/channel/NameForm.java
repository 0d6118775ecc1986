package dev.haven.channel;

/**
 * The form of a name: how long it may be and which ASCII characters it may have.
 *
 * <p>Names are read again at every step of a contact, where a regular expression would cost more
 * than the step; this is one look into a table for each character. Immutable and safe for any
 * thread.
 */
public final class NameForm {
  private final boolean[] allowed = new boolean[128];
  private final int longest;

  /**
   * @param longest characters, 1 or more
   * @param ranges of two characters each, first and last: {@code "az"}, {@code "09"}, {@code "--"}
   */
  public NameForm(int longest, String... ranges) {
    this.longest = longest;
    for (String range : ranges) {
      for (char c = range.charAt(0); c <= range.charAt(1); c++) {
        allowed[c] = true;
      }
    }
  }

  /** Whether that text is such a name; an empty one is not. */
  public boolean matches(String text) {
    int length = text.length();
    if (length == 0 || length > longest) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= allowed.length || !allowed[c]) {
        return false;
      }
    }
    return true;
  }
}
