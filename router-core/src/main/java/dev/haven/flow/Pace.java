package dev.haven.flow;

/**
 * How often a node looks at one workspace: as often as something happens there or falls due, so
 * that a workspace in which nothing happens costs next to nothing; and one look at a time.
 *
 * <p>Every transition writes the journal, so a last line that stands where it stood says that
 * nothing happened since. Ticks are those of {@link Housekeeping}, ten a second; a workspace's turn
 * comes once a second, so that not all of them are looked at in the same tick. Used on one event
 * loop.
 */
final class Pace {
  /**
   * Turns that a workspace goes without a whole round when it is quiet: its gauges, its share of
   * the figures and rows of the outbox that other nodes left are up to so many seconds late then.
   */
  private static final int TURNS_WITHOUT = 4;

  private final long turn;
  private boolean owned;
  private boolean looking;
  private long line = -1;
  private long dueAt;
  private boolean moving = true;
  private boolean movedSinceRound = true;
  private int without;

  /**
   * @param number of the workspace among those of the node, from 0
   */
  Pace(int number) {
    turn = number % Housekeeping.TICKS_A_SECOND;
  }

  /** Whether the workspace's turn comes in that tick, once a second. */
  boolean hasTurn(long tick) {
    return tick % Housekeeping.TICKS_A_SECOND == turn;
  }

  /**
   * Whether this node looks for what is due between two turns too, which only the one does that
   * looks after the workspace's deadlines: while something happens, when something is due, and
   * half-way, so that one lost call is no gap that deadlines move by. What began in a quiet
   * workspace and falls due in less than half a second is seen that much late at most. Other nodes
   * look at the workspace's turns, to see that somebody does.
   *
   * @param now as {@code RouterClock.nanos}
   */
  boolean looksBetween(long tick, long now) {
    return owned && (moving || now - dueAt >= 0 || hasTurn(tick + Housekeeping.TICKS_A_SECOND / 2));
  }

  /**
   * Whether this node is the one that looks after the deadlines. One that has just become it looks
   * at once.
   */
  void own(boolean nowOwned) {
    moving |= nowOwned && !owned;
    owned = nowOwned;
  }

  /** False while a look is under way; else one begins. */
  boolean beginLook() {
    if (looking) {
      return false;
    }
    looking = true;
    return true;
  }

  /** Whatever it found, or if it failed; the next may begin. */
  void endLook() {
    looking = false;
  }

  /**
   * What a look found.
   *
   * @param lastLine of the journal
   * @param nextDueAt when something falls due next, as {@code RouterClock.nanos}
   */
  void looked(long lastLine, long nextDueAt) {
    moving = lastLine != line;
    movedSinceRound |= moving;
    line = lastLine;
    dueAt = nextDueAt;
  }

  /** A look failed; the next comes at once. */
  void lookFailed() {
    moving = true;
  }

  /** The last round could not read how the queues stand. */
  void owesRound() {
    movedSinceRound = true;
  }

  /**
   * Whether the workspace's turn is a whole round: something happened since the last one, or was
   * left to be done, or it is long ago.
   *
   * @param pending whether the last round saw somebody wait or a row in the outbox
   */
  boolean beginsRound(boolean pending) {
    if (!movedSinceRound && !pending && without < TURNS_WITHOUT) {
      without++;
      return false;
    }
    movedSinceRound = false;
    without = 0;
    return true;
  }
}
