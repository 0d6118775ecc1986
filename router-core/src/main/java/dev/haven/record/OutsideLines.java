package dev.haven.record;

/**
 * Follows calls to numbers outside through the journal: one at a time, under a number of its own,
 * decided before anybody else has the contact.
 */
final class OutsideLines {
  private final OfferRules.Report report;

  OutsideLines(OfferRules.Report report) {
    this.report = report;
  }

  /** Takes a line of such a call of that contact. */
  void take(JournalEntry e, AuditContact c) {
    String id = e.text("outside");
    switch (e.type()) {
      case "outside.ringing" -> {
        if (!c.outside.isEmpty() || !id.equals(c.id + "." + (c.attempts() + 1))) {
          illegal(e, c);
        }
        c.last = c.attempts() + 1;
        c.outside = id;
        c.outsideState = "ringing";
        c.outsideKey = e.text("key").equals("1");
        c.interpreter = e.text("cause").equals("interpreter");
      }
      case "outside.asked" -> {
        if (!id.equals(c.outside) || !c.outsideState.equals("ringing") || !c.outsideKey) {
          illegal(e, c);
        }
        c.outsideState = "asking";
      }
      case "outside.answered" -> {
        boolean open = c.outsideState.equals("ringing") || c.outsideState.equals("asking");
        if (!id.equals(c.outside) || !open || c.outsideKey && e.text("by").isEmpty()) {
          illegal(e, c);
        }
        c.outsideState = "joining";
      }
      case "outside.connected" -> connected(e, c);
      default -> over(e, c);
    }
  }

  /** Nobody may have the contact while it is not decided. */
  void checkDecided(JournalEntry e, AuditContact c) {
    if (!c.outside.isEmpty() && !c.interpreter) {
      report.breach(
          Breach.Kind.STATE,
          e.type() + " of contact " + c.id + " while " + c.outside + " is " + c.outsideState);
    }
  }

  private void connected(JournalEntry e, AuditContact c) {
    if (c.interpreter && e.text("outside").equals(c.outside)) {
      c.outsideState = "connected";
    } else {
      over(e, c);
      c.handedOut = true;
    }
  }

  private void over(JournalEntry e, AuditContact c) {
    if (!e.text("outside").equals(c.outside)) {
      illegal(e, c);
    }
    c.outside = "";
    c.outsideState = "";
  }

  private void illegal(JournalEntry e, AuditContact c) {
    report.breach(
        Breach.Kind.STATE,
        e.type()
            + " of call "
            + e.text("outside")
            + "; contact "
            + c.id
            + " has '"
            + (c.outside + " " + c.outsideState).trim()
            + "' open and made "
            + c.attempts()
            + " attempts");
  }
}
