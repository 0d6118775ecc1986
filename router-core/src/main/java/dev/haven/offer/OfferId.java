package dev.haven.offer;

import dev.haven.channel.NameForm;
import dev.haven.contact.ContactId;

/**
 * Names one attempt to bring a contact to a navigator; never re-used, so it is the fencing token.
 * It is the contact's id, a dot and the number of the attempt; once accepted it is the engagement's
 * id too.
 */
public record OfferId(String value) {
  private static final NameForm ATTEMPT = new NameForm(9, "09");

  public OfferId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("an offer id is a contact id, a dot and a number");
    }
  }

  public static boolean isValid(String text) {
    int dot = text.indexOf('.');
    return dot > 0
        && ContactId.isValid(text.substring(0, dot))
        && ATTEMPT.matches(text.substring(dot + 1));
  }

  public ContactId contact() {
    return new ContactId(value.substring(0, value.indexOf('.')));
  }

  @Override
  public String toString() {
    return value;
  }
}
