package dev.haven.record;

import dev.haven.contact.ContactState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a ledger from a checkpoint's lines, and compares it with what was known before.
 *
 * <p>A checkpoint may be written in several transitions, with others in between: then a record may
 * have several lines, and its last one says what it was when the checkpoint ended.
 */
final class CheckpointLines {
  private final Ledger ledger = new Ledger();
  private final OfferRules.Report report;
  private final NavigatorLines catalogue;

  CheckpointLines(OfferRules.Report report) {
    this.report = report;
    this.catalogue = new NavigatorLines(ledger, report);
  }

  void take(JournalEntry e) {
    switch (e.type()) {
      case "checkpoint.navigator" -> navigator(e);
      case "checkpoint.contact" -> contact(e);
      case "checkpoint.gone" -> gone(e);
      case "checkpoint.ended" -> count(e);
      default -> catalogue.take(e);
    }
  }

  /**
   * The ledger from the checkpoint's end on; closed contacts and what is known of ramps are taken
   * over.
   */
  Ledger replace(@Nullable Ledger before) {
    for (AuditContact c : ledger.contacts().values()) {
      if (c.state == ContactState.WAITING && ledger.hasLane(c.lane)) {
        ledger.enter(c);
      }
    }
    if (before != null) {
      compare(before);
      before
          .contacts()
          .values()
          .forEach(
              c -> {
                if (c.state == ContactState.CLOSED && ledger.contact(c.id) == null) {
                  ledger.contacts().put(c.id, c);
                }
              });
    }
    for (AuditNavigator n : ledger.navigators().values()) {
      AuditNavigator known = before == null ? null : before.navigator(n.id);
      n.rampFloor = known == null ? 1 : known.rampFloor;
    }
    return ledger;
  }

  private void navigator(JournalEntry e) {
    AuditNavigator n = ledger.navigatorOrNew(e.text("navigator"));
    n.profile = e.number("profile", 0);
    n.capacities = e.six("capacities");
    n.counts = e.six("counts");
    n.parked = e.six("parked");
    n.activity = e.text("activity");
    n.next = e.text("next");
    n.connected = e.number("connected", 0) == 1;
    n.ramp = e.longNumber("ramp", 0);
    n.offer = e.text("offer");
    n.drain = e.text("drain");
    n.ceiling = n.drain.isEmpty() ? 4 : e.tier("ceiling");
  }

  private void contact(JournalEntry e) {
    AuditContact c = ledger.add(e.text("contact"));
    c.state = ContactState.ofWireName(e.text("state"));
    c.channel = e.channel("channel");
    c.lane = e.number("lane", 0);
    c.tier = e.tier("tier");
    c.aged = e.number("aged", 0) == 1;
    c.order = e.longNumber("order", 0);
    c.sequence = e.longNumber("sequence", 0);
    c.latest = e.longNumber("latest", 0);
    c.held = e.text("held");
    e.fields().path("excluded").forEach(name -> c.excluded.add(name.asText()));
    c.tries = e.number("try", 0);
    c.navigator = e.text("navigator");
    c.engagement = e.text("engagement");
    c.drain = e.text("drain");
    c.report = e.text("kind").equals("adverse_event_report");
    c.settled = e.number("settled", 0) == 1;
    c.last = e.number("last", 0);
    c.lead = e.text("lead");
    for (String offer : e.text("also").split(";")) {
      String[] parts = offer.split(">");
      if (parts.length > 1) {
        c.further.put(c.id + "." + parts[1], parts[0]);
      }
    }
    if (e.has("consult")) {
      String[] consult = e.text("consult").split(">", 3);
      c.consult = consult[0];
      c.consultState = consult.length > 1 ? consult[1] : "";
    }
    if (e.has("outside")) {
      String[] outside = e.text("outside").split(">", -1);
      c.outside = c.id + "." + outside[2];
      c.outsideState = outside[1];
      c.interpreter = outside.length > 4 && outside[4].equals("interpreter");
      c.outsideKey = outside.length > 5 && outside[5].equals("1");
    }
  }

  /** What was listed before was closed or taken off the roster since. */
  private void gone(JournalEntry e) {
    if (e.has("contact")) {
      ledger.contacts().remove(e.text("contact"));
    } else {
      ledger.removeNavigator(e.text("navigator"));
    }
  }

  /** The store counts them apart; checkpoints of before say nothing of the waiting. */
  private void count(JournalEntry e) {
    count(e, "navigators", ledger.navigators().size());
    count(
        e,
        "waiting",
        ledger.contacts().values().stream().filter(c -> c.state == ContactState.WAITING).count());
  }

  private void count(JournalEntry e, String what, long listed) {
    if (e.longNumber(what, listed) != listed) {
      report.breach(
          Breach.Kind.CHECKPOINT,
          "the checkpoint lists " + listed + " " + what + " of " + e.longNumber(what, listed));
    }
  }

  private void compare(Ledger before) {
    for (AuditContact c : before.contacts().values()) {
      AuditContact now = ledger.contact(c.id);
      if (c.state != ContactState.CLOSED && (now == null || !told(now).equals(told(c)))) {
        differs("contact " + c.id, told(c), now == null ? "absent" : told(now));
      }
    }
    for (AuditContact c : ledger.contacts().values()) {
      AuditContact known = before.contact(c.id);
      if (known == null || known.state == ContactState.CLOSED) {
        differs("contact " + c.id, known == null ? "absent" : "closed", told(c));
      }
    }
    for (AuditNavigator n : before.navigators().values()) {
      AuditNavigator now = ledger.navigator(n.id);
      if (now == null || !told(now).equals(told(n))) {
        differs("navigator " + n.id, told(n), now == null ? "absent" : told(now));
      }
    }
    for (AuditNavigator n : ledger.navigators().values()) {
      if (before.navigator(n.id) == null) {
        differs("navigator " + n.id, "absent", told(n));
      }
    }
  }

  private void differs(String what, String lines, String checkpoint) {
    report.breach(
        Breach.Kind.CHECKPOINT,
        what + ": the lines say " + lines + ", the checkpoint says " + checkpoint);
  }

  private static String told(AuditContact c) {
    return String.join(
        " ",
        c.state.wireName(),
        OfferRules.told(c),
        "lane " + c.lane,
        "held '" + c.held + "'",
        "excluded " + c.excluded,
        "try " + c.tries,
        "navigator '" + c.navigator + "'",
        "engagement '" + c.engagement + "'",
        "drain '" + c.drain + "'",
        "lead '" + c.lead + "'",
        "last " + c.attempts(),
        "further " + c.further,
        "consults '" + c.consult + " " + c.consultState + "'",
        "outside '" + c.outside + " " + c.outsideState + "'");
  }

  private static String told(AuditNavigator n) {
    return String.join(
        " ",
        "profile " + n.profile,
        "capacities " + Arrays.toString(n.capacities),
        "counts " + Arrays.toString(n.counts),
        "parked " + Arrays.toString(n.parked),
        n.activity,
        "next '" + n.next + "'",
        n.connected ? "connected" : "away",
        "offer '" + n.offer + "'",
        "drain '" + n.drain + "'");
  }
}
