package dev.haven.navigator;

import dev.haven.channel.NameForm;

/** Names a navigator: the subject of their token. 1 to 64 of {@code [A-Za-z0-9._@-]}. */
public record NavigatorId(String value) {
  private static final NameForm FORM = new NameForm(64, "AZ", "az", "09", "..", "__", "@@", "--");

  public NavigatorId {
    if (!FORM.matches(value)) {
      throw new IllegalArgumentException(
          "a navigator id is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '@' and '-'");
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
