package dev.haven.urgency;

/**
 * Says how urgent a contact is.
 *
 * <p>Implementations are pure, deterministic and safe for use by any thread: the same input gives
 * the same output. They never need to be told the language. An exception means the scorer is
 * broken; the caller then treats the contact as ELEVATED, never as ROUTINE.
 */
public interface UrgencyScorer {
  Urgency score(ScoringInput input);

  /**
   * Which scorer and model this is; goes into every score and every journal entry that rests on
   * one.
   */
  String version();
}
