package dev.haven.record;

import dev.haven.match.Definitions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows navigators, lanes, profiles, policies and pauses through the journal. */
final class NavigatorLines {
  private final Ledger ledger;
  private final OfferRules.Report report;

  NavigatorLines(Ledger ledger, OfferRules.Report report) {
    this.ledger = ledger;
    this.report = report;
  }

  /** Takes a line; types that are not about navigators change nothing. */
  void take(JournalEntry e) {
    switch (e.type()) {
      case "node.opened", "config.applied", "checkpoint.policy" ->
          ledger.policy(
              e.text("policy"),
              new Ledger.Policy(
                  e.six("costs"), e.longNumber("step", 1), reserve(e.text("reserve"))));
      case "queue.paused", "checkpoint.pause" -> ledger.pause(e.text("queue"), true);
      case "queue.resumed" -> ledger.pause(e.text("queue"), false);
      case "lane.registered", "checkpoint.lane" -> lane(e);
      case "profile.registered", "checkpoint.profile" -> profile(e);
      case "navigator.upserted" -> upserted(e);
      case "navigator.removed" -> ledger.removeNavigator(e.text("navigator"));
      case "session.opened", "session.lost" -> {
        AuditNavigator n = known(e);
        if (n != null) {
          n.connected = e.type().equals("session.opened");
        }
      }
      case "activity.changed" -> activity(e);
      case "activity.next" -> {
        AuditNavigator n = known(e);
        if (n != null) {
          n.next = e.text("activity");
        }
      }
      case "ramp.climbed" -> {
        AuditNavigator n = known(e);
        if (n != null) {
          n.ramp = e.longNumber("ramp", 0);
          n.rampFloor = e.longNumber("limit", 1);
        }
      }
      default -> {
        // About something else.
      }
    }
  }

  /** {@code language>floor}, plus between. */
  private static Map<String, Integer> reserve(String text) {
    Map<String, Integer> floors = new TreeMap<>();
    for (String floor : text.split("\\+")) {
      int at = floor.indexOf('>');
      if (at > 0) {
        floors.put(floor.substring(0, at), Integer.parseInt(floor.substring(at + 1)));
      }
    }
    return floors;
  }

  private void upserted(JournalEntry e) {
    AuditNavigator n = ledger.navigatorOrNew(e.text("navigator"));
    n.profile = e.number("profile", 0);
    n.capacities = e.six("capacities");
    if (!ledger.hasProfile(n.profile)) {
      report.breach(
          Breach.Kind.STATE, "navigator " + n.id + " has profile " + n.profile + ", not known");
    }
  }

  /** A ramp that begins anew allows one contact; an activity that follows another keeps it. */
  private void activity(JournalEntry e) {
    AuditNavigator n = known(e);
    if (n == null) {
      return;
    }
    n.activity = e.text("activity");
    n.next = "";
    if (e.has("ramp") && e.longNumber("ramp", 0) != n.ramp) {
      n.ramp = e.longNumber("ramp", 0);
      n.rampFloor = 1;
    }
  }

  private void lane(JournalEntry e) {
    int number = e.number("lane", -1);
    if (number < 0 || number > 1_000_000) {
      report.breach(Breach.Kind.STATE, "a lane has number " + number);
      return;
    }
    try {
      ledger.lane(number, Definitions.lane(e.fields().path("definition").toString()));
    } catch (IllegalArgumentException unreadable) {
      report.breach(Breach.Kind.STATE, "the definition of lane " + number + " cannot be read");
    }
  }

  private void profile(JournalEntry e) {
    int number = e.number("profile", -1);
    try {
      ledger.profile(number, Definitions.profile(e.fields().path("definition").toString()));
    } catch (IllegalArgumentException unreadable) {
      report.breach(Breach.Kind.STATE, "the definition of profile " + number + " cannot be read");
    }
  }

  private @Nullable AuditNavigator known(JournalEntry e) {
    AuditNavigator n = ledger.navigator(e.text("navigator"));
    if (n == null) {
      report.breach(
          Breach.Kind.STATE,
          e.type() + " of navigator " + e.text("navigator") + ", who is not known");
    }
    return n;
  }
}
