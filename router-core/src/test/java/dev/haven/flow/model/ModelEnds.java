package dev.haven.flow.model;

import dev.haven.flow.Obligations;
import java.util.List;
import java.util.Set;

/**
 * How an engagement and a contact end: back to waiting, wrapped up, closed, or scheduled again. The
 * navigator is freed, and a second one and who was called outside are let go.
 */
final class ModelEnds extends ModelPart {
  ModelEnds(ModelMatch match) {
    super(match);
  }

  /** Takes the work from its navigator, whom the caller settles. */
  void release(ModelContact c, ModelNavigator n) {
    m.outside.endInterpreter(c);
    if (c.engagement.equals("parked")) {
      n.parked[c.channel]--;
    } else {
      n.counts[c.channel]--;
    }
    m.aside.noLonger(c, n);
    n.work.remove(c.id);
    n.idle = m.now;
    m.aside.unsettle(n);
  }

  /** Ends the contact; who was joined under it waits again. */
  void close(ModelContact c, String disposition) {
    close(c, disposition, Set.of());
  }

  /** Those of its members that are named end with it. */
  void close(ModelContact c, String disposition, Set<String> named) {
    m.outside.end(c);
    c.state = "closed";
    c.disposition = disposition;
    c.climb = 0;
    c.engagement = "";
    c.drain = "";
    c.exclusions.clear();
    c.closedAt = m.now;
    m.cadences.forget(c.id);
    c.deadline = m.now + m.settings.retention().toMillis();
    m.groups.end(c, named);
  }

  /** Back to waiting with its place; {@code exclude} when not to the same navigator again. */
  void giveBack(ModelContact c, ModelNavigator n, boolean exclude) {
    ModelNavigator second = m.consults.end(c, true);
    release(c, n);
    n.seq++;
    m.backToWaiting(c, exclude ? n.id : null);
    m.settle(n);
    m.consults.settle(second);
  }

  /** Ends it with a disposition, unless by its cadence it comes again. */
  void complete(ModelContact c, ModelNavigator n, String disposition, Set<String> named) {
    m.outside.end(c);
    ModelNavigator second = m.consults.end(c, true);
    if (!c.kind.equals("inbound") && again(c, n, disposition)) {
      m.consults.settle(second);
      return;
    }
    release(c, n);
    close(c, disposition, named);
    n.seq++;
    m.settle(n);
    m.consults.settle(second);
  }

  private boolean again(ModelContact c, ModelNavigator n, String disposition) {
    Obligations owed = m.settings.obligations();
    long at =
        m.cadences.again(
            c, disposition, m.now, owed.callbackAgain().toMillis(), owed.callbackAlarm());
    if (at < 0) {
      return false;
    }
    release(c, n);
    m.cadences.turn(c);
    c.navigator = "";
    c.offerEnds = 0;
    c.offerSession = "";
    c.engagement = "";
    c.live = false;
    schedule(c, at);
    n.seq++;
    m.groups.end(c, Set.of());
    m.settle(n);
    return true;
  }

  private void schedule(ModelContact c, long at) {
    c.climb = 0;
    c.state = "scheduled";
    c.deadline = at;
  }

  /** Whether what is due now may not be begun now, and was settled here. */
  boolean putOff(ModelContact c) {
    long at = m.cadences.begins(c, m.now);
    if (at == 0) {
      return false;
    }
    if (at < 0) {
      over(c, m.cadences.hasWindowLeft(c, m.now) ? "consent_withdrawn" : "unreached");
      return true;
    }
    if (c.state.equals("waiting")) {
      m.withdraw(c);
    }
    schedule(c, at);
    return true;
  }

  /** The talking is over; the navigator still has to note what it was about. */
  void wrapUp(ModelContact c, ModelNavigator n) {
    m.outside.end(c);
    ModelNavigator second = m.consults.end(c, true);
    if (c.engagement.equals("parked")) {
      n.parked[c.channel]--;
      n.counts[c.channel]++;
    }
    m.aside.noLonger(c, n);
    c.state = "wrapping";
    c.engagement = "wrapping";
    c.live = false;
    c.deadline = m.now + m.settings.wrapUp().toMillis();
    n.seq++;
    m.settle(n);
    m.consults.settle(second);
  }

  /** The person wrote once more while it was being wrapped up. */
  void reopen(ModelContact c, ModelNavigator n) {
    c.state = "engaged";
    c.engagement = "talking";
    c.deadline = m.now + m.settings.talk().toMillis();
    if (!n.connected && n.lost == 0) {
      giveBack(c, n, false);
    } else {
      n.seq++;
      m.settle(n);
    }
  }

  /** What is owed is done: work that nobody is at is closed. */
  void over(ModelContact c, String disposition) {
    switch (c.state) {
      case "scheduled" -> close(c, disposition);
      case "waiting" -> {
        m.withdraw(c);
        close(c, disposition);
      }
      case "offered" -> {
        List<ModelNavigator> freed = m.parallel.endOthers(c);
        ModelNavigator n = m.navigators.get(c.navigator);
        m.endOffer(c, n, true);
        close(c, disposition);
        c.navigator = "";
        m.parallel.settle(freed, n);
      }
      default -> {
        // Whoever is at it ends it themselves.
      }
    }
  }
}
