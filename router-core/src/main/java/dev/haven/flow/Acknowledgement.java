package dev.haven.flow;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether whoever answers outside must say by a key that they take the caller, so that no answering
 * machine counts as somebody; the same on every node.
 *
 * @param within how long they may take from the moment the telephone answered, 5 s to 1 min
 * @param causes what a number is rung for when it is asked for
 * @param unasked names of numbers where nobody is asked, such as a line with a menu of its own
 */
public record Acknowledgement(Duration within, Set<Cause> causes, Set<String> unasked) {
  /** What a number outside is rung for. */
  public enum Cause {
    /** A rung of the ladder. */
    LADDER,
    /** A step of the workflow. */
    STEP,
    /**
     * A navigator's transfer: they hear themselves who answers only where they stay on the line.
     */
    TRANSFER;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Acknowledgement {
    causes = Set.copyOf(causes);
    unasked = Set.copyOf(unasked);
    if (within.compareTo(Duration.ofSeconds(5)) < 0
        || within.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("within is 5 s to 1 min, got " + within);
    }
    unasked.forEach(
        name -> {
          if (!Destinations.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a number");
          }
        });
  }

  /** The defaults of {@code config/haven.yaml}. */
  public static Acknowledgement defaults() {
    return new Acknowledgement(Duration.ofSeconds(20), Set.of(Cause.LADDER, Cause.STEP), Set.of());
  }

  /** Whether it is asked for. */
  public boolean asks(String to, String cause) {
    return !unasked.contains(to) && causes.stream().anyMatch(c -> c.wireName().equals(cause));
  }

  /**
   * The scripts' settings: ms, causes and names, each of both with a {@code +} before and behind.
   */
  String encode() {
    return within.toMillis()
        + ","
        + listed(causes.stream().map(Cause::wireName))
        + ","
        + listed(unasked.stream());
  }

  private static String listed(Stream<String> words) {
    return words.sorted().map(word -> word + "+").collect(Collectors.joining("", "+", ""));
  }
}
