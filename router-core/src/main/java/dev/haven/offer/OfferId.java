package dev.haven.offer;

import dev.haven.contact.ContactId;
import java.util.regex.Pattern;

/**
 * Names one attempt to bring a contact to a navigator; never re-used, so it is the fencing token.
 * It is the contact's id, a dot and the number of the attempt; once accepted it is the engagement's
 * id too.
 */
public record OfferId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{1,40}\\.[0-9]{1,9}");

  public OfferId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("an offer id is a contact id, a dot and a number");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  public ContactId contact() {
    return new ContactId(value.substring(0, value.indexOf('.')));
  }

  @Override
  public String toString() {
    return value;
  }
}
