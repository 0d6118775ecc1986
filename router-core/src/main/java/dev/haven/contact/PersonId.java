package dev.haven.contact;

import java.util.regex.Pattern;

/**
 * Names a patient, caregiver or prescriber. 1 to 64 of {@code [A-Za-z0-9._-]}; given by the site's
 * own directory.
 */
public record PersonId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public PersonId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a person id is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
