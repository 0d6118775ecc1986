package dev.haven.record;

import java.util.Locale;

/**
 * Something that the journal says happened and that may not.
 *
 * @param line number of the line in the workspace's journal; 0 when it is about a file
 * @param text what, with the ids of all concerned; never a person's words
 */
public record Breach(Kind kind, String workspace, long line, String text) {
  /** What was broken; {@code docs/runbooks/audit.md} says what each means. */
  public enum Kind {
    /** A contact was offered although one that stands better could be taken. */
    INVERSION,
    /** Lines are missing, doubled, out of order or not what was written. */
    CHAIN,
    /** A segment of the archive was changed after it was written. */
    SEAL,
    /** A transition that is not legal from the state before, or a contact ended without reason. */
    STATE,
    /** A contact's place in the order changed without cause. */
    PLACE,
    /** An offer to two at once, an accept of an offer that was over, a doubled offer id. */
    OFFER,
    /** An offer to somebody who may not take the contact: away, not eligible, excluded. */
    ELIGIBILITY,
    /** An offer beyond the navigator's room. */
    CAPACITY,
    /** An offer of what is not strict although too few are free for those who are. */
    RESERVE,
    /** Lower work for a navigator who keeps room for a strict contact. */
    DRAIN,
    /**
     * Work was set aside, or an offer rescinded, for somebody who was not offered then or need not
     * have been.
     */
    ASIDE,
    /** A checkpoint that differs from what the lines before it lead to. */
    CHECKPOINT,
    /** A pair that only the sweep brought together. */
    MISSED_EDGE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return kind.wireName() + ": workspace " + workspace + " line " + line + ": " + text;
  }
}
