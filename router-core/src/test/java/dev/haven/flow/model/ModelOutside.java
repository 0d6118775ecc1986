package dev.haven.flow.model;

import dev.haven.flow.Outcome;
import java.util.List;
import java.util.Set;

/** A call that is brought to a number outside. */
final class ModelOutside extends ModelPart {
  ModelOutside(ModelMatch match) {
    super(match);
  }

  /** An attempt, open until it is connected. */
  static final class Attempt {
    final String to;
    final int attempt;
    final String cause;
    final boolean key;
    String state = "ringing";

    /** When a rung of the ladder comes that waits for its end; 0 for none. */
    long rung;

    /** 0 once it is connected. */
    long ends;

    Attempt(String to, int attempt, String cause, boolean key, long ends) {
      this.key = key;
      this.to = to;
      this.attempt = attempt;
      this.cause = cause;
      this.ends = ends;
    }

    boolean isOpen() {
      return !state.equals("connected");
    }

    boolean isInterpreter() {
      return cause.equals("interpreter");
    }

    @Override
    public String toString() {
      return String.join(
          ">",
          to,
          state,
          String.valueOf(attempt),
          ends == 0 ? "" : String.valueOf(ends),
          cause,
          key ? "1" : "",
          rung == 0 ? "" : String.valueOf(rung));
    }
  }

  static Attempt open(ModelContact c) {
    return c.outside != null && c.outside.isOpen() && !c.outside.isInterpreter() ? c.outside : null;
  }

  /** Whether it has an end of its own. */
  static boolean ends(ModelContact c) {
    return c.outside != null && c.outside.isOpen();
  }

  /** Why a navigator may have nobody called into that engagement; null when they may. */
  private Outcome refused(String navigator, String session, String engagement) {
    if (session(navigator, session) == null) {
      return say("SESSION");
    }
    ModelContact c = mine(navigator, engagement);
    if (c == null) {
      return say("MISSING");
    }
    if (!c.state.equals("engaged")) {
      return say("ILLEGAL", c.state);
    }
    if (!c.live || !Set.of("talking", "muted", "on_hold").contains(c.engagement)) {
      return say("ILLEGAL", c.engagement);
    }
    if (c.consult != null) {
      return say("CONSULTING", c.consult.state);
    }
    return null;
  }

  Outcome sendOutside(String navigator, String session, String engagement, String to) {
    Outcome refused = refused(navigator, session, engagement);
    if (refused != null) {
      return refused;
    }
    ModelContact c = mine(navigator, engagement);
    if (open(c) != null) {
      return say("OUTSIDE", c.outside.state);
    }
    letInterpreterGo(c);
    if (!c.engagement.equals("on_hold")) {
      c.engagement = "on_hold";
      c.deadline = m.now + m.settings.talk().toMillis();
    }
    bump(navigator);
    ring(c, to, "transfer");
    return say("DONE", c.id + "." + c.last);
  }

  Outcome callInterpreter(String navigator, String session, String engagement, String language) {
    Outcome refused = refused(navigator, session, engagement);
    if (refused != null) {
      return refused;
    }
    ModelContact c = mine(navigator, engagement);
    if (c.outside != null && c.outside.isOpen()) {
      return say(c.outside.isInterpreter() ? "INTERPRETER" : "OUTSIDE", c.outside.state);
    }
    String of = language.isEmpty() ? c.language.split("-")[0] : language;
    if (of.equals("und") || of.equals("any")) {
      return say("UNKNOWN_LANGUAGE");
    }
    endInterpreter(c);
    interpret(c, of);
    return say("DONE", c.id + "." + c.last);
  }

  Outcome changeOutside(String id, String change, String cause) {
    ModelContact c = m.contacts.get(contactOf(id));
    String before = c == null ? "" : c.state;
    String status = change(id, change, cause);
    return status.equals("MISSING") ? say(status) : say(status, before);
  }

  private void interpret(ModelContact c, String language) {
    ring(c, "interpreter." + language, "interpreter");
    m.navigators.get(c.navigator).seq++;
  }

  void mayNeedInterpreter(ModelContact c) {
    String language = c.language.split("-")[0];
    ModelNavigator n = m.navigators.get(c.navigator);
    if (!c.interpreter || Set.of("und", "any").contains(language) || m.speaks(n, language)) {
      return;
    }
    if (!c.live) {
      n.seq++;
    } else if (c.engagement.equals("talking")) {
      interpret(c, language);
    }
  }

  void endInterpreter(ModelContact c) {
    if (c.outside != null && c.outside.isInterpreter()) {
      c.outside = null;
    }
  }

  void letInterpreterGo(ModelContact c) {
    if (c.outside != null && c.outside.isInterpreter()) {
      end(c);
      m.navigators.get(c.navigator).seq++;
    }
  }

  void ring(ModelContact c, String to, String cause) {
    c.last = c.attempts() + 1;
    boolean key = m.settings.acknowledgement().asks(to, cause);
    c.outside = new Attempt(to, c.last, cause, key, m.now + m.settings.connect().toMillis());
  }

  void end(ModelContact c) {
    Attempt o = c.outside;
    if (o != null && (o.isOpen() || o.isInterpreter())) {
      c.outside = null;
      if (o.rung != 0 && o.rung == c.climb) {
        c.climb = m.now;
      }
    }
  }

  void thenClimb(ModelContact c) {
    c.climb = Math.max(m.now, c.outside.ends) + 1;
    c.outside.rung = c.climb;
  }

  void failed(ModelContact c) {
    Attempt o = c.outside;
    if (o.isInterpreter()) {
      letInterpreterGo(c);
      return;
    }
    end(c);
    if (!c.state.equals("engaged")) {
      return;
    }
    ModelNavigator n = m.navigators.get(c.navigator);
    if (o.state.equals("joining")) {
      m.ends.giveBack(c, n, false);
      return;
    }
    c.engagement = "talking";
    c.deadline = m.now + m.settings.talk().toMillis();
    n.seq++;
    mayNeedInterpreter(c);
  }

  private String change(String id, String change, String cause) {
    ModelContact c = m.contacts.get(contactOf(id));
    Attempt o = c == null ? null : c.outside;
    if (o == null || !(c.id + "." + o.attempt).equals(id)) {
      return "MISSING";
    }
    if (!o.isOpen()) {
      if (!change.equals("hung_up")) {
        return "SAME";
      }
      if (o.isInterpreter()) {
        failed(c);
      } else {
        c.outside = null;
      }
      return "DONE";
    }
    if (change.equals("declined") && !o.state.equals("asking")) {
      return "SAME";
    }
    if (Set.of("failed", "hung_up", "declined").contains(change)) {
      failed(c);
      return "DONE";
    }
    if (!Set.of("waiting", "offered", "engaged").contains(c.state)) {
      return "MISSING";
    }
    if (change.equals("answered") || change.equals("pressed")) {
      if (o.state.equals("joining")) {
        return "SAME";
      }
      if (o.key && change.equals("answered") && !cause.equals("unasked")) {
        if (!o.state.equals("asking")) {
          o.state = "asking";
          o.ends = m.now + m.settings.acknowledgement().within().toMillis();
        }
        return "ASK";
      }
      o.state = "joining";
      o.ends = m.now + m.settings.connect().toMillis();
    } else {
      connected(c, o);
    }
    return "DONE";
  }

  private void connected(ModelContact c, Attempt o) {
    o.state = "connected";
    o.ends = 0;
    if (o.isInterpreter()) {
      m.navigators.get(c.navigator).seq++;
      return;
    }
    c.live = false;
    ModelNavigator n = m.navigators.get(c.navigator);
    if (c.state.equals("engaged")) {
      m.ends.wrapUp(c, n);
      return;
    }
    List<ModelNavigator> freed = List.of();
    if (c.state.equals("offered")) {
      freed = m.parallel.endOthers(c);
      m.endOffer(c, n, true);
    } else {
      m.withdraw(c);
    }
    m.ends.close(c, "outside");
    c.navigator = "";
    m.parallel.settle(freed, n);
  }

  void due(ModelContact c) {
    if (ends(c)) {
      failed(c);
    }
  }
}
