package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Navigators: who they are, whether their desktop is there, what they are doing, and when the work
 * of a lost desktop goes to others.
 */
final class ModelPresence extends ModelPart {
  /** When a lost desktop's offer or work must return. */
  private final TreeMap<String, Long> lostDeadlines = new TreeMap<>();

  /** When the ramp of who began to work grows next. */
  private final TreeMap<String, Long> rampDeadlines = new TreeMap<>();

  ModelPresence(ModelMatch match) {
    super(match);
  }

  Outcome openSession(String navigator, String node) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    lostDeadlines.remove(navigator);
    n.epoch++;
    n.connected = true;
    n.node = node;
    n.lost = 0;
    if (!n.offer.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(n.offer));
      if (c.consult != null) {
        c.consult.session = Long.toString(n.epoch);
      } else if (!c.offerId().equals(n.offer)) {
        m.parallel.of(c, n.offer).session = Long.toString(n.epoch);
      } else {
        c.offerSession = Long.toString(n.epoch);
      }
    }
    m.settle(n);
    return say("OPEN", Long.toString(n.epoch), Long.toString(n.seq), n.activity, n.next);
  }

  Outcome loseSession(String navigator, String session, boolean atOnce) {
    ModelNavigator n = session(navigator, session);
    if (n == null || !n.connected) {
      return say("STALE");
    }
    lose(n, atOnce);
    return say("LOST");
  }

  void lose(ModelNavigator n, boolean atOnce) {
    n.connected = false;
    n.lost = m.now;
    m.file(n);
    if (atOnce) {
      returnOffer(n);
    }
    m.offDuty(n);
    lostDeadlines.put(
        n.id, m.now + (n.busy() ? m.settings.lostOffer() : m.settings.lostWork()).toMillis());
  }

  private void returnOffer(ModelNavigator n) {
    if (!n.offer.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(n.offer));
      if (c.consult != null) {
        m.consults.end(c, true);
        m.consults.rest(c);
        return;
      }
      if (!m.parallel.endOne(c, n, true)) {
        m.backToWaiting(c, null);
      }
    }
  }

  private void giveUp(ModelNavigator n) {
    if (n.connected || n.lost == 0) {
      return;
    }
    returnOffer(n);
    long over = n.lost + m.settings.lostWork().toMillis();
    if (m.now < over) {
      lostDeadlines.put(n.id, over);
      return;
    }
    List<ModelContact> carried = new ArrayList<>(n.work.stream().map(m.contacts::get).toList());
    carried.sort((a, b) -> a.before(b) ? -1 : 1);
    for (ModelContact c : carried) {
      if (c.state.equals("engaged") && !c.live) {
        if (m.consults.canTakeOver(c)) {
          m.consults.takeOver(c, n);
        } else {
          m.ends.giveBack(c, n, false);
        }
      }
    }
    for (String id : List.copyOf(n.consults)) {
      if (!m.contacts.get(id).live) {
        m.consults.end(m.contacts.get(id), true);
        m.consults.rest(m.contacts.get(id));
      }
    }
    n.activity = "unavailable";
    n.next = "";
    n.lost = 0;
    m.file(n);
  }

  Outcome setActivity(String navigator, String session, String activity) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    if (!session.isEmpty() && session(navigator, session) == null) {
      return say("SESSION");
    }
    change(n, activity);
    return say("DONE", n.activity, n.next);
  }

  private void change(ModelNavigator n, String activity) {
    if (activity.equals(n.activity) && n.next.isEmpty()) {
      return;
    }
    boolean wasOnDuty = n.duty;
    if (!activity.equals("available") && n.busy()) {
      if (activity.equals(n.next)) {
        return;
      }
      n.next = activity;
    } else {
      boolean fresh = !n.activity.equals("available");
      n.activity = activity;
      n.next = "";
      if (activity.equals("available") && fresh) {
        n.idle = m.now;
        n.ramp = m.settings.rampStep().isZero() ? 0 : m.now;
        if (n.ramp > 0) {
          rampDeadlines.put(n.id, m.now + m.settings.rampStep().toMillis());
        }
      }
    }
    n.seq++;
    m.settle(n);
    if (wasOnDuty && !n.duty) {
      m.offDuty(n);
    }
  }

  /** An offer ended without an answer; after some of those the navigator is off duty. */
  void missed(ModelNavigator n) {
    n.missed++;
    int limit = m.settings.guarantees().missedOffers();
    if (limit > 0 && n.missed >= limit && n.activity.equals("available") && n.next.isEmpty()) {
      n.missed = 0;
      change(n, "missed");
    } else {
      m.settle(n);
    }
  }

  Outcome upsertNavigator(
      String navigator, int profile, String capacities, String description, boolean onlyNew) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n != null && onlyNew) {
      return say("KNOWN");
    }
    if (n == null) {
      n = new ModelNavigator(navigator);
      n.idle = m.now;
      n.activity = "unavailable";
      m.navigators.put(navigator, n);
    }
    if (n.profile != profile) {
      n.filed = null;
    }
    n.standIn = description.replaceAll(".*\"standIn\":\"([^\"]+)\".*|.*", "$1");
    int[] capacity = Arrays.stream(capacities.split(",")).mapToInt(Integer::parseInt).toArray();
    boolean changed = n.profile != profile || !Arrays.equals(n.capacity, capacity);
    n.profile = profile;
    n.capacity = capacity;
    if (changed && n.onDuty()) {
      m.changed(n);
    }
    m.settle(n);
    m.reserve.tryAgain();
    return say("DONE");
  }

  Outcome removeNavigator(String navigator) {
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null) {
      return say("UNKNOWN");
    }
    if (n.busy()) {
      return say("BUSY");
    }
    n.connected = false;
    n.activity = "unavailable";
    m.file(n);
    m.offDuty(n);
    m.navigators.remove(navigator);
    lostDeadlines.remove(navigator);
    rampDeadlines.remove(navigator);
    return say("DONE");
  }

  /** When a lost desktop's offer or work returns, in ms; "" for not. */
  String navigatorDue(String id) {
    Long at = lostDeadlines.get(id);
    return at == null ? "" : Long.toString(at);
  }

  /** When lost desktops' offers or work return, by navigator. */
  Map<String, Long> lostDeadlines() {
    return lostDeadlines;
  }

  /** When ramps grow, by navigator. */
  Map<String, Long> rampDeadlines() {
    return rampDeadlines;
  }

  /**
   * A lost desktop has not come back.
   *
   * @param laterBy how long nobody looked, in ms, when it fell due meanwhile; else 0
   */
  void lostDue(String id, long at, long laterBy) {
    if (laterBy > 0) {
      lostDeadlines.put(id, at + laterBy);
    } else {
      lostDeadlines.remove(id);
      giveUp(m.navigators.get(id));
    }
  }

  /** Who began to work a while ago may have more at once. */
  void rampDue(String id) {
    rampDeadlines.remove(id);
    ModelNavigator n = m.navigators.get(id);
    if (n.ramp <= 0) {
      return;
    }
    int most = Arrays.stream(n.capacity).max().getAsInt();
    long limit = 1 + (m.now - n.ramp) / m.settings.rampStep().toMillis();
    if (limit >= most) {
      n.ramp = 0;
    } else {
      rampDeadlines.put(n.id, n.ramp + limit * m.settings.rampStep().toMillis());
    }
    m.settle(n);
  }
}
