package dev.haven.server.http;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Codes that people choose: why an offer is turned down, how a contact ended. They stand in the
 * journal, so they are no place for sentences. A label of up to three plain words counts as the
 * code that it spells: {@code "Called back"} is {@code called_back}.
 */
public final class Codes {
  private static final Predicate<String> CODE =
      Pattern.compile("[a-z][a-z0-9_.-]{0,63}").asMatchPredicate();
  private static final Predicate<String> LABEL =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,19}( [A-Za-z0-9_.-]{1,20}){0,2}")
          .asMatchPredicate();
  private static final String FORM =
      "a code of 1 to 64 of a-z, 0-9, '_', '.', '-', or a label of up to three plain words";

  private Codes() {}

  /** The code in that member; {@link Fields#done} refuses what is missing or none. */
  public static String required(Fields in, String name) {
    return code(in.required(name, Codes::isLegible, FORM));
  }

  /** The code in that member, null when it is missing; {@link Fields#done} refuses what is none. */
  public static @Nullable String optional(Fields in, String name) {
    String text = in.text(name, Codes::isLegible, FORM);
    return text == null ? null : code(text);
  }

  /**
   * The code in that member; {@code otherwise} when there is none that could be read as a code,
   * because what depends on it must not fail for its form.
   */
  public static String or(Fields in, String name, int max, String otherwise) {
    String text = in.text(name, max);
    return text == null || !isLegible(text) ? otherwise : code(text);
  }

  private static boolean isLegible(String text) {
    return CODE.test(text) || LABEL.test(text);
  }

  private static String code(String text) {
    return text.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
