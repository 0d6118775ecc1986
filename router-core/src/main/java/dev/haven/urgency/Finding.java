package dev.haven.urgency;

/**
 * One thing that the rules saw, and what became of it.
 *
 * @param code the concept, such as {@code crisis.active}
 * @param start first character in the message (UTF-16 units)
 * @param end one past the last character
 * @param outcome why it counted or did not
 */
public record Finding(String code, int start, int end, Outcome outcome) {

  /** What context made of a finding. */
  public enum Outcome {
    /** It counts with its full tier. */
    COUNTED,
    /** A denial stands before or behind it. */
    DENIED,
    /** A figure of speech. */
    IDIOM,
    /** Told as long past; counts as ELEVATED at most. */
    PAST,
    /** Asked about or supposed, not told. */
    QUESTION,
    /** Advice to readers, such as "if you have chest pain call 911". */
    INSTRUCTION,
    /** Speaks of a film, a book, a course or of people in general. */
    GENERAL,
    /** Stands in quoted mail, a signature or a footer. */
    QUOTED,
    /** Used, by the person's own words, to be served sooner; counts as ELEVATED at most. */
    GAMING,
    /** Too weak by itself; only feeds the model. */
    WEAK
  }
}
