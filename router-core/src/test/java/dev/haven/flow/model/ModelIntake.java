package dev.haven.flow.model;

import dev.haven.channel.Channel;
import dev.haven.flow.Notice;
import dev.haven.flow.Outcome;
import dev.haven.flow.Transitions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes in from outside: contacts, their messages, and the word that somebody has left. */
final class ModelIntake extends ModelPart {
  /** Messages and navigators' commands, to their contacts. */
  private final Map<String, String> seen = new HashMap<>();

  /** Conversations, to the contact that is their newest. */
  private final Map<String, String> conversations = new HashMap<>();

  ModelIntake(ModelMatch match) {
    super(match);
  }

  Outcome placeContact(Transitions.Placement p) {
    ModelContact known = m.contacts.get(p.id());
    if (known != null) {
      return known.digest.equals(p.digest()) ? say("KNOWN", p.id()) : say("REUSED");
    }
    if (!p.cadence().isEmpty() && !m.cadences.mayReach(p.cadence())) {
      return say("NO_CONSENT");
    }
    String joined = seen.get(p.id());
    if (joined != null) {
      return joined.contains(" ") ? say("REUSED") : say("KNOWN", joined);
    }
    ModelContact former =
        p.conversation().isEmpty()
            ? null
            : m.contacts.get(conversations.getOrDefault(p.conversation(), ""));
    if (former != null && !former.state.equals("closed")) {
      return say("OPEN", former.id);
    }
    if (!p.conversation().isEmpty()) {
      conversations.put(p.conversation(), p.id());
    }
    ModelContact c = received(p, former);
    m.contacts.put(c.id, c);
    if (!p.cadence().isEmpty()) {
      m.cadences.keep(c.id, p.cadence());
    }
    if (p.dueAtMs() == null) {
      m.persons.tried(c, "p");
    }
    if (c.kind.equals("inbound")) {
      spoke(c);
    }
    int noticed = m.navigators.values().stream().mapToInt(n -> (int) n.seq).sum();
    if (p.dueAtMs() != null && p.dueAtMs() > m.now) {
      c.state = "scheduled";
      c.deadline = p.dueAtMs();
    } else {
      m.groups.arrive(c);
    }
    List<Notice> notices =
        m.navigators.values().stream().mapToInt(n -> (int) n.seq).sum() > noticed
            ? List.of(new Notice("offer", "", c.navigator, 0, List.of()))
            : List.of();
    return new Outcome("CREATED", List.of(List.of(), "0"), notices);
  }

  private ModelContact received(Transitions.Placement p, ModelContact former) {
    ModelContact c = new ModelContact(p.id());
    c.sequence = ++m.arrivals;
    c.digest = p.digest();
    c.source = p.source();
    c.channel = p.channel();
    c.language = p.language();
    c.lane = p.lane();
    c.tier = p.tier();
    c.score = p.score();
    c.kind = p.kind();
    c.steps = Arrays.stream(p.steps().split(";")).filter(s -> !s.isEmpty()).toList();
    c.designated = p.designated();
    c.holds = Arrays.stream(p.holds().split(",")).mapToLong(Long::parseLong).toArray();
    c.conversation = p.conversation();
    c.person = p.person();
    if (former != null) {
      c.previous = former.id;
      if (c.designated.isEmpty()
          && m.now - former.closedAt < m.settings.sameNavigator().toMillis()) {
        c.designated = former.navigator;
      }
    }
    c.live = p.live();
    c.wide = p.offerTo();
    c.adverse = p.adverseEvent();
    c.arrived = m.now;
    long from = p.dueAtMs() == null ? m.now : p.dueAtMs();
    c.order = p.kind().equals("inbound") ? m.now : from;
    c.from = c.order == from ? 0 : from;
    c.latest = p.latestStartMs() == 0 ? 0 : from + p.latestStartMs();
    return c;
  }

  Outcome appendMessage(Transitions.Appendix a) {
    ModelContact c = m.contacts.get(a.contact());
    if (c == null) {
      return say("MISSING");
    }
    String before = seen.get(a.messageId());
    if (before != null && !a.messageId().isEmpty()) {
      boolean same = a.digest().isEmpty() || !before.contains(" ") || before.equals(named(a));
      return say(same ? "KNOWN" : "REUSED");
    }
    if (!a.digest().isEmpty() && m.contacts.containsKey(a.messageId())) {
      return say("REUSED");
    }
    if (c.state.equals("closed")) {
      return say("CLOSED");
    }
    if (a.known() >= 0 && a.known() != c.messages) {
      return say("STALE");
    }
    seen.put(a.messageId(), a.digest().isEmpty() ? c.id : named(a));
    c.messages++;
    c.adverse |= a.adverseEvent();
    spoke(c);
    m.urgency.rescore(c, a.tier(), a.score(), a.read());
    if (!c.navigator.isEmpty() && (c.state.equals("engaged") || c.state.equals("wrapping"))) {
      bump(c.navigator);
      m.consults.hear(c);
      if (c.state.equals("wrapping") && c.channel != Channel.PHONE.ordinal()) {
        m.ends.reopen(c, m.navigators.get(c.navigator));
      }
    }
    return say("APPENDED", Integer.toString(c.tier), c.state);
  }

  Outcome abandonContact(String contact) {
    ModelContact c = m.contacts.get(contact);
    if (c == null) {
      return say("MISSING");
    }
    if (c.state.equals("closed") || c.state.equals("wrapping")) {
      return say("CLOSED");
    }
    if (c.kind.equals(ModelReports.KIND)) {
      return say("OWED");
    }
    if (c.kind.equals("callback") && !c.live && (!c.state.equals("scheduled") || c.strict())) {
      return say("CALLBACK");
    }
    m.outside.end(c);
    c.live = false;
    ModelNavigator n = m.navigators.get(c.navigator);
    if (c.state.equals("engaged") && !c.engagement.equals("connecting")) {
      m.ends.wrapUp(c, n);
      return say("WRAPPING");
    }
    m.persons.tried(c, "g");
    List<ModelNavigator> freed = List.of();
    boolean cameBack = c.state.equals("engaged") || c.state.equals("offered");
    if (c.state.equals("offered")) {
      freed = m.parallel.endOthers(c);
      m.endOffer(c, n, true);
    } else if (c.state.equals("engaged")) {
      m.ends.release(c, n);
      n.seq++;
    }
    if (c.strict()) {
      c.kind = "callback";
      if (cameBack) {
        m.backToWaiting(c, null);
        m.parallel.settle(freed, n);
      }
      return say("CALLBACK");
    }
    if (c.state.equals("waiting")) {
      m.withdraw(c);
    }
    if (c.state.equals("joined")) {
      m.groups.leave(c);
    }
    m.ends.close(c, "abandoned");
    c.navigator = "";
    m.parallel.settle(freed, n);
    return say("ABANDONED");
  }

  private static String named(Transitions.Appendix a) {
    return a.contact() + ' ' + a.digest();
  }

  private void spoke(ModelContact c) {
    if (c.channel == Channel.CHAT.ordinal() || c.channel == Channel.SMS.ordinal()) {
      c.said = m.now;
    }
  }

  /** Whether a navigator's command is new, which it is once. */
  boolean isNew(String command, ModelContact c) {
    return seen.putIfAbsent(command, c.id) == null;
  }

  /** A closed contact is removed: nothing points to it any more. */
  void forget(ModelContact c) {
    seen.values().removeIf(v -> v.equals(c.id) || v.startsWith(c.id + ' '));
    conversations.remove(c.conversation, c.id);
  }
}
