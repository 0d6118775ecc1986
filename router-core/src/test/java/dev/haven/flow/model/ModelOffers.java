package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What becomes of a pending offer, and who is to have the next one. */
final class ModelOffers extends ModelPart {
  ModelOffers(ModelMatch match) {
    super(match);
  }

  Outcome acceptOffer(String navigator, String session, String offer) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(offer));
    if (c == null) {
      return say("MISSING");
    }
    if (c.attempt == 0) {
      return say("SUPERSEDED");
    }
    if (!c.offerId().equals(offer)) {
      ModelParallel.Further further = m.parallel.of(c, offer);
      if (further == null || !further.navigator.equals(navigator)) {
        return say(m.consults.accept(c, n, offer));
      }
      m.parallel.toFront(c, further);
    }
    if (!c.navigator.equals(navigator)) {
      return say(c.navigator.isEmpty() ? "SUPERSEDED" : "MISSING");
    }
    if (Set.of("engaged", "wrapping", "closed").contains(c.state)) {
      return say("ENGAGED");
    }
    if (!c.state.equals("offered")) {
      return say("SUPERSEDED");
    }
    List<ModelNavigator> rescinded = m.parallel.endOthers(c);
    m.outside.end(c);
    c.state = "engaged";
    n.missed = 0;
    c.climb = 0;
    c.offerEnds = 0;
    c.engagedAt = m.now;
    n.offer = "";
    n.work.add(c.id);
    c.engagement = c.live ? "connecting" : "talking";
    c.deadline = m.now + (c.live ? m.settings.connect() : m.settings.talk()).toMillis();
    n.seq++;
    m.outside.mayNeedInterpreter(c);
    m.parallel.settle(rescinded, n);
    return say("ACCEPTED");
  }

  Outcome rejectOffer(String navigator, String session, String offer) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = m.contacts.get(contactOf(offer));
    if (c == null || c.attempt == 0) {
      return say("MISSING");
    }
    ModelParallel.Further further = m.parallel.of(c, offer);
    if (!c.offerId().equals(offer) && further == null) {
      return say(m.consults.reject(c, n, offer));
    }
    String holder = further == null ? c.navigator : further.navigator;
    if (!holder.equals(navigator)) {
      return say(holder.isEmpty() ? "DONE" : "MISSING");
    }
    if (!c.state.equals("offered")) {
      return say("ENDED");
    }
    n.missed = 0;
    if (m.parallel.endOne(c, n, false)) {
      m.exclude(c, navigator);
    } else {
      m.backToWaiting(c, navigator);
    }
    m.settle(n);
    return say("REJECTED");
  }

  Outcome assignContact(String contact, String navigator, String holds) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("waiting")) {
      return say("ILLEGAL", c.state);
    }
    ModelNavigator n = m.navigators.get(navigator);
    if (n == null || !n.onDuty()) {
      return say("UNAVAILABLE");
    }
    if (n.capacity[c.channel] == 0
        || (!c.held.equals(navigator) && m.heldFor(n) >= m.settings.guarantees().heldAtMost())) {
      return say("FULL");
    }
    c.exclusions.remove(navigator);
    c.designated = navigator;
    c.holds = Arrays.stream(holds.split(",")).mapToLong(Long::parseLong).toArray();
    m.replace(c, true);
    return say("DONE");
  }

  /**
   * Nobody answered.
   *
   * @param laterBy how long nobody looked, in ms, when it fell due meanwhile; else 0
   */
  void due(ModelContact c, long at, long laterBy) {
    if (laterBy > 0) {
      c.deadline = at + laterBy;
      return;
    }
    List<ModelParallel.Further> all = new ArrayList<>(c.also);
    all.add(0, new ModelParallel.Further(c.navigator, c.attempt, c.offerSession));
    List<String> delivered = new ArrayList<>();
    for (ModelParallel.Further o : all) {
      ModelNavigator each = m.navigators.get(o.navigator);
      m.endOffer(c, each, true);
      if (each.connected && Long.toString(each.epoch).equals(o.session)) {
        m.exclude(c, each.id);
        delivered.add(each.id);
      }
    }
    c.also.clear();
    c.attempt = all.get(all.size() - 1).attempt;
    m.backToWaiting(c, delivered.isEmpty() ? null : delivered.get(0));
    for (ModelParallel.Further o : all) {
      if (delivered.contains(o.navigator)) {
        m.presence.missed(m.navigators.get(o.navigator));
      } else {
        m.settle(m.navigators.get(o.navigator));
      }
    }
  }
}
