package dev.haven.record;

import dev.haven.contact.ContactState;
import dev.haven.contact.ContactTransition;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows contacts through the journal: invariants 1, 2, 5 and 7, and the offers by {@link
 * OfferRules}. Which transition is legal from which state is {@link ContactTransition}'s table.
 */
final class ContactLines {
  private static final Map<String, Set<ContactState>> LEGAL = legal();

  private static final Set<ContactState> LEADING =
      EnumSet.of(ContactState.WAITING, ContactState.OFFERED, ContactState.ENGAGED);

  private final Ledger ledger;
  private final OfferRules rules;
  private final ConsultLines consults;
  private final OutsideLines outside;
  private final OfferRules.Report report;

  ContactLines(Ledger ledger, OfferRules.Report report) {
    this.ledger = ledger;
    this.rules = new OfferRules(ledger);
    this.report = report;
    this.consults = new ConsultLines(ledger, rules, report);
    this.outside = new OutsideLines(report);
  }

  /** Takes a line that names a contact; other types of lines change nothing. */
  void take(JournalEntry e) {
    String id = e.text("contact");
    if (e.type().equals("contact.placed")) {
      placed(e, id);
      return;
    }
    AuditContact c = ledger.contact(id);
    if (c == null) {
      if (!id.isEmpty() && LEGAL.containsKey(e.type())) {
        report.breach(Breach.Kind.STATE, e.type() + " of contact " + id + ", which is not known");
      }
      return;
    }
    Set<ContactState> from = LEGAL.get(e.type());
    if (from != null && !from.contains(c.state)) {
      report.breach(
          Breach.Kind.STATE, e.type() + " of contact " + id + ", which is " + c.state.wireName());
    }
    AuditNavigator n = ledger.navigator(e.text("navigator"));
    apply(e, c, n);
  }

  private void apply(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    switch (e.type()) {
      case "contact.due" -> {
        // Never later than it was placed for: one that turned strict comes due at once.
        c.order = Math.min(c.order, e.longNumber("order", c.order));
        ledger.enter(c);
      }
      case "contact.deferred" -> {
        ledger.leave(c);
        c.held = "";
        c.state = ContactState.SCHEDULED;
      }
      case "contact.rescheduled" -> {
        c.state = ContactState.SCHEDULED;
        c.completed = false;
        c.channel = e.channel("channel");
        c.lane = known(e, c.lane);
      }
      case "contact.joined" -> joined(e, c);
      case "contact.led" -> led(e, c);
      case "contact.parted" -> {
        c.lead = "";
        ledger.enter(c);
      }
      case "contact.aged" -> aged(e, c);
      case "contact.abandoned" -> abandoned(c);
      case "contact.kept" -> c.abandoned = false;
      case "report.submitted", "report.dismissed", "outreach.stopped" -> c.settled = true;
      case "contact.closed" -> closed(e, c);
      case "contact.removed" -> removed(c);
      case "urgency.raised" -> raised(e, c);
      case "urgency.read" -> move(c, e.tier("tier"), c.lane, c.aged);
      case "urgency.overridden" -> move(c, e.tier("tier"), c.lane, false);
      case "step.taken" -> stepped(e, c);
      case "hold.begun" -> hold(c, e.text("navigator"));
      case "hold.ended" -> hold(c, "");
      case "exclusion.set" -> c.excluded.add(e.text("navigator"));
      case "exclusion.lapsed" -> c.excluded.remove(e.text("navigator"));
      case "drain.begun" -> drainBegun(c, n);
      case "drain.ended" -> drainEnded(c, n);
      case "offer.created" -> offered(e, c, n);
      case "offer.added" -> added(e, c, n);
      case "offer.accepted" -> accepted(e, c, n);
      case "offer.rejected", "offer.timeout", "offer.rescinded", "offer.canceled", "offer.lost" ->
          offerEnded(e, c, n);
      case "engagement.connected" -> c.engagement = "talking";
      case "engagement.held" -> c.engagement = "on_hold";
      case "engagement.muted" -> c.engagement = "muted";
      case "engagement.parked" -> {
        rules.checkSetAside(e, c, n, report);
        park(c, n);
      }
      case "engagement.resumed" -> resume(c, n);
      case "engagement.wrapping" -> wrapping(e, c, n);
      case "engagement.reopened" -> {
        c.engagement = "talking";
        c.state = ContactState.ENGAGED;
      }
      case "engagement.completed" -> {
        release(e, c, n);
        c.completed = true;
      }
      case "engagement.returned" -> {
        release(e, c, n);
        ledger.enter(c);
      }
      case "engagement.transferred" -> {
        release(e, c, n);
        c.lane = known(e, c.lane);
        ledger.enter(c);
      }
      case "consult.offered",
          "consult.accepted",
          "consult.connected",
          "consult.conference",
          "consult.completed",
          "consult.ended" ->
          consults.take(e, c);
      case "outside.ringing",
          "outside.asked",
          "outside.answered",
          "outside.connected",
          "outside.ended" ->
          outside.take(e, c);
      case "escalation.climbed" -> {
        if (!c.strict()) {
          report.breach(
              Breach.Kind.STATE,
              "contact " + OfferRules.told(c) + " was escalated, though it is not strict");
        }
      }
      case "match.repaired" ->
          report.breach(
              Breach.Kind.MISSED_EDGE, "contact " + c.id + " was matched by the sweep only");
      default -> {
        // Messages, readings, commands, alarms: they change nothing that the rules rest on.
      }
    }
  }

  private void placed(JournalEntry e, String id) {
    if (ledger.contact(id) != null) {
      report.breach(Breach.Kind.STATE, "contact " + id + " was placed a second time");
      return;
    }
    AuditContact c = ledger.add(id);
    c.channel = e.channel("channel");
    c.lane = known(e, 0);
    c.tier = e.tier("tier");
    c.order = e.longNumber("order", 0);
    c.sequence = e.longNumber("sequence", 0);
    c.latest = e.longNumber("latest", 0);
    c.report = e.text("kind").equals("adverse_event_report");
    if (Math.max(c.order, e.longNumber("due", 0)) > e.longNumber("arrived", e.at())) {
      c.state = ContactState.SCHEDULED;
    } else {
      ledger.enter(c);
    }
  }

  private void offered(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    if (n == null) {
      report.breach(
          Breach.Kind.STATE,
          "contact " + c.id + " was offered to " + e.text("navigator") + ", who is not known");
    } else {
      ledger.leave(c);
      if (c.state == ContactState.WAITING) {
        rules.check(e, c, n, report);
      }
      n.counts[c.channel]++;
      n.offer = e.text("offer");
    }
    if (!c.drain.isEmpty()) {
      report.breach(
          Breach.Kind.DRAIN, "contact " + c.id + " was offered while " + c.drain + " kept room");
    }
    ledger.leave(c);
    c.held = "";
    c.state = ContactState.OFFERED;
    c.navigator = e.text("navigator");
    c.tries = c.attempts() + 1;
    c.last = 0;
  }

  private void added(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    String wanted = c.id + "." + (c.attempts() + 1);
    if (n == null || !e.text("offer").equals(wanted)) {
      report.breach(
          Breach.Kind.OFFER,
          "offer "
              + e.text("offer")
              + " to "
              + e.text("navigator")
              + " should have been "
              + wanted);
      return;
    }
    rules.checkAdded(e, c, n, report);
    n.counts[c.channel]++;
    n.offer = wanted;
    c.last = c.attempts() + 1;
    c.further.put(wanted, n.id);
  }

  private void accepted(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    outside.checkDecided(e, c);
    checkHolder(e, c);
    if (!c.further.isEmpty()) {
      report.breach(
          Breach.Kind.OFFER, "contact " + c.id + " was accepted while offered to " + c.further);
    }
    ledger.leave(c);
    c.state = ContactState.ENGAGED;
    c.engagement = e.text("state");
    if (n != null) {
      n.offer = "";
    }
  }

  private void offerEnded(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    rules.checkSetAside(e, c, n, report);
    if (n != null) {
      n.offer = "";
      n.counts[c.channel]--;
    }
    if (c.further.remove(e.text("offer"), e.text("navigator"))) {
      return;
    }
    checkHolder(e, c);
    if (!c.promote()) {
      c.navigator = "";
      ledger.enter(c);
    }
  }

  private void checkHolder(JournalEntry e, AuditContact c) {
    if (!e.text("offer").equals(c.offer()) || !e.text("navigator").equals(c.navigator)) {
      report.breach(
          Breach.Kind.OFFER,
          e.type()
              + " by "
              + e.text("navigator")
              + " of offer "
              + e.text("offer")
              + "; the pending one is "
              + c.offer()
              + " to "
              + (c.navigator.isEmpty() ? "nobody" : c.navigator));
    }
  }

  private static void park(AuditContact c, @Nullable AuditNavigator n) {
    if (n != null && !c.engagement.equals("parked")) {
      n.counts[c.channel]--;
      n.parked[c.channel]++;
    }
    c.engagement = "parked";
  }

  private static void resume(AuditContact c, @Nullable AuditNavigator n) {
    if (n != null && c.engagement.equals("parked")) {
      n.parked[c.channel]--;
      n.counts[c.channel]++;
    }
    c.engagement = "talking";
  }

  private void wrapping(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    outside.checkDecided(e, c);
    checkNobodyIsConsulted(e, c);
    resume(c, n);
    c.engagement = "wrapping";
    c.state = ContactState.WRAPPING;
  }

  private void checkNobodyIsConsulted(JournalEntry e, AuditContact c) {
    if (!c.consult.isEmpty()) {
      report.breach(
          Breach.Kind.STATE,
          e.type() + " of contact " + c.id + " while " + c.consult + " is consulted about it");
    }
  }

  private void release(JournalEntry e, AuditContact c, @Nullable AuditNavigator n) {
    checkNobodyIsConsulted(e, c);
    if (!e.text("navigator").equals(c.navigator)) {
      report.breach(
          Breach.Kind.STATE,
          e.type()
              + " by "
              + e.text("navigator")
              + " of contact "
              + c.id
              + ", which is with "
              + (c.navigator.isEmpty() ? "nobody" : c.navigator));
    }
    if (n != null) {
      (c.engagement.equals("parked") ? n.parked : n.counts)[c.channel]--;
    }
    c.navigator = "";
    c.engagement = "";
  }

  private void aged(JournalEntry e, AuditContact c) {
    if (c.tier != 4 || c.latest == 0 || e.at() < c.latest) {
      report.breach(
          Breach.Kind.PLACE,
          "contact " + OfferRules.told(c) + " aged before its latest start " + c.latest);
    }
    move(c, c.tier, c.lane, true);
  }

  private void raised(JournalEntry e, AuditContact c) {
    if (e.tier("tier") >= c.tier) {
      report.breach(
          Breach.Kind.PLACE,
          "contact " + OfferRules.told(c) + " was raised to tier " + e.tier("tier"));
    }
    move(c, e.tier("tier"), c.lane, c.aged);
  }

  private void stepped(JournalEntry e, AuditContact c) {
    if (e.tier("tier") > c.tier) {
      report.breach(
          Breach.Kind.PLACE,
          "a step lowered contact " + OfferRules.told(c) + " to tier " + e.tier("tier"));
    }
    move(c, e.tier("tier"), known(e, c.lane), c.aged);
  }

  /** A change of tier, lane or age ends a hold of what waits. */
  private void move(AuditContact c, int tier, int lane, boolean aged) {
    boolean waits = c.placed;
    ledger.leave(c);
    c.tier = tier;
    c.lane = lane;
    c.aged = aged;
    if (waits) {
      c.held = "";
      ledger.enter(c);
    }
  }

  private void hold(AuditContact c, String navigator) {
    boolean waits = c.placed;
    ledger.leave(c);
    c.held = navigator;
    if (waits) {
      ledger.enter(c);
    }
  }

  private void drainBegun(AuditContact c, @Nullable AuditNavigator n) {
    if (n == null || !n.drain.isEmpty() || !c.drain.isEmpty() || !c.strict()) {
      report.breach(
          Breach.Kind.DRAIN,
          "room is kept for contact "
              + OfferRules.told(c)
              + " by "
              + (n == null ? "somebody unknown" : n.id)
              + ", who keeps it for '"
              + (n == null ? "" : n.drain)
              + "'");
    }
    if (n != null) {
      c.drain = n.id;
      n.drain = c.id;
      n.ceiling = c.tier;
    }
  }

  private static void drainEnded(AuditContact c, @Nullable AuditNavigator n) {
    c.drain = "";
    if (n != null) {
      n.drain = "";
      n.ceiling = 4;
    }
  }

  /** Who is not strict is on the way out: nothing may be said of their place any more. */
  private void abandoned(AuditContact c) {
    c.abandoned = true;
    if (!c.strict()) {
      ledger.leave(c);
    }
  }

  private void closed(JournalEntry e, AuditContact c) {
    outside.checkDecided(e, c);
    boolean may =
        switch (c.state) {
          case WAITING -> c.settled || c.handedOut || (c.abandoned && !c.report);
          case SCHEDULED -> c.settled || (c.abandoned && !c.report);
          case ENGAGED, WRAPPING -> c.completed && (!c.report || c.settled);
          case JOINED -> c.abandoned || endsWithItsLead(c);
          case RECEIVED, OFFERED, CLOSED -> false;
        };
    if (!may) {
      report.breach(
          Breach.Kind.STATE,
          "contact "
              + c.id
              + " was closed while "
              + c.state.wireName()
              + ", by nobody who left or finished");
    }
    if (e.text("disposition").isEmpty()) {
      report.breach(Breach.Kind.STATE, "contact " + c.id + " was closed without a disposition");
    }
    ledger.leave(c);
    c.state = ContactState.CLOSED;
    c.excluded.clear();
  }

  /** A member ends with its lead only once the lead was completed. */
  private boolean endsWithItsLead(AuditContact c) {
    AuditContact lead = ledger.contact(c.lead);
    return lead != null && lead.state == ContactState.CLOSED && lead.completed;
  }

  private void joined(JournalEntry e, AuditContact c) {
    AuditContact lead = ledger.contact(e.text("lead"));
    if (lead == null || lead == c || !LEADING.contains(lead.state)) {
      report.breach(
          Breach.Kind.STATE,
          "contact "
              + c.id
              + " was joined under contact "
              + e.text("lead")
              + (lead == null ? ", which is not known" : ", which is " + lead.state.wireName()));
    }
    ledger.leave(c);
    c.held = "";
    c.state = ContactState.JOINED;
    c.lead = e.text("lead");
  }

  /** A lead stands as the best of its members would, never worse than before. */
  private void led(JournalEntry e, AuditContact c) {
    long order = e.longNumber("order", c.order);
    if (e.tier("tier") > c.tier || order > c.order) {
      report.breach(
          Breach.Kind.PLACE,
          "contact " + OfferRules.told(c) + " lost its place by leading others of its person");
    }
    boolean waits = c.placed;
    ledger.leave(c);
    c.order = order;
    c.latest = e.longNumber("latest", c.latest);
    c.tier = e.tier("tier");
    c.aged |= e.number("aged", 0) == 1;
    if (waits) {
      c.held = "";
      ledger.enter(c);
    }
  }

  private void removed(AuditContact c) {
    if (c.state != ContactState.CLOSED) {
      report.breach(
          Breach.Kind.STATE,
          "contact " + c.id + " was removed while " + c.state.wireName() + ": it is lost");
    }
    ledger.remove(c);
  }

  private int known(JournalEntry e, int otherwise) {
    int lane = e.number("lane", otherwise);
    if (ledger.hasLane(lane)) {
      return lane;
    }
    report.breach(Breach.Kind.STATE, e.type() + " names lane " + lane + ", which is not known");
    return otherwise;
  }

  private static Map<String, Set<ContactState>> legal() {
    Map<String, Set<ContactState>> legal = new HashMap<>();
    for (ContactTransition transition : ContactTransition.values()) {
      if (!transition.entry().equals("contact.closed")
          && !transition.entry().equals("contact.abandoned")) {
        legal
            .computeIfAbsent(transition.entry(), t -> EnumSet.noneOf(ContactState.class))
            .add(transition.from());
      }
    }
    legal.put("escalation.climbed", EnumSet.of(ContactState.WAITING, ContactState.OFFERED));
    legal.put("escalation.acknowledged", EnumSet.of(ContactState.WAITING, ContactState.OFFERED));
    legal.put("contact.assigned", EnumSet.of(ContactState.WAITING));
    legal.put("offer.added", EnumSet.of(ContactState.OFFERED));
    legal.put("contact.led", EnumSet.of(ContactState.WAITING, ContactState.OFFERED));
    legal.put("contact.aged", EnumSet.of(ContactState.WAITING));
    legal.put("step.taken", EnumSet.of(ContactState.WAITING));
    legal.put("hold.begun", EnumSet.of(ContactState.WAITING));
    legal.put("hold.ended", EnumSet.of(ContactState.WAITING));
    legal.put("drain.begun", EnumSet.of(ContactState.WAITING));
    for (String line :
        Set.of("offered", "accepted", "connected", "conference", "completed", "ended")) {
      legal.put("consult." + line, EnumSet.of(ContactState.ENGAGED));
    }
    Set<ContactState> open =
        EnumSet.of(ContactState.WAITING, ContactState.OFFERED, ContactState.ENGAGED);
    legal.put("outside.ringing", open);
    legal.put("outside.asked", open);
    legal.put("outside.answered", open);
    legal.put("outside.connected", open);
    legal.put("engagement.connected", EnumSet.of(ContactState.ENGAGED));
    legal.put("engagement.held", EnumSet.of(ContactState.ENGAGED));
    legal.put("engagement.muted", EnumSet.of(ContactState.ENGAGED));
    legal.put("engagement.resumed", EnumSet.of(ContactState.ENGAGED));
    legal.put("engagement.parked", EnumSet.of(ContactState.ENGAGED));
    return legal;
  }
}
