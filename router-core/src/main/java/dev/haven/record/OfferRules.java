package dev.haven.record;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactState;
import dev.haven.urgency.Tier;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What must hold when a contact is offered to a navigator, judged by the state before the offer.
 * The rules are invariants 3, 4, 5 and 8 of the design.
 */
final class OfferRules {
  /** How far the router looks behind contacts that a navigator is excluded from. */
  private static final int PEEK = 16;

  /** Hears what does not hold. */
  interface Report {
    void breach(Breach.Kind kind, String text);
  }

  private final Ledger ledger;
  private final ReserveRule reserve;

  OfferRules(Ledger ledger) {
    this.ledger = ledger;
    this.reserve = new ReserveRule(ledger);
  }

  void check(JournalEntry e, AuditContact c, AuditNavigator n, Report report) {
    Ledger.Policy policy = ledger.policy(e.text("policy"));
    checkPlace(e, c, report);
    checkNavigator(c, n, report);
    checkAsideFor(c, n, policy, report);
    if (!n.hasRoom(c.channel, c.rank(), n.rampAtMost(e.at(), policy.rampStep()), policy.costs())) {
      report.breach(
          Breach.Kind.CAPACITY,
          "contact " + told(c) + " was offered to " + n.id + ", who has no room for it");
    }
    reserve
        .broken(e.at(), c, n, policy)
        .ifPresent(
            language ->
                report.breach(
                    Breach.Kind.RESERVE,
                    "contact "
                        + told(c)
                        + " was offered to "
                        + n.id
                        + ", who is kept for strict ones that speak "
                        + language));
    if (!n.drain.isEmpty() && !n.drain.equals(c.id) && c.rank() > n.ceiling) {
      report.breach(
          Breach.Kind.DRAIN,
          "contact "
              + told(c)
              + " was offered to "
              + n.id
              + ", who keeps room for contact "
              + n.drain);
    }
    better(c, n, policy)
        .ifPresent(
            d ->
                report.breach(
                    Breach.Kind.INVERSION,
                    "contact "
                        + told(c)
                        + " was offered to "
                        + n.id
                        + " although contact "
                        + told(d)
                        + " stands better and could be taken"));
  }

  /** A consult needs a navigator who has nothing better to do, and room. */
  void checkConsult(JournalEntry e, AuditContact c, AuditNavigator b, Report report) {
    String why = null;
    if (!b.onDuty()) {
      why = "who is not on duty";
    } else if (b.id.equals(c.navigator)) {
      why = "who has the contact already";
    }
    if (why != null) {
      report.breach(
          Breach.Kind.ELIGIBILITY, b.id + " was consulted about contact " + c.id + ", " + why);
    }
    checkFree(e, "consulted about", c, b, report);
  }

  /** One more pending offer of a contact that is offered already. */
  void checkAdded(JournalEntry e, AuditContact c, AuditNavigator n, Report report) {
    checkNavigator(c, n, report);
    checkFree(e, "offered too", c, n, report);
  }

  private void checkFree(
      JournalEntry e, String what, AuditContact c, AuditNavigator n, Report report) {
    Ledger.Policy policy = ledger.policy(e.text("policy"));
    String done = n.id + " was " + what + " contact " + told(c);
    if (!n.offer.isEmpty()) {
      report.breach(Breach.Kind.OFFER, done + ", with offer " + n.offer);
    }
    if (!n.hasRoom(c.channel, c.rank(), n.rampAtMost(e.at(), policy.rampStep()), policy.costs())) {
      report.breach(Breach.Kind.CAPACITY, done + " without room for it");
    }
    if (!n.drain.isEmpty() && c.rank() > n.ceiling) {
      report.breach(Breach.Kind.DRAIN, done + ", but keeps room for contact " + n.drain);
    }
    reserve
        .broken(e.at(), c, n, policy)
        .ifPresent(
            language ->
                report.breach(
                    Breach.Kind.RESERVE, done + ", but is kept for strict ones in " + language));
    better(c, n, policy)
        .ifPresent(
            d ->
                report.breach(
                    Breach.Kind.INVERSION,
                    done + " although contact " + told(d) + " stands better and could be taken"));
  }

  /** What makes room for another contact: that one waits, is strict, and this one is not. */
  void checkSetAside(JournalEntry e, AuditContact d, @Nullable AuditNavigator n, Report report) {
    if (!e.has("for")) {
      return;
    }
    AuditContact c = ledger.contact(e.text("for"));
    if (c == null
        || c.state != ContactState.WAITING
        || !c.strict()
        || (d.strict() && d.further.isEmpty())) {
      report.breach(
          Breach.Kind.ASIDE,
          "contact "
              + told(d)
              + " made room for "
              + (c == null
                  ? "contact " + e.text("for") + ", which is not known"
                  : "contact " + told(c) + ", which is " + c.state.wireName()));
    }
    if (n != null) {
      n.asideFor = e.text("for");
    }
  }

  /** Room was made for this contact, and nobody who was free could have taken it. */
  private void checkAsideFor(
      AuditContact c, AuditNavigator n, Ledger.Policy policy, Report report) {
    String whom = n.asideFor;
    n.asideFor = "";
    if (whom.isEmpty()) {
      return;
    }
    if (!whom.equals(c.id)) {
      report.breach(
          Breach.Kind.ASIDE,
          "room was made at " + n.id + " for contact " + whom + ", but offered was " + told(c));
      return;
    }
    for (AuditNavigator free : ledger.navigators().values()) {
      if (free != n
          && free.onDuty()
          && free.offer.isEmpty()
          && (free.drain.isEmpty() || c.rank() <= free.ceiling)
          && !c.excluded.contains(free.id)
          && (c.held.isEmpty() ? ledger.mayServe(free, c) : c.held.equals(free.id))
          && free.hasRoom(c.channel, c.rank(), 0, policy.costs())) {
        report.breach(
            Breach.Kind.ASIDE,
            "room was made at "
                + n.id
                + " for contact "
                + told(c)
                + " although "
                + free.id
                + " was free");
      }
    }
  }

  /** The best of those that stand better than the contact and that the navigator could take. */
  private Optional<AuditContact> better(AuditContact c, AuditNavigator n, Ledger.Policy policy) {
    AuditContact best = c;
    BitSet lanes = ledger.lanesWithWorkFor(n);
    for (int lane = lanes.nextSetBit(0); lane >= 0; lane = lanes.nextSetBit(lane + 1)) {
      best = bestOf(ledger.waitingIn(lane), best, n, policy);
    }
    best = bestOf(ledger.heldFor(n.id), best, n, policy);
    return best.equals(c) ? Optional.empty() : Optional.of(best);
  }

  private AuditContact bestOf(
      SortedSet<AuditContact> set, AuditContact best, AuditNavigator n, Ledger.Policy policy) {
    Iterator<AuditContact> all = set.iterator();
    for (int i = 0; i < PEEK && all.hasNext(); i++) {
      AuditContact d = all.next();
      if (AuditContact.BY_PLACE.compare(d, best) >= 0) {
        break;
      }
      if (!d.excluded.contains(n.id)
          && !ledger.isPaused(d)
          && (n.drain.isEmpty() || d.rank() <= n.ceiling)
          && n.hasRoom(d.channel, d.rank(), n.rampAtLeast(), policy.costs())) {
        return d;
      }
    }
    return best;
  }

  private static void checkPlace(JournalEntry e, AuditContact c, Report report) {
    if (e.number("tier", -1) != c.tier
        || e.number("rank", -1) != c.rank()
        || e.longNumber("order", -1) != c.order) {
      report.breach(
          Breach.Kind.PLACE,
          "contact "
              + told(c)
              + " was offered with another place: rank "
              + e.number("rank", -1)
              + ", order "
              + e.longNumber("order", -1));
    }
    String wanted = c.id + "." + (c.attempts() + 1);
    if (!e.text("offer").equals(wanted)) {
      report.breach(Breach.Kind.OFFER, "offer " + e.text("offer") + " should have been " + wanted);
    }
  }

  private void checkNavigator(AuditContact c, AuditNavigator n, Report report) {
    if (!n.offer.isEmpty()) {
      report.breach(
          Breach.Kind.OFFER,
          "contact " + c.id + " was offered to " + n.id + ", who has offer " + n.offer);
    }
    String why = null;
    if (!n.onDuty()) {
      why = "who is not on duty";
    } else if (c.excluded.contains(n.id)) {
      why = "who is excluded from it";
    } else if (!c.held.isEmpty() && !c.held.equals(n.id)) {
      why = "although it is held for " + c.held;
    } else if (c.held.isEmpty() && !ledger.mayServe(n, c)) {
      why = "who does not serve its queue, channel, language and skills";
    } else if (ledger.isPaused(c)) {
      why = "although its queue is paused";
    }
    if (why != null) {
      report.breach(
          Breach.Kind.ELIGIBILITY, "contact " + c.id + " was offered to " + n.id + ", " + why);
    }
  }

  static String told(AuditContact c) {
    return c.id
        + " ("
        + Tier.ofRank(c.tier).wireName()
        + (c.aged ? ", aged" : "")
        + ", "
        + Channel.ofNumber(c.channel).wireName()
        + ", order "
        + c.order
        + ", arrival "
        + c.sequence
        + ")";
  }
}
