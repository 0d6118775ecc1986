package dev.haven.urgency;

import java.util.List;

/**
 * Says how urgent a contact is.
 *
 * <p>Implementations are pure, deterministic and safe for use by any thread: the same input gives
 * the same output. They never need to be told the language. An exception means the scorer is
 * broken; the caller then treats the contact as ELEVATED, never as ROUTINE.
 */
public interface UrgencyScorer {
  Urgency score(ScoringInput input);

  /** The score with what the rules saw in the last message; without findings where nobody tells. */
  default Explanation explain(ScoringInput input) {
    return new Explanation(score(input), List.of(), List.of());
  }

  /**
   * Which scorer and model this is; goes into every score and every journal entry that rests on
   * one.
   */
  String version();

  /**
   * The safety floors that a site has lowered, as {@code code:from>to} with commas between; empty
   * where none is. The journal keeps it.
   */
  default String loweredFloors() {
    return "";
  }
}
