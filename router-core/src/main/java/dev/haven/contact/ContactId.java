package dev.haven.contact;

import dev.haven.channel.NameForm;

/**
 * Names one contact for its whole life. 1 to 40 of {@code [a-z0-9]}; made by {@code IdSource},
 * never re-used.
 */
public record ContactId(String value) {
  private static final NameForm FORM = new NameForm(40, "az", "09");

  public ContactId {
    if (!FORM.matches(value)) {
      throw new IllegalArgumentException("a contact id is 1 to 40 characters of a-z and 0-9");
    }
  }

  /** Whether that text could be a contact's id; what a door asks before it looks one up. */
  public static boolean isValid(String text) {
    return FORM.matches(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
