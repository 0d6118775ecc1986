package dev.haven.flow.model;

import dev.haven.channel.Channel;

/** A second navigator asked about an engagement. */
final class ModelConsult {
  private final ModelMatch m;
  private final ModelTransitions t;

  ModelConsult(ModelMatch match, ModelTransitions transitions) {
    m = match;
    t = transitions;
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

  void offer(ModelContact c, ModelNavigator a, ModelNavigator b) {
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
    return "LEFT";
  }

  boolean canTakeOver(ModelContact c) {
    return c.consult != null && c.consult.talks() && c.consult.navigator.connected;
  }

  void takeOver(ModelContact c, ModelNavigator a) {
    Open k = c.consult;
    ModelNavigator b = k.navigator;
    t.release(c, a);
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

  void confer(ModelContact c) {
    c.consult.state = "conference";
    c.consult.ends = m.now + m.settings.talk().toMillis();
    toTalk(c);
    tellBoth(c);
  }

  private void tellBoth(ModelContact c) {
    m.navigators.get(c.navigator).seq++;
    c.consult.navigator.seq++;
  }

  void takeBack(ModelContact c) {
    ModelNavigator b = end(c, true);
    toTalk(c);
    settle(b);
  }

  void connected(ModelContact c) {
    c.consult.state = "consulting";
    c.consult.ends = m.now + m.settings.park().toMillis();
    tellBoth(c);
  }

  /** Whoever hears what is said to the first navigator too. */
  ModelNavigator listener(ModelContact c) {
    return c.consult == null || c.consult.state.equals("offered") ? null : c.consult.navigator;
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
        t.missed(k.navigator);
      } else {
        m.settle(k.navigator);
      }
    } else if (k.state.equals("conference")) {
      k.ends = m.now + m.settings.talk().toMillis();
    } else {
      settle(end(c, true));
    }
  }
}
