package dev.haven.skill;

import java.util.regex.Pattern;

/** Languages as ISO 639-1 codes, with two words of our own. */
public final class Languages {
  /** Nobody knows yet: goes to navigators of more than one language first. */
  public static final String UNKNOWN = "und";

  /** Any navigator will do. */
  public static final String ANY = "any";

  private static final Pattern CODE = Pattern.compile("[a-z]{2}");

  private Languages() {}

  public static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }
}
