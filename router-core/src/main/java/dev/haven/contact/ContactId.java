package dev.haven.contact;

import java.util.regex.Pattern;

/**
 * Names one contact for its whole life. 1 to 40 of {@code [a-z0-9]}; made by {@code IdSource},
 * never re-used.
 */
public record ContactId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,40}");

  public ContactId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a contact id is 1 to 40 characters of a-z and 0-9");
    }
  }

  /** Whether that text could be a contact's id; what a door asks before it looks one up. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
