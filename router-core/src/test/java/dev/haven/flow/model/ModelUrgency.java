package dev.haven.flow.model;

import dev.haven.flow.Outcome;

/** How urgent a contact is, and what else is said of it: by its words, by a person. */
final class ModelUrgency extends ModelPart {
  ModelUrgency(ModelMatch match) {
    super(match);
  }

  Outcome overrideUrgency(String contact, int tier, int score) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.state.equals("closed")) {
      return say("CLOSED");
    }
    c.tier = tier;
    c.score = score;
    c.aged = false;
    if (c.state.equals("waiting")) {
      m.replace(c, true);
    } else if (c.state.equals("offered")) {
      m.ladder.stand(c);
    }
    wake(c);
    if (c.state.equals("joined")) {
      m.groups.changed(c);
    }
    if (!c.state.equals("waiting")) {
      m.groups.partBetter(c);
    }
    if (!c.navigator.isEmpty()) {
      bump(c.navigator);
      m.parallel.tellUrgency(c);
      if (!turnedStrict(c)) {
        m.settle(m.navigators.get(c.navigator));
        for (ModelNavigator other : m.parallel.others(c)) {
          m.settle(other);
        }
      }
    }
    return say("DONE");
  }

  /** What was set aside and is strict now goes back; answers whether it did. */
  private boolean turnedStrict(ModelContact c) {
    boolean goes = c.aside && c.strict();
    if (goes) {
      m.ends.giveBack(c, m.navigators.get(c.navigator), false);
    }
    return goes;
  }

  /**
   * Another message came, or the first was read: a higher tier moves the contact at once.
   *
   * @param read what stood for an unread document is known now, and may be less urgent
   */
  void rescore(ModelContact c, int tier, int score, boolean read) {
    if (tier <= c.tier) {
      c.score = tier < c.tier ? score : Math.max(c.score, score);
    }
    if (tier < c.tier) {
      c.tier = tier;
      if (c.state.equals("waiting")) {
        m.replace(c, true);
      } else if (c.state.equals("offered")) {
        m.ladder.stand(c);
      }
      if (c.state.equals("joined")) {
        m.groups.changed(c);
      }
      bump(c.navigator);
      m.parallel.tellUrgency(c);
      m.consults.hear(c);
      turnedStrict(c);
    } else if (read && tier > c.tier) {
      c.tier = tier;
      c.score = score;
      if (c.state.equals("waiting")) {
        m.replace(c, true);
      } else {
        m.groups.partBetter(c);
      }
      bump(c.navigator);
      m.consults.hear(c);
    } else if (c.state.equals("waiting")) {
      m.waitingDeadline(c);
    }
    wake(c);
  }

  /** A strict message has been answered by nothing for long: once, its score grows in its band. */
  void weighSilence(ModelContact c) {
    if (c.said > 0 && c.strict() && c.said + ModelMatch.SILENCE <= m.now) {
      c.said = 0;
      c.score = Math.max(c.score, Math.min(c.score + 6, new int[] {100, 89, 74}[c.tier]));
    }
  }

  private void wake(ModelContact c) {
    if (c.state.equals("scheduled") && c.tier <= 2) {
      c.order = Math.min(c.order, m.now);
      c.from = c.from == 0 ? 0 : m.now;
      m.matchContact(c, true);
    }
  }

  Outcome acknowledgeEscalation(String contact) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.climb == 0) {
      return say("NONE");
    }
    c.climb = m.now + m.settings.guarantees().ladder().pause().toMillis();
    return say("DONE", Integer.toString(c.rung));
  }

  Outcome flagAdverseEvent(String contact) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    boolean news = !c.adverse;
    c.adverse = true;
    return say(news ? "DONE" : "SAME");
  }
}
