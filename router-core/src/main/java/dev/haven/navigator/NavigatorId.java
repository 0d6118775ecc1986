package dev.haven.navigator;

import java.util.regex.Pattern;

/** Names a navigator: the subject of their token. 1 to 64 of {@code [A-Za-z0-9._@-]}. */
public record NavigatorId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  public NavigatorId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a navigator id is 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '@' and '-'");
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
