package dev.haven.contact;

import dev.haven.channel.NameForm;

/**
 * Names a patient, caregiver or prescriber. 1 to 64 of {@code [A-Za-z0-9._-]}; given by the site's
 * own directory.
 */
public record PersonId(String value) {
  private static final NameForm FORM = new NameForm(64, "AZ", "az", "09", "..", "__", "--");

  public PersonId {
    if (!FORM.matches(value)) {
      throw new IllegalArgumentException(
          "a person id is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matches(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
