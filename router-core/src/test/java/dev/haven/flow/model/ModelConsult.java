package dev.haven.flow.model;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import java.util.Set;

/** A second navigator asked about an engagement. */
final class ModelConsult extends ModelPart {
  ModelConsult(ModelMatch match) {
    super(match);
  }

  /** An open consult of a contact. */
  static final class Open {
    final ModelNavigator navigator;
    final int attempt;
    String state = "offered";
    String session;
    long ends;

    Open(ModelNavigator navigator, int attempt) {
      this.navigator = navigator;
      this.attempt = attempt;
      this.session = Long.toString(navigator.epoch);
    }

    @Override
    public String toString() {
      return navigator.id + ">" + state + ">" + attempt + ">" + session + ">" + ends;
    }

    boolean talks() {
      return state.equals("consulting") || state.equals("conference");
    }
  }

  Outcome consultEngagement(
      String navigator, String session, String engagement, String target, int lane) {
    ModelNavigator a = session(navigator, session);
    if (a == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (!Set.of("talking", "muted", "on_hold").contains(c.engagement)) {
      return say("ILLEGAL", c.engagement);
    }
    if (ModelOutside.open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    if (c.consult != null) {
      return c.consult.navigator.id.equals(target)
          ? say("SAME", c.id + "." + c.consult.attempt)
          : say("CONSULTING", c.consult.state);
    }
    ModelNavigator b = m.navigators.get(target);
    if (!target.isEmpty()) {
      if (b == null || b == a || !b.onDuty()) {
        return say("UNAVAILABLE");
      }
      if (b.filed == null
          || !b.filed.fits(c.channel, c.rank())
          || (c.rank() > 2 && m.reserve.reserved(b))) {
        return say("BUSY");
      }
    } else {
      c.exclusions.values().removeIf(until -> until <= m.now);
      b = m.readyFor(c, lane, navigator);
      if (b == null) {
        return say("NOBODY");
      }
    }
    offer(c, a, b);
    return say("ASKED", c.id + "." + c.last);
  }

  Outcome changeConsult(
      String navigator, String session, String engagement, String target, String change) {
    if (navigator.isEmpty()) {
      ModelContact c = m.contacts.get(contactOf(engagement));
      if (c == null || c.consult == null || !(c.id + "." + c.consult.attempt).equals(engagement)) {
        return say("MISSING");
      }
      boolean connecting = c.consult.state.equals("connecting");
      if (!connecting && !change.equals("hung_up")) {
        return say("SAME");
      }
      if (change.equals("connected")) {
        connected(c);
      } else {
        settle(end(c, true));
        rest(c);
      }
      return say("DONE");
    }
    ModelNavigator a = session(navigator, session);
    if (a == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (c.consult == null) {
      return say("NONE");
    }
    if (change.equals("take_back")) {
      takeBack(c);
      return say("DONE");
    }
    if (!c.consult.talks()) {
      return say("CONSULTING", c.consult.state);
    }
    if (change.equals("conference")) {
      if (c.consult.state.equals("conference")) {
        return say("SAME");
      }
      confer(c);
      return say("DONE");
    }
    if (!target.isEmpty() && !target.equals(c.consult.navigator.id)) {
      return say("CONSULTING", c.consult.state);
    }
    m.exclude(c, navigator);
    takeOver(c, a);
    return say("DONE");
  }

  private void offer(ModelContact c, ModelNavigator a, ModelNavigator b) {
    c.last = c.attempts() + 1;
    c.consult = new Open(b, c.last);
    c.consult.ends =
        m.now
            + (c.channel == Channel.PHONE.ordinal() ? m.settings.offerPhone() : m.settings.offer())
                .toMillis();
    if (!c.engagement.equals("on_hold")) {
      c.engagement = "on_hold";
      c.deadline = m.now + m.settings.talk().toMillis();
      a.seq++;
    }
    b.offer = c.id + "." + c.last;
    b.consults.add(c.id);
    b.counts[c.channel]++;
    b.seq++;
    a.seq++;
    m.file(b);
  }

  /** Takes the consult from the second navigator, whom the caller settles; null when none was. */
  ModelNavigator end(ModelContact c, boolean framed) {
    Open k = c.consult;
    if (k == null) {
      return null;
    }
    ModelNavigator b = k.navigator;
    c.consult = null;
    b.counts[c.channel]--;
    b.consults.remove(c.id);
    m.aside.unsettle(b);
    if (k.state.equals("offered")) {
      b.offer = "";
    } else {
      b.idle = m.now;
    }
    if (framed) {
      b.seq++;
    }
    m.navigators.get(c.navigator).seq++;
    if (c.live) {
      toTalk(c);
    }
    return b;
  }

  void settle(ModelNavigator b) {
    if (b != null) {
      m.settle(b);
    }
  }

  /** The consult is over and the engagement goes on: with the person, and set aside if need be. */
  void rest(ModelContact c) {
    if (c.state.equals("engaged")) {
      toTalk(c);
      m.settle(m.navigators.get(c.navigator));
    }
  }

  String accept(ModelContact c, ModelNavigator b, String offer) {
    Open k = c.consult;
    if (k == null || !(c.id + "." + k.attempt).equals(offer)) {
      return "SUPERSEDED";
    }
    if (k.navigator != b) {
      return "MISSING";
    }
    if (!k.state.equals("offered")) {
      return "ENGAGED";
    }
    b.offer = "";
    b.missed = 0;
    k.state = c.live ? "connecting" : "consulting";
    k.ends = m.now + (c.live ? m.settings.connect() : m.settings.park()).toMillis();
    b.seq++;
    m.navigators.get(c.navigator).seq++;
    m.settle(b);
    return "ACCEPTED";
  }

  String reject(ModelContact c, ModelNavigator b, String offer) {
    Open k = c.consult;
    if (k == null || !(c.id + "." + k.attempt).equals(offer)) {
      return "DONE";
    }
    if (k.navigator != b) {
      return "MISSING";
    }
    if (!k.state.equals("offered")) {
      return "ENDED";
    }
    b.missed = 0;
    end(c, false);
    m.exclude(c, b.id);
    m.settle(b);
    rest(c);
    return "REJECTED";
  }

  String leave(ModelContact c, ModelNavigator b, String consult) {
    Open k = c.consult;
    if (k == null
        || !(c.id + "." + k.attempt).equals(consult)
        || k.navigator != b
        || k.state.equals("offered")) {
      return "MISSING";
    }
    end(c, true);
    m.settle(b);
    rest(c);
    return "LEFT";
  }

  boolean canTakeOver(ModelContact c) {
    return c.consult != null && c.consult.talks() && c.consult.navigator.connected;
  }

  void takeOver(ModelContact c, ModelNavigator a) {
    Open k = c.consult;
    ModelNavigator b = k.navigator;
    m.ends.release(c, a);
    b.consults.remove(c.id);
    b.work.add(c.id);
    c.consult = null;
    c.last = 0;
    c.navigator = b.id;
    c.attempt = k.attempt;
    c.engagement = "talking";
    c.engagedAt = m.now;
    if (c.designated.equals(a.id)) {
      c.designated = "";
    }
    c.deadline = m.now + m.settings.talk().toMillis();
    a.seq++;
    b.seq++;
    m.settle(a);
    m.settle(b);
    m.outside.mayNeedInterpreter(c);
  }

  private void toTalk(ModelContact c) {
    if (c.engagement.equals("on_hold")) {
      c.engagement = "talking";
      c.deadline = m.now + m.settings.talk().toMillis();
      m.navigators.get(c.navigator).seq++;
    }
  }

  private void confer(ModelContact c) {
    c.consult.state = "conference";
    c.consult.ends = m.now + m.settings.talk().toMillis();
    toTalk(c);
    tellBoth(c);
  }

  private void tellBoth(ModelContact c) {
    m.navigators.get(c.navigator).seq++;
    c.consult.navigator.seq++;
  }

  private void takeBack(ModelContact c) {
    ModelNavigator b = end(c, true);
    toTalk(c);
    settle(b);
    rest(c);
  }

  private void connected(ModelContact c) {
    c.consult.state = "consulting";
    c.consult.ends = m.now + m.settings.park().toMillis();
    tellBoth(c);
  }

  /** Whoever hears what is said to the first navigator too. */
  ModelNavigator listener(ModelContact c) {
    return c.consult == null || c.consult.state.equals("offered") ? null : c.consult.navigator;
  }

  /** Tells the second navigator that there is something new. */
  void hear(ModelContact c) {
    ModelNavigator second = listener(c);
    if (second != null) {
      second.seq++;
    }
  }

  void due(ModelContact c, long at, long laterBy) {
    Open k = c.consult;
    if (k.state.equals("offered")) {
      if (laterBy > 0) {
        k.ends = at + laterBy;
        return;
      }
      boolean delivered =
          k.navigator.connected && Long.toString(k.navigator.epoch).equals(k.session);
      end(c, true);
      if (delivered) {
        m.exclude(c, k.navigator.id);
        m.presence.missed(k.navigator);
      } else {
        m.settle(k.navigator);
      }
      rest(c);
    } else if (k.state.equals("conference")) {
      k.ends = m.now + m.settings.talk().toMillis();
    } else {
      settle(end(c, true));
      rest(c);
    }
  }
}
