package dev.haven.replay;

import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A navigator's day: what they offered, and when they were there.
 *
 * @param moves in order of their times
 */
public record Seat(NavigatorId id, List<Move> moves) {
  public Seat {
    moves = List.copyOf(moves);
  }

  /** What happened. */
  public enum What {
    JOINED,
    LEFT,
    OPENED,
    LOST,
    ACTIVITY
  }

  /**
   * @param atMs milliseconds since 1970
   * @param navigator what they offer from now on; only with JOINED
   * @param activity what they take up; only with ACTIVITY
   */
  public record Move(long atMs, What what, @Nullable Navigator navigator, String activity) {
    static Move joined(long atMs, Navigator navigator) {
      return new Move(atMs, What.JOINED, navigator, "");
    }

    static Move of(long atMs, What what) {
      return new Move(atMs, what, null, "");
    }

    static Move activity(long atMs, String activity) {
      return new Move(atMs, What.ACTIVITY, null, activity);
    }
  }
}
