package dev.haven.record;

import org.jspecify.annotations.Nullable;

/**
 * Follows consults through the journal: one at a time, only about work that goes on, with a
 * navigator who has room; whoever accepts is the one who was asked.
 */
final class ConsultLines {
  private final Ledger ledger;
  private final OfferRules rules;
  private final OfferRules.Report report;

  ConsultLines(Ledger ledger, OfferRules rules, OfferRules.Report report) {
    this.ledger = ledger;
    this.rules = rules;
    this.report = report;
  }

  /** Takes a line of a consult about that contact. */
  void take(JournalEntry e, AuditContact c) {
    AuditNavigator b = ledger.navigator(e.text("to"));
    if (b == null) {
      report.breach(
          Breach.Kind.STATE,
          e.type() + " about contact " + c.id + " with " + e.text("to") + ", who is not known");
      return;
    }
    if (!e.text("offer").equals(c.offer()) || !e.text("navigator").equals(c.navigator)) {
      report.breach(
          Breach.Kind.STATE,
          e.type() + " about contact " + c.id + " by " + e.text("navigator") + ", who has it not");
    }
    if (e.type().equals("consult.offered")) {
      offered(e, c, b);
    } else if (isOpen(e, c)) {
      changed(e, c, b);
    }
  }

  private void offered(JournalEntry e, AuditContact c, AuditNavigator b) {
    String wanted = c.id + "." + (c.attempts() + 1);
    if (!c.consult.isEmpty() || !e.text("consult").equals(wanted)) {
      report.breach(
          Breach.Kind.OFFER,
          "consult "
              + e.text("consult")
              + " about contact "
              + c.id
              + " should have been "
              + wanted
              + ", and the only one; open is one with '"
              + c.consult
              + "'");
    }
    rules.checkConsult(e, c, b, report);
    b.counts[c.channel]++;
    b.offer = e.text("consult");
    c.last = c.attempts() + 1;
    c.consult = b.id;
    c.consultState = "offered";
  }

  private void changed(JournalEntry e, AuditContact c, AuditNavigator b) {
    switch (e.type()) {
      case "consult.accepted" -> {
        if (!c.consultState.equals("offered")) {
          illegal(e, c);
        }
        b.offer = "";
        c.consultState = e.text("state");
      }
      case "consult.connected" -> c.consultState = "consulting";
      case "consult.conference" -> {
        if (!c.consultState.equals("consulting")) {
          illegal(e, c);
        }
        c.consultState = "conference";
      }
      case "consult.completed" -> completed(e, c, b);
      case "consult.ended" -> {
        rules.checkSetAside(e, c, b, report);
        if (c.consultState.equals("offered")) {
          b.offer = "";
        }
        b.counts[c.channel]--;
        c.consult = "";
        c.consultState = "";
      }
      default -> illegal(e, c);
    }
  }

  /** The contact is with the second navigator from here on, and takes the room of the consult. */
  private void completed(JournalEntry e, AuditContact c, AuditNavigator b) {
    if (!c.consultState.equals("consulting") && !c.consultState.equals("conference")) {
      illegal(e, c);
    }
    @Nullable AuditNavigator a = ledger.navigator(c.navigator);
    if (a != null) {
      a.counts[c.channel]--;
    }
    c.navigator = b.id;
    c.tries = c.last;
    c.last = 0;
    c.engagement = "talking";
    c.consult = "";
    c.consultState = "";
  }

  private boolean isOpen(JournalEntry e, AuditContact c) {
    boolean open = e.text("to").equals(c.consult) && e.text("consult").equals(c.id + "." + c.last);
    if (!open) {
      illegal(e, c);
    }
    return open;
  }

  private void illegal(JournalEntry e, AuditContact c) {
    report.breach(
        Breach.Kind.STATE,
        e.type()
            + " of consult "
            + e.text("consult")
            + " with "
            + e.text("to")
            + "; open about contact "
            + c.id
            + " is '"
            + (c.consult + " " + c.consultState).trim()
            + "'");
  }
}
