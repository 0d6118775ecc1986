package dev.haven.urgency;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Short lists of words kept in code. */
final class Words {
  private Words() {}

  /** A set of words; naming one twice does no harm. */
  static Set<String> of(String... words) {
    return Arrays.stream(words).collect(Collectors.toUnmodifiableSet());
  }
}
