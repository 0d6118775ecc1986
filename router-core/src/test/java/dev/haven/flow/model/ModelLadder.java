package dev.haven.flow.model;

import dev.haven.flow.Ladder;
import java.util.List;

/** The ladder of escalations, on which urgent contacts stand until somebody takes them. */
final class ModelLadder {
  private final ModelMatch m;

  ModelLadder(ModelMatch match) {
    m = match;
  }

  /**
   * How long after the rung before it that rung comes, in ms; the last one comes again and again.
   */
  private long rungAfter(int at) {
    Ladder ladder = m.settings.guarantees().ladder();
    List<Ladder.Rung> rungs = ladder.rungs();
    long after = rungs.get(Math.min(at, rungs.size()) - 1).after().toMillis();
    if (at <= rungs.size()) {
      return after;
    }
    long first = Math.max(after, ladder.pause().toMillis());
    long doubled = first << Math.min(at - rungs.size() - 1, 12);
    return Math.max(first, Math.min(3_600_000, doubled));
  }

  /** Sets it on the ladder, or takes it off, as its tier says. */
  void stand(ModelContact c) {
    Ladder ladder = m.settings.guarantees().ladder();
    if (ladder.rungs().isEmpty() || ladder.upTo() == null || c.tier > ladder.upTo().rank()) {
      c.climb = 0;
    } else if (c.climb == 0) {
      c.rung = 0;
      c.climb = m.now + rungAfter(1);
    }
  }

  /** Its next rung has come, if it is on the ladder as that is now. */
  void climb(ModelContact c) {
    stand(c);
    if (c.climb == 0) {
      return;
    }
    List<Ladder.Rung> rungs = m.settings.guarantees().ladder().rungs();
    Ladder.Rung rung = rungs.get(Math.min(c.rung, rungs.size() - 1));
    boolean calls = rung.action() == Ladder.Action.CALL && c.live;
    if (calls && ModelOutside.open(c) != null) {
      m.outside.thenClimb(c);
      return;
    }
    c.rung++;
    c.climb = m.now + rungAfter(c.rung + 1);
    if (calls) {
      m.outside.ring(c, rung.to(), "ladder");
    }
    if (rung.action() != Ladder.Action.OFFERS) {
      return;
    }
    c.exclusions.clear();
    if (c.state.equals("waiting")) {
      while (c.step < c.steps.size()) {
        m.takeStep(c);
      }
      m.replace(c, false);
    }
  }
}
