package dev.haven.flow;

import dev.haven.channel.PhoneNumbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The numbers outside that calls may be brought to: named by the site, or begun as the site allows.
 * Nothing else is ever rung.
 *
 * @param numbers by name, E.164 or a SIP URI
 * @param interpreters by language, or {@code any}; numbers as above
 * @param prefixes a navigator may enter numbers that begin with one of them, such as {@code +1202}
 */
public record Destinations(
    Map<String, String> numbers, Map<String, String> interpreters, List<String> prefixes) {
  /** None at all. */
  public static final Destinations NONE = new Destinations(Map.of(), Map.of(), List.of());

  /** What the journal calls a number that a navigator entered. */
  static final String ENTERED = "number";

  /** Begins what the journal calls an interpreter; the language follows. */
  static final String INTERPRETER = "interpreter.";

  /** Stands for every language without a number of its own. */
  public static final String ANY_LANGUAGE = "any";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  public Destinations {
    numbers = Map.copyOf(numbers);
    interpreters = Map.copyOf(interpreters);
    prefixes = List.copyOf(prefixes);
  }

  /** Whether a number may be called so; {@code number} stands for one that was entered. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals(ENTERED);
  }

  boolean isEmpty() {
    return numbers.isEmpty() && prefixes.isEmpty();
  }

  /** The number of that name, or of the interpreter of that language. */
  Optional<String> named(String name) {
    if (name.startsWith(INTERPRETER)) {
      String known = interpreters.get(name.substring(INTERPRETER.length()));
      return Optional.ofNullable(known == null ? interpreters.get(ANY_LANGUAGE) : known);
    }
    return Optional.ofNullable(numbers.get(name));
  }

  /** What a navigator entered, as E.164, when the site allows it. */
  Optional<String> entered(String text) {
    return PhoneNumbers.toE164(text, null)
        .filter(number -> prefixes.stream().anyMatch(number::startsWith));
  }

  /** Never the numbers. */
  @Override
  public String toString() {
    return "Destinations" + numbers.keySet();
  }
}
