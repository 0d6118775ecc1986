package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** What navigators and their telephones do with an engagement that is theirs. */
final class ModelWork extends ModelPart {
  ModelWork(ModelMatch match) {
    super(match);
  }

  Outcome changeEngagement(String navigator, String session, String engagement, String change) {
    ModelNavigator n = m.navigators.get(navigator);
    if (!session.isEmpty() && session(navigator, session) == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    ModelOutside.Attempt away = ModelOutside.open(c);
    if (away != null && !session.isEmpty()) {
      if (!change.equals("resume") || away.state.equals("joining")) {
        return say("OUTSIDE", away.state);
      }
      m.outside.failed(c);
      return say("DONE", "talking");
    }
    if (away != null && change.equals("hung_up")) {
      if (away.state.equals("joining")) {
        return say("SAME");
      }
      m.ends.giveBack(c, n, true);
      return say("DONE", "waiting");
    }
    String target =
        switch (change + " " + c.engagement) {
          case "hold talking", "hold muted" -> "on_hold";
          case "mute talking" -> "muted";
          case "resume on_hold", "resume muted", "resume parked", "connected connecting" ->
              "talking";
          case "park talking", "park on_hold" -> "parked";
          case "no_answer connecting", "hung_up connecting" -> "waiting";
          case "hung_up talking", "hung_up muted", "hung_up on_hold" -> "wrapping";
          default -> "";
        };
    if (c.consult != null && !session.isEmpty()) {
      return say("CONSULTING", c.consult.state);
    }
    if (change.equals("mute") && !c.live) {
      return say("ILLEGAL", c.engagement);
    }
    if (target.isEmpty()) {
      String done =
          Map.of(
                  "hold",
                  "on_hold",
                  "mute",
                  "muted",
                  "resume",
                  "talking",
                  "park",
                  "parked",
                  "connected",
                  "talking",
                  "no_answer",
                  "-",
                  "hung_up",
                  "-")
              .get(change);
      return c.engagement.equals(done) ? say("SAME") : say("ILLEGAL", c.engagement);
    }
    if (target.equals("waiting")) {
      m.ends.giveBack(c, n, true);
      return say("DONE", "waiting");
    }
    if (target.equals("wrapping")) {
      if (m.consults.canTakeOver(c)) {
        m.consults.takeOver(c, n);
        return say("DONE", "talking");
      }
      m.ends.wrapUp(c, n);
      return say("DONE", "wrapping");
    }
    if (c.engagement.equals("parked")) {
      if (n.counts[c.channel] >= n.capacity[c.channel]
          || m.units(n.counts) + m.cost(c.channel) > 100) {
        return say("NO_ROOM");
      }
      m.aside.takeUp(c, n);
      m.settle(n);
      return say("DONE", target);
    }
    if (target.equals("parked")) {
      n.counts[c.channel]--;
      n.parked[c.channel]++;
    }
    c.engagement = target;
    c.deadline =
        m.now + (target.equals("parked") ? m.settings.park() : m.settings.talk()).toMillis();
    n.seq++;
    if (change.equals("connected")) {
      m.outside.mayNeedInterpreter(c);
    }
    m.settle(n);
    return say("DONE", target);
  }

  Outcome finishEngagement(
      String navigator, String session, String engagement, String disposition, String members) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      ModelContact consulted = m.contacts.get(contactOf(engagement));
      return say(consulted == null ? "MISSING" : m.consults.leave(consulted, n, engagement));
    }
    if (c.state.equals("closed")) {
      if (disposition.isEmpty() || !c.disposition.equals("wrap_up_timeout")) {
        return say("SAME");
      }
      c.disposition = disposition;
      return say("NOTED");
    }
    if (!c.state.equals("engaged") && !c.state.equals("wrapping")) {
      return say("MISSING");
    }
    if (disposition.isEmpty()) {
      if (c.state.equals("wrapping")) {
        return say("SAME");
      }
      m.ends.wrapUp(c, n);
      return say("WRAPPING");
    }
    if (m.reports.unreported(c)) {
      return say("UNREPORTED");
    }
    Set<String> named = members.isEmpty() ? Set.of() : Set.of(members.split(","));
    for (String id : named) {
      if (!c.members.contains(id)) {
        return say("STRANGER", id);
      }
    }
    c.live = false;
    m.ends.complete(c, n, disposition, named);
    return say(c.state.equals("scheduled") ? "AGAIN" : "COMPLETED");
  }

  Outcome transferEngagement(
      String navigator,
      String session,
      String engagement,
      String target,
      long holdMs,
      int lane,
      String steps) {
    ModelNavigator n = session(navigator, session);
    if (n == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged") || c.engagement.equals("connecting")) {
      return say("ILLEGAL", c.state);
    }
    if (ModelOutside.open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    if (!target.isEmpty()
        && (m.navigators.get(target) == null || !m.navigators.get(target).onDuty())) {
      return say("UNAVAILABLE");
    }
    ModelNavigator second = m.consults.end(c, true);
    m.ends.release(c, n);
    n.seq++;
    if (lane >= 0) {
      c.lane = lane;
      c.steps = Arrays.stream(steps.split(";")).filter(s -> !s.isEmpty()).toList();
      c.step = 0;
      c.wide = 1;
    }
    if (!target.isEmpty()) {
      c.designated = target;
      Arrays.fill(c.holds, holdMs);
    } else if (c.designated.equals(navigator)) {
      c.designated = "";
    }
    m.exclude(c, navigator);
    c.navigator = "";
    c.offerEnds = 0;
    c.engagement = "";
    m.matchContact(c, true);
    m.settle(n);
    m.consults.settle(second);
    return say("DONE");
  }

  /** A wrap-up takes too long; a report that nobody has filled in goes to another navigator. */
  void wrapUpDue(ModelContact c, long at, long laterBy) {
    if (laterBy > 0) {
      c.deadline = at + laterBy;
      return;
    }
    ModelNavigator n = m.navigators.get(c.navigator);
    if (m.reports.unreported(c)) {
      m.ends.giveBack(c, n, true);
    } else {
      m.ends.complete(c, n, "wrap_up_timeout", Set.of());
    }
  }

  /**
   * A call is not answered, or parked work not taken up; what is talked about is looked at again.
   */
  void due(ModelContact c) {
    ModelNavigator n = m.navigators.get(c.navigator);
    if (c.engagement.equals("connecting")) {
      m.ends.giveBack(c, n, true);
    } else if (c.engagement.equals("parked")) {
      m.ends.giveBack(c, n, false);
    } else {
      c.deadline = m.now + m.settings.talk().toMillis();
    }
  }
}
